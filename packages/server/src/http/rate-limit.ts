import type { Context } from 'hono'
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { Problem } from '../problem.ts'
import type { AppEnv, Caller } from './env.ts'

export interface RateLimit {
  /** Calls a second that a key may make in the long run. */
  perSecond: number
  /** Calls it may make at once. */
  burst: number
}

export const DEFAULT_RATE_LIMIT: RateLimit = { perSecond: 50, burst: 200 }

/** Spends one call of the caller's, or refuses. Counts are per process. */
export type SpendCall = (c: Context<AppEnv>, caller: Caller) => Promise<void>

/** A page's users must not use up what its backend has, so each has a count of their own. */
const nameOf = ({ scope: { actor } }: Caller): string =>
  actor.type === 'api_key' || actor.type === 'embed_user'
    ? `${actor.type}:${actor.id}:${actor.type === 'embed_user' ? actor.name : ''}`
    : actor.type

/** `burst` calls per window that is just long enough to give `perSecond` on the average, in the fields of the RateLimit draft. */
export function createRateLimit(limit: RateLimit | false): SpendCall {
  if (limit === false) return async () => {}
  const seconds = Math.max(1, Math.round(limit.burst / limit.perSecond))
  const points = Math.max(1, Math.round(limit.perSecond * seconds))
  const limiter = new RateLimiterMemory({ points, duration: seconds })
  return async (c, caller) => {
    const spent = await limiter.consume(nameOf(caller)).catch((refused: unknown) => refused)
    if (!(spent instanceof RateLimiterRes)) throw spent
    const reset = Math.max(1, Math.ceil(spent.msBeforeNext / 1000))
    c.header('ratelimit-policy', `"default";q=${points};w=${seconds}`)
    c.header('ratelimit', `"default";r=${spent.remainingPoints};t=${reset}`)
    if (spent.consumedPoints > points) throw Problem.later('rate_limited', `At most ${points} calls in ${seconds} seconds.`, reset)
  }
}
