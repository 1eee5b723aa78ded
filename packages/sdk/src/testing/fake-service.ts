import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { Surroundings } from '../internal/surroundings.ts'
import { Transport } from '../internal/transport.ts'
import type { ClientSettings, Credentials } from '../options.ts'

export type Received = {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

export type Answer = {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** A string goes out as it is, anything else as JSON. */
  readonly body?: unknown
  /** `reset` cuts the connection, `silence` never answers, `half` sends headers and the start of a body and then stalls. */
  readonly fault?: 'reset' | 'silence' | 'half'
}

export type FakeService = { readonly url: string; readonly received: Received[] }

/** A real HTTP server that answers by script; the last answer repeats. Closed when the test ends. */
export async function fakeService(script: readonly Answer[] | ((received: Received) => Answer)): Promise<FakeService> {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const body = await readAll(request)
    const call: Received = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body }
    received.push(call)
    const answer = typeof script === 'function' ? script(call) : (script[received.length - 1] ?? script.at(-1))
    send(response, answer ?? {})
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    return new Promise(resolve => server.close(() => resolve()))
  })
  return { url: `http://127.0.0.1:${portOf(server.address())}`, received }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server is not listening on a port')
  return address.port
}

async function readAll(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) body += chunk
  return body
}

function send(response: ServerResponse, { status = 200, headers, body = {}, fault }: Answer): void {
  if (fault === 'reset') response.destroy()
  if (fault === 'reset' || fault === 'silence') return
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  if (fault === 'half') response.write(text.slice(0, 1))
  else response.end(status === 204 || status === 304 ? undefined : text)
}

type Settings = Partial<ClientSettings> & Partial<Credentials> & { readonly surroundings?: Partial<Surroundings> }

/** A transport whose waits are recorded instead of slept, and whose jitter is zero. */
export function transportTo(service: FakeService, { surroundings, ...settings }: Settings = {}): { transport: Transport; waits: number[] } {
  const waits: number[] = []
  const sleep = async (ms: number): Promise<void> => {
    waits.push(ms)
  }
  const credential = settings.token === undefined ? { apiKey: 'sk_test' } : { token: settings.token }
  const { apiKey: _apiKey, token: _token, anonymous: _anonymous, ...rest } = settings
  const options = { baseUrl: service.url, ...rest, ...credential }
  return { transport: new Transport(options, { random: () => 0, sleep, ...surroundings }), waits }
}

/** What a call failed with. */
export async function failureOf(call: PromiseLike<unknown>): Promise<unknown> {
  try {
    await call
  } catch (error) {
    return error
  }
  throw new Error('the call was expected to fail')
}
