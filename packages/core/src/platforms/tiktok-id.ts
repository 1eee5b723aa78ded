import type { Millis } from '../spark/types.ts'

const DAY_MS = 86_400_000
const BEFORE_TIKTOK = Date.UTC(2014, 0, 1)
const MAX_ID = 2n ** 63n

/** Whether `value` can be a TikTok post id: a positive 64-bit number in decimals without leading zeros. Always kept as a string: most exceed 2^53. */
export function isTiktokId(value: string): boolean {
  return /^[1-9]\d{9,18}$/.test(value) && BigInt(value) < MAX_ID
}

/**
 * When the post behind a TikTok id was created, to the second: the upper 32 bits of the id.
 *
 * @param now with it, a time more than a day ahead counts as implausible
 * @returns epoch milliseconds, or null for what is no id or a time that cannot be (before 2014, or ahead of `now`)
 */
export function tiktokIdTime(id: string, now?: Millis): Millis | null {
  if (!isTiktokId(id)) return null
  const time = Number(BigInt(id) >> 32n) * 1000
  return time < BEFORE_TIKTOK || (now !== undefined && time > now + DAY_MS) ? null : time
}
