import { addDays, type CalendarDate, dateAt, daysBetween, startOfDay } from './calendar.ts'
import type { Millis, SparkCodeState, SparkRequestState } from './types.ts'

/** Planned ad dates for a post, the last day included. */
export interface FlightPlan {
  readonly startsOn: CalendarDate
  readonly endsOn: CalendarDate
  /** By name, such as `Europe/Berlin`: the ad account's. */
  readonly timeZone: string
}

/** From the first instant to the one behind the last. */
export interface FlightWindow {
  readonly startsAt: Millis
  readonly endsAt: Millis
}

export const COVERAGE_STATUSES = ['covered', 'ends_early', 'starts_late', 'none'] as const
/** `ends_early` and `starts_late`: a code covers a part of what is left of the flight; both at once is `starts_late`. */
export type CoverageStatus = (typeof COVERAGE_STATUSES)[number]

/** A part of a flight for which there is no live code. */
export interface CoverageGap {
  readonly from: Millis
  readonly to: Millis
  /** Days of the flight that lack a code, wholly or in part. */
  readonly days: number
}

export interface Coverage {
  readonly status: CoverageStatus
  /** The live code that covers the flight or a part of it. */
  readonly codeId: string | null
  /** Soonest first; what has passed is no gap any more. */
  readonly gaps: readonly CoverageGap[]
}

/** How long a creator takes to answer when nothing is known about this one: 72 hours. */
export const DEFAULT_ANSWER_MS = 72 * 3_600_000

/** The flight on the time line, in its own time zone: days of 23 and 25 hours are as long as they are. */
export function flightWindow({ startsOn, endsOn, timeZone }: FlightPlan): FlightWindow {
  return { startsAt: startOfDay(startsOn, timeZone), endsAt: startOfDay(addDays(endsOn, 1), timeZone) }
}

type Window = Pick<SparkCodeState, 'id' | 'status' | 'startsAt' | 'endsAt'>

/** What of a flight, from `now` on, a post's live code covers. Null once the flight is over. */
export function coverageOf(flight: FlightPlan, codes: readonly Window[], now: Millis): Coverage | null {
  const { startsAt, endsAt } = flightWindow(flight)
  if (endsAt <= now) return null
  const from = Math.max(startsAt, now)
  const gap = (start: Millis, end: Millis): CoverageGap => ({
    from: start,
    to: end,
    days: daysBetween(dateAt(start, flight.timeZone), dateAt(end - 1, flight.timeZone)) + 1,
  })
  const live = codes.find(code => code.status === 'live' && code.endsAt > from && code.startsAt < endsAt)
  if (!live) return { status: 'none', codeId: null, gaps: [gap(from, endsAt)] }
  const late = live.startsAt > from ? [gap(from, live.startsAt)] : []
  const early = live.endsAt < endsAt ? [gap(live.endsAt, endsAt)] : []
  const status = late.length > 0 ? 'starts_late' : early.length > 0 ? 'ends_early' : 'covered'
  return { status, codeId: live.id, gaps: [...late, ...early] }
}

/** The gap that a live code leaves by ending inside a flight; null when it does not. What is announced once, as `spark_code.gap`. */
export function gapAtEnd(flight: FlightPlan, code: Window, now: Millis): CoverageGap | null {
  const { startsAt } = flightWindow(flight)
  if (code.status !== 'live' || code.endsAt <= now || code.endsAt <= startsAt) return null
  return coverageOf(flight, [code], now)?.gaps.find(gap => gap.from === code.endsAt) ?? null
}

/** How long the creator took to answer each of these requests, from when it reached them. */
export function answerTimes(requests: readonly Pick<SparkRequestState, 'createdAt' | 'sentAt' | 'answeredAt'>[]): Millis[] {
  return requests.flatMap(({ createdAt, sentAt, answeredAt }) =>
    answeredAt === null ? [] : [answeredAt - Math.min(sentAt ?? createdAt, answeredAt)],
  )
}

/** The middle one; of an even number the mean of the middle two; null for none. */
export function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)]
  const lower = sorted[Math.ceil(sorted.length / 2) - 1]
  return upper === undefined || lower === undefined ? null : (lower + upper) / 2
}

/** Since when to ask for a code again so that the answer is likely there before the gap begins; it may lie in the past. */
export function askAgainAt(gap: CoverageGap, answerMs: readonly Millis[]): Millis {
  return gap.from - (medianOf(answerMs) ?? DEFAULT_ANSWER_MS)
}
