const COUNTER_BITS = 11
const MINUTE_BITS = 25
export const SLOTS_PER_MINUTE = 2 ** COUNTER_BITS
const PER_WORKSPACE = 2 ** (COUNTER_BITS + MINUTE_BITS)
const EPOCH_MINUTE = Date.UTC(2010, 0, 1) / 60_000
const LAST_MINUTE = 2 ** MINUTE_BITS - 1
const DAY_MS = 86_400_000

/** 53 bits hold 2^17 workspaces of 2^25 minutes (63 years from 2010) of 2^11 posts. */
export const MAX_WORKSPACE_NO = 2 ** 17 - 1

/** Both ends belong to it. */
export interface SeqRange {
  readonly first: number
  readonly last: number
}

export function workspaceSeqRange(workspaceNo: number): SeqRange {
  const first = workspaceNo * PER_WORKSPACE
  return { first, last: first + PER_WORKSPACE - 1 }
}

/** The slots of the minute in which a post was posted; times outside the epoch count as its first or last minute. */
export function minuteSeqRange(workspaceNo: number, postedAt: number): SeqRange {
  const minute = Math.min(Math.max(Math.floor(postedAt / 60_000) - EPOCH_MINUTE, 0), LAST_MINUTE)
  const first = workspaceNo * PER_WORKSPACE + minute * SLOTS_PER_MINUTE
  return { first, last: first + SLOTS_PER_MINUTE - 1 }
}

export interface TimeSpan {
  readonly postedFrom?: number | undefined
  readonly postedTo?: number | undefined
}

/** Where the posts of a time span lie, and a few others. A full minute spills into the next ones; a day of slack is 2.9 million posts of one minute. */
export function spanSeqRange(workspaceNo: number, { postedFrom, postedTo }: TimeSpan): SeqRange {
  const whole = workspaceSeqRange(workspaceNo)
  return {
    first: postedFrom === undefined ? whole.first : minuteSeqRange(workspaceNo, postedFrom).first,
    last: postedTo === undefined ? whole.last : minuteSeqRange(workspaceNo, postedTo + DAY_MS).last,
  }
}
