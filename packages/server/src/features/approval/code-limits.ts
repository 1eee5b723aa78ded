import { parseShortCode } from '@sparkkit/core'
import type { Context } from 'hono'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import type { AppEnv } from '../../http/env.ts'
import { Problem } from '../../problem.ts'
import { sha256 } from '../../security/key-ring.ts'

/** Tries from one address; many creators may share the one of a mobile network, so those that succeed are given back. */
const PER_ADDRESS = { points: 30, duration: 15 * 60 }
/** Tries at one code, from wherever: handles are public, so nobody may go through many. */
const PER_CODE = { points: 10, duration: 60 * 60 }

/** A short code has 39 bits: tries are counted before they are made, so that many at once gain nothing. */
export interface CodeLimits {
  /** Runs one try; `rate_limited` when there were too many. */
  attempt<T>(c: Context<AppEnv>, typed: string, run: () => Promise<T>): Promise<T>
}

export function createCodeLimits(): CodeLimits {
  const addresses = new RateLimiterMemory(PER_ADDRESS)
  const codes = new RateLimiterMemory(PER_CODE)
  const spend = async (limiter: RateLimiterMemory, key: string): Promise<void> => {
    await limiter.consume(key).catch(() => {
      throw new Problem('rate_limited')
    })
  }
  return {
    async attempt(c, typed, run) {
      const address = c.get('addressOf')(c)
      const code = sha256(parseShortCode(typed) ?? '').slice(0, 16)
      await spend(addresses, address)
      await spend(codes, code)
      const result = await run()
      await Promise.all([addresses.reward(address), codes.reward(code)])
      return result
    },
  }
}
