import type { Millis, SparkRequestStatus } from './types.ts'
import { DAY_MS } from './window.ts'

/** Days after the message at which a creator who did not answer may be reminded. */
export const REMINDER_DAYS: readonly number[] = [3, 7, 14]
/** Days of peace after a reminder that was sent, however late. */
export const REMINDER_REST_DAYS = 2

/** What the rule looks at: a request, how many of its reminders fell due so far, and when one was last sent. */
export interface Reminded {
  readonly status: SparkRequestStatus
  readonly sentAt: Millis | null
  readonly reminders: number
  readonly remindedAt: Millis | null
}

/** When the next reminder falls due, in the past when it was missed; null for a request that is answered, over, not sent, or reminded of thrice. */
export function nextReminderAt({ status, sentAt, reminders, remindedAt }: Reminded): Millis | null {
  const days = REMINDER_DAYS[reminders]
  if (status !== 'pending' || sentAt === null || days === undefined) return null
  return Math.max(sentAt + days * DAY_MS, (remindedAt ?? 0) + REMINDER_REST_DAYS * DAY_MS)
}

/** How many reminders have fallen due by `now`: after a pause several at once, of which only one is told. */
export function remindersBy(sentAt: Millis, now: Millis): number {
  return REMINDER_DAYS.filter(days => sentAt + days * DAY_MS <= now).length
}
