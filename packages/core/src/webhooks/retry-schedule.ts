const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

const DELAYS_MS = [0, 5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR] as const

/** How often a delivery is tried in all, over about 75 hours. */
export const MAX_ATTEMPTS = DELAYS_MS.length

/** The longest wait a `Retry-After` of the receiver is followed for. */
export const MAX_RETRY_AFTER_MS = 24 * HOUR

const JITTER = 0.1

/**
 * How long to wait for the next try, in milliseconds; null when all are used up.
 *
 * @param attemptsMade tries made so far; 0 gives the wait for the first, which is none
 * @param random evenly spread over 0 to 1; moves the wait by up to a tenth either way
 * @param retryAfterMs what the receiver asked for; never waits less than that, up to {@link MAX_RETRY_AFTER_MS}
 */
export function nextAttemptDelayMs(attemptsMade: number, random: number, retryAfterMs?: number | null): number | null {
  const delay = DELAYS_MS[attemptsMade]
  if (delay === undefined) return null
  const spread = Math.round(delay * (1 - JITTER + 2 * JITTER * random))
  const asked = retryAfterMs === undefined || retryAfterMs === null || !(retryAfterMs > 0) ? 0 : Math.min(retryAfterMs, MAX_RETRY_AFTER_MS)
  return Math.max(spread, Math.round(asked))
}
