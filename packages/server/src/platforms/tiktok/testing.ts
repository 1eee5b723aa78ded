import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { createGuardedFetch } from '../../security/guarded-fetch.ts'
import { type AdPlatform, AdPlatformError } from '../ad-platform.ts'
import { createTiktokClient, type PlusForm, type TiktokCredentials } from './client.ts'
import { createTiktokLimiter, type TiktokPace } from './limiter.ts'

/** One request as it arrived. */
export interface Seen {
  readonly method: string
  /** As on the wire, undecoded. */
  readonly target: string
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

type Answer = object | string | ((response: ServerResponse, socket: Socket) => void)

export interface RawServer extends AsyncDisposable {
  readonly url: string
  readonly seen: Seen[]
}

async function seen(request: IncomingMessage): Promise<Seen> {
  const target = request.url ?? ''
  const url = new URL(target, 'http://tiktok.invalid')
  let body = ''
  for await (const chunk of request) body += chunk
  const { method = '', headers } = request
  return { method, target, path: url.pathname, query: Object.fromEntries(url.searchParams), headers, body }
}

/** A server that says what a test wants: an object as JSON, a text as it is, or anything a function does to the socket. */
export async function rawServer(answer: (seen: Seen, at: number) => Answer): Promise<RawServer> {
  const all: Seen[] = []
  const server = createServer((request, response) => {
    void seen(request).then(one => {
      const said = answer(one, all.push(one) - 1)
      if (typeof said === 'function') said(response, request.socket)
      else if (typeof said === 'string') response.setHeader('content-type', 'text/html').end(said)
      else response.setHeader('content-type', 'application/json').end(JSON.stringify(said))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/open_api/v1.3/`,
    seen: all,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

export const ok = (data: unknown = {}): object => ({ code: 0, message: 'OK', request_id: 'r1', data })
export const error = (code: number, message = 'refused'): object => ({ code, message, request_id: 'r1', data: {} })

export interface TestClient extends AdPlatform, AsyncDisposable {}

/** Far above what TikTok allows, so that only tests of the pace wait for it. */
const NO_PACE: TiktokPace = { perSecond: 10_000, perMinute: 600_000 }

export interface TestClientOptions {
  readonly credentials?: TiktokCredentials
  readonly pace?: TiktokPace
  readonly plusForm?: PlusForm
}

/** The client as the service makes it: the guarded fetch, real time. */
export function testClient(baseUrl: string, options: TestClientOptions = {}): TestClient {
  const fetch = createGuardedFetch({ allow: ['loopback'] })
  const time = { now: Date.now, sleep: (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms)) }
  const { credentials = { accessToken: 'token-1', app: { id: 'app-1', secret: 'secret-1' } }, pace = NO_PACE, plusForm } = options
  const client = createTiktokClient({
    baseUrl,
    fetch,
    credentials,
    limiter: createTiktokLimiter(time, pace),
    ...(plusForm && { plusForm }),
  })
  return { ...client, [Symbol.asyncDispose]: () => fetch.close() }
}

/** The refusal a call ends in. */
export async function refusalOf(call: Promise<unknown>): Promise<AdPlatformError> {
  const outcome = await call.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (outcome instanceof AdPlatformError) return outcome
  throw new Error(`No refusal but ${String(outcome)}`)
}
