import type { RateLimit } from './queue-store.ts'

/** How far ahead slots are handed out, and how much of what was not used may be caught up on, in microseconds. */
const HORIZON = 1_000_000
const CATCH_UP = 100_000

export interface Slots {
  /** Wall time of each, epoch milliseconds. */
  readonly sendAt: readonly number[]
  /** The next free slot, epoch microseconds. */
  readonly rateNextAt: number
}

/** The slots of a limited endpoint, at most `room`, from the next free one to a second ahead. `now` is epoch milliseconds. */
export function takeSlots({ ratePerSecond, rateNextAt }: RateLimit, room: number, now: number): Slots {
  const interval = Math.round(1_000_000 / (ratePerSecond ?? 1))
  const at = now * 1000
  const start = Math.max(at - CATCH_UP, rateNextAt ?? at)
  const count = Math.max(0, Math.min(room, Math.floor((at + HORIZON - start) / interval)))
  return {
    sendAt: Array.from({ length: count }, (_, index) => Math.ceil((start + index * interval) / 1000)),
    rateNextAt: start + count * interval,
  }
}
