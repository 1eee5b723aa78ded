import type { WithResponse } from '../api-promise.ts'
import { type AnySparkKitError, ConnectionError, isSparkKitError } from '../errors.ts'
import type { ClientSettings, RequestOptions } from '../options.ts'
import { readAnswer, readError, refuseRedirect } from './answer.ts'
import type { Authorizer } from './credentials.ts'
import { withDeadline } from './deadline.ts'
import type { Prepared } from './prepare.ts'

export type Wire = {
  readonly fetch: NonNullable<ClientSettings['fetch']>
  readonly authorizer: Authorizer
  readonly now: () => number
}

export type Call = { readonly options: RequestOptions; readonly prepared: Prepared; readonly timeoutMs: number }

/** How one try ended: with an answer or with an error. */
export type Outcome<T> = Trace &
  ({ readonly answer: WithResponse<T>; readonly error: null } | { readonly answer: null; readonly error: AnySparkKitError })

type Trace = {
  readonly status: number | null
  readonly requestId: string | null
  /** The credential it was sent with. */
  readonly token: string | null
  readonly durationMs: number
}

type Sent = { token: string | null; response: Response | null }

export async function tryOnce<T>(wire: Wire, call: Call): Promise<Outcome<T>> {
  const { options, timeoutMs } = call
  const startedAtMs = wire.now()
  const sent: Sent = { token: null, response: null }
  const work = (signal: AbortSignal): Promise<WithResponse<T>> => exchange<T>(wire, { ...call, signal }, sent)
  try {
    const answer = await withDeadline({ timeoutMs, signal: options.signal }, work, options.parseAs === 'stream')
    return { ...trace(sent, wire.now() - startedAtMs), answer, error: null }
  } catch (thrown) {
    return { ...trace(sent, wire.now() - startedAtMs), answer: null, error: asSparkKitError(thrown) }
  }
}

function trace({ token, response }: Sent, durationMs: number): Trace {
  return { token, durationMs, status: response?.status ?? null, requestId: response?.headers.get('x-request-id') ?? null }
}

async function exchange<T>(wire: Wire, call: Call & { signal: AbortSignal }, sent: Sent): Promise<WithResponse<T>> {
  const { prepared, options, signal } = call
  sent.token = await wire.authorizer.bearer()
  const headers = new Headers(prepared.headers)
  if (sent.token !== null) headers.set('authorization', `Bearer ${sent.token}`)
  const init: RequestInit & { duplex?: 'half' } = { method: options.method, headers, signal, redirect: 'manual' }
  if (prepared.body.content !== null) init.body = prepared.body.content
  if (prepared.body.once) init.duplex = 'half'
  const response = await wire.fetch(prepared.url, init)
  sent.response = response
  refuseRedirect(response)
  if (!response.ok && response.status !== 304) throw await readError(response, wire.now())
  const data = asAnswered<T>(await readAnswer(response, options.parseAs))
  return { data, response, requestId: response.headers.get('x-request-id') }
}

/** The one place where the wire is believed: answers are typed by the API description, not checked field by field. */
function asAnswered<T>(data: unknown): T {
  return data as T
}

function asSparkKitError(thrown: unknown): AnySparkKitError {
  if (isSparkKitError(thrown)) return thrown
  return new ConnectionError('connection_failed', `no answer: ${reasonOf(thrown)}`, { cause: thrown })
}

/** Node's fetch says only "fetch failed"; what failed is its cause. */
function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown)
  return thrown.cause instanceof Error && thrown.cause.message !== '' ? `${thrown.message}: ${thrown.cause.message}` : thrown.message
}
