import type { ErrorCode } from '@sparkkit/core'
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
  /** Lets a visitor in by a link and counts the visit; a link that is none counts as a guess. */
  enter<Visit>(c: Context<AppEnv>, token: string, look: () => Promise<Visit>): Promise<Visit>
}

const NO_LINK: readonly ErrorCode[] = ['link_not_found', 'handoff_not_found']

export function createLinkLimits(): LinkLimits {
  const visits = new RateLimiterMemory(PER_LINK)
  const guesses = new RateLimiterMemory(GUESSES)
  const spend = async (limiter: RateLimiterMemory, key: string): Promise<void> => {
    await limiter.consume(key).catch(() => {
      throw new Problem('rate_limited')
    })
  }
  return {
    async enter(c, token, look) {
      try {
        const here = await look()
        await spend(visits, `${sha256(token).slice(0, 16)}:${c.get('addressOf')(c)}`)
        return here
      } catch (error) {
        if (error instanceof Problem && NO_LINK.includes(error.code)) await spend(guesses, c.get('addressOf')(c))
        throw error
      }
    },
  }
}
