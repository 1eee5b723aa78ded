const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long nothing but failure is borne before an endpoint gets no more deliveries. */
export const DISABLE_AFTER_MS = 5 * DAY

/** A pause in failures longer than the longest wait between two tries ends a streak: failures that far apart are sporadic. */
const STREAK_GAP_MS = 48 * HOUR

/** Fewer failures than this say nothing about an endpoint, however long ago the first was. */
const MIN_FAILURES_TO_DISABLE = 10

/** What is left of the five days to an endpoint that was enabled again and has not yet taken anything. */
const PROBATION_MS = DAY

/** When a warning is due: enough failures over enough time. The second one comes a day before the end. */
const WARNINGS = [
  { failures: 4, afterMs: 30 * MINUTE },
  { failures: MIN_FAILURES_TO_DISABLE, afterMs: DISABLE_AFTER_MS - DAY },
] as const

/** An unbroken row of failed tries; none when the last one was taken. Times are epoch ms of the wall clock. */
export interface FailureStreak {
  readonly failingSince: number
  readonly lastFailedAt: number
  readonly failures: number
  /** Warnings given so far. */
  readonly warnings: number
}

export type EndpointVerdict = 'none' | 'failing' | 'disable' | 'recovered'

export interface EndpointHealth {
  readonly streak: FailureStreak | null
  readonly verdict: EndpointVerdict
}

/** What tries of one endpoint led to. */
export interface Tries {
  readonly succeeded: number
  readonly failed: number
  /** Wall time of the last of them, epoch ms. */
  readonly at: number
}

/**
 * Carries the health of an endpoint over some tries. One success among them ends the streak; five days of nothing but failure end
 * the endpoint, after two warnings.
 */
export function endpointHealth(streak: FailureStreak | null, { succeeded, failed, at }: Tries): EndpointHealth {
  if (succeeded > 0) return { streak: null, verdict: streak && streak.warnings > 0 ? 'recovered' : 'none' }
  if (failed === 0) return { streak, verdict: 'none' }
  const before = streak && at - streak.lastFailedAt <= STREAK_GAP_MS ? streak : null
  const failingSince = before?.failingSince ?? at
  const failures = (before?.failures ?? 0) + failed
  const warnings = before?.warnings ?? 0
  const next: FailureStreak = { failingSince, lastFailedAt: at, failures, warnings }
  const lasted = at - failingSince
  if (lasted >= DISABLE_AFTER_MS && failures >= MIN_FAILURES_TO_DISABLE) return { streak: next, verdict: 'disable' }
  const due = WARNINGS.filter(warning => failures >= warning.failures && lasted >= warning.afterMs).length
  return due > warnings ? { streak: { ...next, warnings: due }, verdict: 'failing' } : { streak: next, verdict: 'none' }
}

/** The streak of an endpoint that is enabled again: it keeps its history, and has one day to take something. */
export function streakOnProbation(streak: FailureStreak | null, now: number): FailureStreak | null {
  if (!streak || now - streak.failingSince < DISABLE_AFTER_MS - PROBATION_MS) return streak
  return { ...streak, failingSince: now - (DISABLE_AFTER_MS - PROBATION_MS), lastFailedAt: now }
}
