import { type AnySparkKitError, APIError, ConnectionError, TimeoutError } from '../errors.ts'

const FIRST_DELAY_MS = 500
const LONGEST_DELAY_MS = 8_000
const LONGEST_OBEYED_WAIT_MS = 60_000
const JITTER = 0.25

export type RetryQuestion = {
  readonly error: AnySparkKitError
  /** Tries made so far. */
  readonly attempt: number
  /** Whether doing the work twice is harmless: the method says so, or an idempotency key does. */
  readonly repeatable: boolean
  readonly random: () => number
}

/** How long to wait before the next try, or `null` when there must be none. */
export function retryDelayMs({ error, attempt, repeatable, random }: RetryQuestion): number | null {
  if (!isWorthRetrying(error)) return null
  const neverBegun = error instanceof APIError && error.status === 429
  if (!repeatable && !neverBegun) return null
  const asked = error instanceof APIError ? error.retryAfterMs : null
  // A wait longer than a caller would sit through is theirs to schedule: the error carries it.
  if (asked !== null) return asked <= LONGEST_OBEYED_WAIT_MS ? asked : null
  return Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LONGEST_DELAY_MS) * (1 - JITTER * random())
}

function isWorthRetrying(error: AnySparkKitError): boolean {
  if (error instanceof APIError) {
    // A conflict is final, unless the service says when to come back: the first use of the idempotency key is still running.
    if (error.status === 409) return error.retryAfterMs !== null
    return error.status === 408 || error.status === 429 || error.status >= 500
  }
  return error instanceof TimeoutError || (error instanceof ConnectionError && error.code === 'connection_failed')
}

/** The wait asked for by `Retry-After-Ms` or `Retry-After` (seconds or an HTTP date), or `null`. */
export function readRetryAfterMs(headers: Headers, nowMs: number): number | null {
  const ms = headers.get('retry-after-ms')
  if (ms !== null && /^\d+(\.\d+)?$/.test(ms)) return Number(ms)
  const after = headers.get('retry-after')
  if (after === null) return null
  if (/^\d+(\.\d+)?$/.test(after)) return Number(after) * 1000
  const date = Date.parse(after)
  return Number.isNaN(date) ? null : Math.max(0, date - nowMs)
}
