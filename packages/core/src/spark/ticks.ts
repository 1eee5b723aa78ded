import type { Millis, SparkCodeState, SparkRequestState } from './types.ts'
import { DAY_MS } from './window.ts'

/** Days before a code's end at which it is announced, when a workspace says nothing else. */
export const DEFAULT_THRESHOLDS_DAYS: readonly number[] = [7, 3, 1]

function isAhead(code: SparkCodeState, days: number): boolean {
  return days > 0 && (code.warnedDays === null || days < code.warnedDays)
}

/** The threshold in days to announce at `now`; of several that were missed the one nearest the end; null when none is due. */
export function dueThreshold(
  code: SparkCodeState,
  now: Millis,
  thresholdsDays: readonly number[] = DEFAULT_THRESHOLDS_DAYS,
): number | null {
  if (code.status !== 'live' || code.endsAt <= now) return null
  const due = thresholdsDays.filter(days => isAhead(code, days) && code.endsAt - days * DAY_MS <= now)
  return due.length === 0 ? null : Math.min(...due)
}

/** When the clock has something to do for this code: announce it or let it expire. In the past when it is overdue; null for a code that is not live. */
export function nextCodeTick(code: SparkCodeState, thresholdsDays: readonly number[] = DEFAULT_THRESHOLDS_DAYS): Millis | null {
  if (code.status !== 'live') return null
  const ahead = thresholdsDays.filter(days => isAhead(code, days))
  return ahead.length === 0 ? code.endsAt : code.endsAt - Math.max(...ahead) * DAY_MS
}

/** When this request lapses; null once it is not pending. */
export function nextRequestTick(request: SparkRequestState): Millis | null {
  return request.status === 'pending' ? request.respondBy : null
}
