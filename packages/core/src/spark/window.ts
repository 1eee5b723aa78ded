import type { IncomingCode } from './commands.ts'
import type { Millis, SparkCodeState, WindowSource } from './types.ts'

export const DAY_MS = 86_400_000

/** The days assumed for a code that nobody asked for and nobody described. TikTok's own preset. */
export const DEFAULT_WINDOW_DAYS = 30

/** From when to when a code may be used, and who says so. */
export interface CodeWindow {
  readonly startsAt: Millis
  readonly endsAt: Millis
  readonly windowSource: WindowSource
}

const TRUST: Readonly<Record<WindowSource, number>> = { assumed: 0, declared: 1, verified: 2 }

/** The window of a code received at `now`: verified before declared before assumed. */
export function windowOf(code: IncomingCode, assumedDays: number, now: Millis): CodeWindow {
  if (code.verifiedWindow !== undefined) return { ...code.verifiedWindow, windowSource: 'verified' }
  if (code.declaredDays !== undefined) return { startsAt: now, endsAt: now + code.declaredDays * DAY_MS, windowSource: 'declared' }
  return { startsAt: now, endsAt: now + assumedDays * DAY_MS, windowSource: 'assumed' }
}

/**
 * Whether `window` gives a code that is live a later end. Days are counted from receipt, so a form sent twice ends a few seconds later:
 * only a whole day more is an extension, and an assumption never outlives what TikTok said.
 */
export function isExtension(code: SparkCodeState, window: CodeWindow): boolean {
  if (window.windowSource === 'verified') return window.endsAt > code.endsAt
  if (window.windowSource === 'assumed' && code.windowSource === 'verified') return false
  return window.endsAt >= code.endsAt + DAY_MS
}

/** The window of a code that comes back: what TikTok says, else the later end, and the better source at equal ends. */
export function laterWindow(code: SparkCodeState, window: CodeWindow): CodeWindow {
  if (window.windowSource === 'verified') return window
  if (window.endsAt > code.endsAt) return { ...window, startsAt: Math.min(code.startsAt, window.startsAt) }
  const windowSource =
    window.endsAt === code.endsAt && TRUST[window.windowSource] > TRUST[code.windowSource] ? window.windowSource : code.windowSource
  return { startsAt: code.startsAt, endsAt: code.endsAt, windowSource }
}

/** Thresholds of this many days and more have passed when a window becomes known at `now`: only those ahead are announced. */
export function passedDays(endsAt: Millis, now: Millis): number {
  return Math.max(0, Math.ceil((endsAt - now) / DAY_MS))
}

/** Whether the code can be used at `now`: a live code past its end is as good as expired, also before the clock has run. */
export function isLiveAt(code: SparkCodeState, now: Millis): boolean {
  return code.status === 'live' && code.endsAt > now
}
