import type { SparkKitEvent, WebhookEvent } from './events.ts'
import { decodeSecrets, hmacSha256, sameText } from './internal/webhook-signature.ts'
import { WebhookVerificationError, type WebhookVerificationErrorCode } from './internal/webhook-verification-error.ts'

export type { SparkKitEvent, WebhookEvent } from './events.ts'
export { WebhookVerificationError, type WebhookVerificationErrorCode }

const DEFAULT_TOLERANCE_SECONDS = 300

/** The body exactly as it arrived. Parsed and serialised again it no longer matches its signature. */
export type RawBody = string | Uint8Array | ArrayBuffer

/** `Headers`, a plain record, or Node's `request.headers`; names in any case. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>

/** The endpoint's `whsec_…`; during a rotation a list of the old and the new one. */
export type WebhookSecret = string | readonly string[]

export type VerifyOptions = {
  readonly secret: WebhookSecret
  /** How far `webhook-timestamp` may lie from now, either way. Default 300. */
  readonly toleranceSeconds?: number | undefined
  /** Epoch milliseconds to compare with, for tests. Default: now. */
  readonly now?: number | undefined
}

/** What the signature vouches for besides the body: `id` is the same on every redelivery, `timestamp` is of this attempt (epoch ms). */
export type VerifiedWebhook = { readonly id: string; readonly timestamp: number }

/**
 * Checks a webhook's signature and age, then gives its event.
 *
 * @throws WebhookVerificationError when it must not be trusted; its `code` says why.
 *
 * @example
 * ```ts
 * export default {
 *   async fetch(request: Request): Promise<Response> {
 *     const event = await webhooks.unwrap(await request.text(), request.headers, secret)
 *     if (event.type === 'spark_code.received') console.log(event.data.masked)
 *     return new Response(null, { status: 204 })
 *   },
 * }
 * ```
 */
export async function unwrap<T extends WebhookEvent = SparkKitEvent>(
  rawBody: RawBody,
  headers: WebhookHeaders,
  options: WebhookSecret | VerifyOptions,
): Promise<T> {
  await verify(rawBody, headers, options)
  return parseEvent<T>(rawBody)
}

/**
 * Checks a webhook's signature and age and leaves its body alone.
 * @throws WebhookVerificationError as {@link unwrap} does.
 */
export async function verify(rawBody: RawBody, headers: WebhookHeaders, options: WebhookSecret | VerifyOptions): Promise<VerifiedWebhook> {
  const { secret, toleranceSeconds = DEFAULT_TOLERANCE_SECONDS, now = Date.now() } = asVerifyOptions(options)
  if (!isRawBody(rawBody)) {
    throw new WebhookVerificationError('invalid_payload', 'pass the raw request body: text or bytes, not a parsed object')
  }
  const keys = decodeSecrets(secret)
  const id = requiredHeader(headers, 'webhook-id')
  const timestamp = requiredHeader(headers, 'webhook-timestamp')
  const signatures = requiredHeader(headers, 'webhook-signature').split(' ')
  checkAge(timestamp, toleranceSeconds, now)
  for (const key of keys) {
    const expected = `v1,${await hmacSha256(key, `${id}.${timestamp}.`, rawBody)}`
    if (signatures.some(signature => sameText(signature, expected))) return { id, timestamp: Number(timestamp) * 1000 }
  }
  throw new WebhookVerificationError(
    'no_matching_signature',
    'no signature matches: wrong secret, or the body is not the one that was sent',
  )
}

export type TestPayload = {
  /** An event, or the exact text to sign. */
  readonly payload: WebhookEvent | string
  readonly secret: string
  /** Default: the event's own id, or `msg_test`. */
  readonly id?: string | undefined
  /** Epoch milliseconds of the attempt. Default: now. */
  readonly timestamp?: number | undefined
}

/**
 * Signs a webhook as SparkKit would, for tests of your own receiver.
 *
 * @example
 * ```ts
 * const request = new Request('http://localhost/hooks', { method: 'POST', ...(await webhooks.signTestPayload({ payload, secret })) })
 * ```
 */
export async function signTestPayload(test: TestPayload): Promise<{ readonly body: string; readonly headers: Record<string, string> }> {
  const { payload, secret, timestamp = Date.now() } = test
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload)
  const id = test.id ?? (typeof payload === 'string' ? 'msg_test' : payload.id)
  const seconds = String(Math.floor(timestamp / 1000))
  const [key] = decodeSecrets(secret)
  const signature = `v1,${await hmacSha256(key, `${id}.${seconds}.`, body)}`
  return {
    body,
    headers: { 'content-type': 'application/json', 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signature },
  }
}

function asVerifyOptions(options: WebhookSecret | VerifyOptions): VerifyOptions {
  return typeof options === 'string' || isList(options) ? { secret: options } : options
}

function isList(value: readonly string[] | VerifyOptions): value is readonly string[] {
  return Array.isArray(value)
}

function isRawBody(body: unknown): body is RawBody {
  return typeof body === 'string' || ArrayBuffer.isView(body) || body instanceof ArrayBuffer
}

function requiredHeader(headers: WebhookHeaders, name: string): string {
  const value = headers instanceof Headers ? headers.get(name) : lookUp(headers, name)
  if (!value) throw new WebhookVerificationError('missing_header', `the ${name} header is missing`)
  return value
}

function lookUp(headers: Exclude<WebhookHeaders, Headers>, name: string): string | undefined {
  for (const [key, value] of Object.entries(headers)) {
    if (key.toLowerCase() === name) return typeof value === 'string' ? value : value?.join(' ')
  }
  return undefined
}

function checkAge(timestamp: string, toleranceSeconds: number, nowMs: number): void {
  if (!/^\d{1,12}$/.test(timestamp)) {
    throw new WebhookVerificationError('invalid_timestamp', 'webhook-timestamp is not a number of seconds')
  }
  const ageSeconds = Math.floor(nowMs / 1000) - Number(timestamp)
  if (Math.abs(ageSeconds) <= toleranceSeconds) return
  if (ageSeconds > 0) throw new WebhookVerificationError('timestamp_too_old', `sent ${ageSeconds} s ago, which is too long: a replay?`)
  throw new WebhookVerificationError('timestamp_too_new', `sent ${-ageSeconds} s in the future: is this clock right?`)
}

/** Typed by contract, not checked: the signature has just proved who wrote it. */
function parseEvent<T extends WebhookEvent>(rawBody: RawBody): T {
  try {
    return JSON.parse(typeof rawBody === 'string' ? rawBody : new TextDecoder().decode(rawBody)) as T
  } catch {
    throw new WebhookVerificationError('invalid_payload', 'the body is signed but is not JSON')
  }
}
