import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from '@hono/zod-openapi'
import { type ApiCall, BusinessApi, Refusal } from './business-api.ts'
import { COMMANDS } from './commands.ts'
import type { Failing } from './faults.ts'
import { TiktokSimulator, type TiktokSimulatorOptions } from './simulator.ts'
import { SimulatorError } from './world-types.ts'

const API = '/open_api/v1.3/'
const CONTROL = '/_control/'
const MAX_BODY = 1024 * 1024
const PAGE = '<!doctype html><html><head><title>Just a moment...</title></head><body>Please wait.</body></html>'
/** How often a clock that runs looks whether somebody's time has come. */
const TICK_MS = 200

export interface ListenOptions extends TiktokSimulatorOptions {
  /** Default 0: any that is free. */
  readonly port?: number | undefined
  /** Default `127.0.0.1`. */
  readonly host?: string | undefined
}

/** A simulated TikTok that listens. */
export interface RunningSimulator extends AsyncDisposable {
  /** The base URL of the Business API. */
  readonly url: string
  /** The base URL of the control API. */
  readonly controlUrl: string
  readonly simulator: TiktokSimulator
  close(): Promise<void>
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > MAX_BODY) throw new SimulatorError('The body is too large.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text === '' ? '{}' : text)
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return Object.fromEntries(Object.entries(parsed))
  } catch {}
  throw new SimulatorError('The body is no JSON object.')
}

function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? {}))
}

class ApiServer {
  readonly #simulator: TiktokSimulator
  #number = 0

  constructor(simulator: TiktokSimulator) {
    this.#simulator = simulator
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', 'http://simulator.invalid')
    const text = await readBody(request)
    if (url.pathname.startsWith(CONTROL)) return this.#control(url.pathname.slice(CONTROL.length), { request, response, text })
    const path = url.pathname.slice(API.length)
    // Without its trailing slash a path is no path.
    if (!url.pathname.startsWith(API) || !(path in BusinessApi.routes)) return void response.writeHead(404).end('404 page not found')
    if (BusinessApi.routes[path] !== request.method) return void response.writeHead(405).end('405 method not allowed')
    const number = ++this.#number
    const header = request.headers['access-token']
    const token = typeof header === 'string' ? header : undefined
    const read = (): ApiCall => ({
      method: request.method ?? '',
      path,
      token,
      input: request.method === 'GET' ? Object.fromEntries(url.searchParams) : parseObject(text),
    })
    await this.#answer({ path, number, read, response })
  }

  async #answer({ path, number, read, response }: { path: string; number: number; read: () => ApiCall; response: ServerResponse }) {
    const { traffic, faults, clock } = this.#simulator
    const said = (code: number, message: string, data: unknown = {}): string =>
      JSON.stringify({ code, message, request_id: `2026${String(number).padStart(16, '0')}`, data })
    if (!traffic.admit()) {
      traffic.answered(path, '40100')
      return void response.writeHead(200, { 'content-type': 'application/json' }).end(said(40_100, 'Too many requests'))
    }
    const failing = faults.next({ path, number, now: clock.now() })
    const { code, message, data } = failing && !failing.isExecuted ? { code: 0, message: 'OK', data: {} } : this.#run(read)
    traffic.answered(path, failing?.fault ?? (code === 0 ? 'ok' : String(code)))
    const body = said(code, message, data)
    if (failing) return fail(response, failing, { body, said })
    response.writeHead(200, { 'content-type': 'application/json' }).end(body)
  }

  #run(read: () => ApiCall): { code: number; message: string; data: unknown } {
    try {
      return { code: 0, message: 'OK', data: this.#simulator.api.answer(read()) }
    } catch (error) {
      if (error instanceof Refusal) return { code: error.code, message: error.message, data: {} }
      if (error instanceof SimulatorError) return { code: 40_002, message: error.message, data: {} }
      throw error
    }
  }

  async #control(name: string, { request, response, text }: { request: IncomingMessage; response: ServerResponse; text: string }) {
    try {
      if (request.method === 'GET' && name === 'state') return sendJson(response, this.#simulator.describe())
      if (request.method === 'GET' && name === 'traffic') return sendJson(response, this.#simulator.traffic.read())
      const command = request.method === 'POST' ? Object.entries(COMMANDS).find(([known]) => known === name)?.[1] : undefined
      if (!command) return sendJson(response, { error: `There is no ${request.method} ${CONTROL}${name}.` }, 404)
      sendJson(response, await command(this.#simulator, parseObject(text)))
    } catch (error) {
      if (error instanceof z.ZodError) return sendJson(response, { error: z.prettifyError(error) }, 400)
      if (error instanceof SimulatorError) return sendJson(response, { error: error.message }, 400)
      throw error
    }
  }
}

interface Said {
  readonly body: string
  readonly said: (code: number, message: string, data?: unknown) => string
}

async function fail(response: ServerResponse, { fault, delayMs }: Failing, { body, said }: Said): Promise<void> {
  const json = { 'content-type': 'application/json' }
  switch (fault) {
    case 'slow':
      await sleep(delayMs)
      return void response.writeHead(200, json).end(body)
    case 'wrong':
      return void response.writeHead(200, json).end(said(0, 'OK', { ok: true, rows: 'none' }))
    case 'error':
      return void response.writeHead(200, json).end(said(50_000, 'Internal error'))
    case 'rate_limited':
      return void response.writeHead(200, json).end(said(40_100, 'Too many requests'))
    case 'html':
      return void response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE)
    case 'down':
      return void response.writeHead(503, { 'content-type': 'text/html' }).end(PAGE)
    case 'reset':
      return void response.socket?.destroy()
    case 'half':
      response.writeHead(200, { ...json, 'content-length': Buffer.byteLength(body) }).write(body.slice(0, body.length / 2))
      return void setTimeout(() => response.socket?.destroy(), 10)
    case 'twice': {
      const whole = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
      return void response.socket?.end(whole + whole)
    }
    case 'never':
  }
}

async function listen(server: Server, { port = 0, host = '127.0.0.1' }: ListenOptions): Promise<string> {
  server.listen(port, host)
  await once(server, 'listening')
  return `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`
}

/** Starts a simulated TikTok. */
export async function startTiktokSimulator(options: ListenOptions = {}): Promise<RunningSimulator> {
  const simulator = new TiktokSimulator(options)
  const api = new ApiServer(simulator)
  const server = createServer((request, response) => {
    api.handle(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy()
      else
        sendJson(response, { error: error instanceof Error ? error.message : String(error) }, error instanceof SimulatorError ? 400 : 500)
    })
  })
  const origin = await listen(server, options)
  const ticking = options.at === undefined ? setInterval(() => void simulator.clock.catchUp(), TICK_MS) : undefined
  ticking?.unref()
  const close = async (): Promise<void> => {
    clearInterval(ticking)
    if (!server.listening) return
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
  return { url: `${origin}${API}`, controlUrl: `${origin}${CONTROL}`, simulator, close, [Symbol.asyncDispose]: close }
}
