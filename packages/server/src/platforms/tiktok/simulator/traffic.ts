import type { TiktokPace } from '../limiter.ts'

const MINUTE_PAUSE_MS = 300_000

export interface Traffic {
  readonly calls: number
  readonly refusedForPace: number
  readonly busiestSecond: number
  readonly busiestMinute: number
  /** Calls by path, and what they were answered with: `ok`, TikTok's number, or the name of a fault. */
  readonly byPath: Readonly<Record<string, Readonly<Record<string, number>>>>
}

/** Counts calls by wall time, and refuses those beyond the pace as TikTok does: to the next second, or for five minutes. */
export class TrafficCounter {
  readonly #pace: TiktokPace
  readonly #now: () => number
  readonly #byPath = new Map<string, Map<string, number>>()
  #calls = 0
  #refused = 0
  #second = { at: 0, count: 0, most: 0 }
  #minute = { at: 0, count: 0, most: 0 }
  #closedUntil = 0

  constructor(pace: TiktokPace, now: () => number) {
    this.#pace = pace
    this.#now = now
  }

  /** Counts a call; false: it is one too many. */
  admit(): boolean {
    const now = this.#now()
    this.#calls += 1
    const second = count(this.#second, Math.floor(now / 1000))
    const minute = count(this.#minute, Math.floor(now / 60_000))
    if (minute > this.#pace.perMinute && this.#closedUntil <= now) this.#closedUntil = now + MINUTE_PAUSE_MS
    const isAdmitted = second <= this.#pace.perSecond && this.#closedUntil <= now
    if (!isAdmitted) this.#refused += 1
    return isAdmitted
  }

  answered(path: string, outcome: string): void {
    const outcomes = this.#byPath.get(path) ?? new Map<string, number>()
    this.#byPath.set(path, outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1))
  }

  read(): Traffic {
    return {
      calls: this.#calls,
      refusedForPace: this.#refused,
      busiestSecond: this.#second.most,
      busiestMinute: this.#minute.most,
      byPath: Object.fromEntries([...this.#byPath].map(([path, outcomes]) => [path, Object.fromEntries(outcomes)])),
    }
  }
}

function count(window: { at: number; count: number; most: number }, at: number): number {
  window.count = window.at === at ? window.count + 1 : 1
  window.at = at
  window.most = Math.max(window.most, window.count)
  return window.count
}
