import type { z } from '@hono/zod-openapi'
import type { AdRefusal } from '@sparkkit/core'
import { GuardedFetchError, type GuardedRequest, type GuardedResponse } from '../../security/guarded-fetch.ts'
import { AdPlatformError } from '../ad-platform.ts'
import { tiktokRefusal } from './errors.ts'
import type { Sleeper, TiktokLimiter } from './limiter.ts'
import { envelopeSchema, parseJson } from './wire.ts'

export const TIKTOK_BASE_URL = 'https://business-api.tiktok.com/open_api/v1.3/'

/** An answer may take this long; a page of 50 posts is far smaller than this. */
const ATTEMPT_MS = 10_000
const MAX_BYTES = 4 * 1024 * 1024
/** Before what reads is tried again. */
const PAUSES_MS = [250, 1000]

export interface TiktokWire extends Sleeper {
  readonly baseUrl: string
  readonly fetch: (url: string, request: GuardedRequest) => Promise<GuardedResponse>
  readonly limiter: TiktokLimiter
  readonly accessToken: string
}

interface TiktokRequestBase {
  /** With its trailing slash: without one TikTok answers 404. */
  readonly path: `${string}/`
  /** Wall time by which the answer must be there. */
  readonly deadline: number
}

export type TiktokRequest = TiktokRequestBase &
  (
    | { readonly method: 'GET'; readonly query: Readonly<Record<string, string | number>> }
    | { readonly method: 'POST'; readonly body: Readonly<Record<string, string>> }
  )

/** `encodeURIComponent`, not `URLSearchParams`: a `+` for a space would be read as part of a code. */
const queryString = (query: Readonly<Record<string, string | number>>): string =>
  Object.entries(query)
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&')

function requestOf({ accessToken, baseUrl }: TiktokWire, request: TiktokRequest): { url: string; options: GuardedRequest } {
  const url = `${baseUrl.replace(/\/*$/, '/')}${request.path}`
  const headers = { 'access-token': accessToken, accept: 'application/json' }
  if (request.method === 'GET') return { url: `${url}?${queryString(request.query)}`, options: { method: 'GET', headers } }
  return {
    url,
    options: { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(request.body) },
  }
}

const FETCH_REFUSALS: Record<GuardedFetchError['code'], AdRefusal> = {
  timeout: 'timed_out',
  connection: 'unreachable',
  blocked: 'unreachable',
  too_large: 'unreadable',
}

async function exchange(wire: TiktokWire, request: TiktokRequest): Promise<GuardedResponse> {
  const { url, options } = requestOf(wire, request)
  const timeoutMs = Math.max(1, Math.min(ATTEMPT_MS, request.deadline - wire.now()))
  try {
    return await wire.fetch(url, { ...options, timeoutMs, maxBytes: MAX_BYTES })
  } catch (error) {
    throw new AdPlatformError(error instanceof GuardedFetchError ? FETCH_REFUSALS[error.code] : 'unreachable')
  }
}

function unreadable({ status }: GuardedResponse): AdPlatformError {
  if (status === 429) return new AdPlatformError('rate_limited', { platformCode: status })
  return new AdPlatformError(status >= 500 ? 'platform_failed' : 'unreadable', { platformCode: status === 200 ? null : status })
}

/** The status is 200 whatever happened; the envelope's `code` tells. 20001 is a success in part, which reading back settles. */
function open(response: GuardedResponse): { data: unknown; requestId: string | null } {
  let parsed: unknown
  try {
    parsed = parseJson(response.body)
  } catch {
    throw unreadable(response)
  }
  const envelope = envelopeSchema.safeParse(parsed)
  if (!envelope.success) throw unreadable(response)
  const { code, message, request_id, data } = envelope.data
  const requestId = request_id ?? null
  if (code === 0 || code === 20_001) return { data, requestId }
  const { reason, name } = tiktokRefusal(code, message ?? '')
  throw new AdPlatformError(reason, { platformCode: code, platformName: name, requestId })
}

async function attempt<S extends z.ZodType>(wire: TiktokWire, request: TiktokRequest, schema: S): Promise<z.output<S>> {
  if (!(await wire.limiter.turn(request.deadline))) throw new AdPlatformError('rate_limited', { retryAt: wire.limiter.openAt })
  try {
    const { data, requestId } = open(await exchange(wire, request))
    wire.limiter.answered()
    const read = schema.safeParse(data)
    if (!read.success) throw new AdPlatformError('unreadable', { requestId })
    return read.data
  } catch (error) {
    if (error instanceof AdPlatformError && error.reason === 'rate_limited') wire.limiter.refused()
    else if (error instanceof AdPlatformError && error.platformCode !== null) wire.limiter.answered()
    throw error
  }
}

/** When a failed call is tried again, wall time; null: not at all. A refused turn was never executed, so even what writes may be repeated. */
function nextTryAt(wire: TiktokWire, request: TiktokRequest, [error, failures]: readonly [AdPlatformError, number]): number | null {
  if (!error.retryable || error.retryAt !== null) return null
  if (error.reason === 'rate_limited') return wire.limiter.openAt
  const pause = request.method === 'GET' ? PAUSES_MS[failures] : undefined
  return pause === undefined ? null : wire.now() + pause
}

/** Makes one call. A refused turn is waited for; what only reads is tried three times. Both end with the deadline. */
export async function callTiktok<S extends z.ZodType>(wire: TiktokWire, request: TiktokRequest, schema: S): Promise<z.output<S>> {
  let failures = 0
  for (;;) {
    try {
      return await attempt(wire, request, schema)
    } catch (error) {
      if (!(error instanceof AdPlatformError)) throw error
      const at = nextTryAt(wire, request, [error, failures])
      if (at === null) throw error
      if (at > request.deadline)
        throw error.reason === 'rate_limited' ? new AdPlatformError('rate_limited', { ...error, retryAt: at }) : error
      if (error.reason !== 'rate_limited') failures++
      await wire.sleep(at - wire.now())
    }
  }
}
