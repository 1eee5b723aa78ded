/** Calls an app may make: TikTok's Basic level by default. */
export interface TiktokPace {
  readonly perSecond: number
  readonly perMinute: number
}

export const BASIC_PACE: TiktokPace = { perSecond: 10, perMinute: 600 }

/** TikTok counts by its own clock, and the way there is uneven. */
const MARGIN = 1.1
const FIRST_PAUSE_MS = 1000
/** TikTok opens again five minutes after the limit of a minute was passed. */
const LAST_PAUSE_MS = 300_000

export interface Sleeper {
  /** Wall time, epoch milliseconds. */
  readonly now: () => number
  readonly sleep: (ms: number) => Promise<void>
}

/** Spreads the calls of one app. All clients of the app in this process share one. */
export interface TiktokLimiter {
  /** Waits for a turn; gives false, without waiting, when there is none before `deadline` (wall time). */
  turn(deadline: number): Promise<boolean>
  /** TikTok said that there were too many: nobody calls for a while, longer each time. */
  refused(): void
  /** TikTok answered: the next refusal is the first one again. */
  answered(): void
  /** Wall time before which there is no turn. */
  readonly openAt: number
}

export function createTiktokLimiter({ now, sleep }: Sleeper, pace: TiktokPace = BASIC_PACE): TiktokLimiter {
  const interval = MARGIN * Math.max(1000 / pace.perSecond, 60_000 / pace.perMinute)
  let lastAt = 0
  let pausedUntil = 0
  let pause = FIRST_PAUSE_MS
  let waiting = 0
  let queue: Promise<unknown> = Promise.resolve()
  const openAt = (): number => Math.ceil(Math.max(now(), lastAt + interval, pausedUntil))

  // One after another, so that calls held up together do not leave together.
  const next = async (deadline: number): Promise<boolean> => {
    for (let at = openAt(); at > now(); at = openAt()) {
      if (at > deadline) return false
      await sleep(at - now())
    }
    lastAt = now()
    return true
  }
  return {
    turn(deadline) {
      if (openAt() + waiting * interval > deadline) return Promise.resolve(false)
      waiting += 1
      const turn = queue.then(() => next(deadline)).finally(() => waiting--)
      queue = turn
      return turn
    },
    refused() {
      // Calls that were under way together are refused together: they count as one.
      if (pausedUntil > now()) return
      pausedUntil = now() + pause
      pause = Math.min(pause * 2, LAST_PAUSE_MS)
    },
    answered() {
      if (pausedUntil <= now()) pause = FIRST_PAUSE_MS
    },
    get openAt() {
      return openAt()
    },
  }
}

/** One limiter for each app. */
export function createTiktokLimiters(sleeper: Sleeper, pace: TiktokPace = BASIC_PACE): (app: string) => TiktokLimiter {
  const limiters = new Map<string, TiktokLimiter>()
  return app => {
    const limiter = limiters.get(app) ?? createTiktokLimiter(sleeper, pace)
    limiters.set(app, limiter)
    return limiter
  }
}
