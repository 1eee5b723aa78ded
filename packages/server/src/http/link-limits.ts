import type { Context } from 'hono'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { Problem } from '../problem.ts'
import { sha256 } from '../security/key-ring.ts'
import type { AppEnv } from './env.ts'

/** Per link and address: a person with several posts and a slow finger stays far below. */
const PER_LINK = { points: 120, duration: 60 }
/**
 * Links that do not exist, per address: a guess at 144 bits is hopeless anyway, but it need not be free. Whoever has a link is let in
 * all the same: many people share the address of a proxy or a mobile network with a guesser.
 */
const GUESSES = { points: 30, duration: 60 }

/** Of pages and calls whose only authority is a link. */
export interface LinkLimits {
  visit(c: Context<AppEnv>, token: string): Promise<void>
  guess(c: Context<AppEnv>): Promise<void>
}

export function createLinkLimits(): LinkLimits {
  const visits = new RateLimiterMemory(PER_LINK)
  const guesses = new RateLimiterMemory(GUESSES)
  const spend = async (limiter: RateLimiterMemory, key: string): Promise<void> => {
    await limiter.consume(key).catch(() => {
      throw new Problem('rate_limited')
    })
  }
  return {
    visit: (c, token) => spend(visits, `${sha256(token).slice(0, 16)}:${c.var.addressOf(c)}`),
    guess: c => spend(guesses, c.var.addressOf(c)),
  }
}
