import type { EventType } from './catalogue.ts'

export interface EventExample {
  /** What differs from the example of the resource. */
  readonly data?: Readonly<Record<string, unknown>>
  readonly previous?: Readonly<Record<string, unknown>>
}

const ENDED = '2026-12-22T12:00:00.000Z'

/** What the events of a type show beside the fields that every resource of its kind shows. */
export const EVENT_EXAMPLES: Partial<Record<EventType, EventExample>> = {
  'content.updated': { previous: { metrics: { views: 1_100_000 } } },
  'approval_link.revoked': { data: { status: 'revoked', revokedAt: ENDED }, previous: { status: 'open' } },
  'approval_link.short_code_renewed': { data: { shortCodeEndsAt: ENDED }, previous: { shortCodeEndsAt: null } },
  'spark_request.sent': { data: { sentAt: ENDED, channel: 'tiktok_dm' }, previous: { sentAt: null, channel: null } },
  'spark_request.reminder_due': {
    data: { reminders: 1, reminderDueAt: ENDED },
    previous: { reminders: 0, reminderDueAt: null },
  },
  'spark_request.reminded': {
    data: { reminders: 1, remindedAt: ENDED },
    previous: { reminderDueAt: '2026-12-21T12:00:00.000Z', remindedAt: null },
  },
  'message_template.updated': { data: { isDefault: true }, previous: { isDefault: false } },
  'spark_request.opened': { data: { openedAt: ENDED }, previous: { openedAt: null } },
  'spark_request.approved': { data: { status: 'approved', answeredAt: ENDED }, previous: { status: 'pending' } },
  'spark_request.rejected': {
    data: { status: 'rejected', answeredAt: ENDED, rejectionReason: 'not now' },
    previous: { status: 'pending' },
  },
  'spark_request.cancelled': { data: { status: 'cancelled' }, previous: { status: 'pending' } },
  'spark_request.lapsed': { data: { status: 'lapsed' }, previous: { status: 'pending' } },
  'spark_request.reopened': { data: { status: 'pending' }, previous: { status: 'approved' } },
  'spark_code.extended': { data: { endsAt: ENDED }, previous: { endsAt: '2026-11-22T12:00:00.000Z' } },
  'spark_code.restored': { data: { status: 'live' }, previous: { status: 'superseded' } },
  'spark_code.superseded': { data: { status: 'superseded' }, previous: { status: 'live', supersededById: null } },
  'spark_code.withdrawn': { data: { status: 'withdrawn', withdrawnAt: ENDED }, previous: { status: 'live', withdrawnAt: null } },
  'spark_code.expiring': { data: { warnedDays: 3 }, previous: { warnedDays: 7 } },
  'spark_code.expired': { data: { status: 'expired' }, previous: { status: 'live' } },
  'spark_code.invalid': { data: { status: 'invalid', invalidReason: 'not_found' }, previous: { status: 'live' } },
  'flight.updated': { data: { endsOn: '2026-11-22' }, previous: { endsOn: '2026-11-20' } },
  'handoff.updated': { data: { expiresAt: ENDED }, previous: { expiresAt: '2026-12-06T12:00:00.000Z' } },
  'handoff.opened': { data: { openedAt: ENDED }, previous: { openedAt: null } },
  'handoff.revoked': { data: { status: 'revoked', revokedAt: ENDED }, previous: { status: 'open', revokedAt: null } },
  'spark_code.verified': { data: { windowSource: 'verified', verification: 'verified' }, previous: { windowSource: 'declared' } },
  'connection.broken': {
    data: {
      status: 'broken',
      reason: {
        code: 'token_invalid',
        action: 'Connect the ad account again: its token was revoked or is wrong.',
        fixableBy: 'ad_manager',
      },
    },
    previous: { status: 'active' },
  },
  'ad_account.vanished': { data: { status: 'vanished', vanishedAt: ENDED }, previous: { status: 'active' } },
  'binding.requested': { data: { status: 'pending', reason: null, boundAt: null, unboundAt: null } },
  'binding.bound': { data: { status: 'bound', reason: null, boundAt: ENDED, unboundAt: null }, previous: { status: 'pending' } },
  'binding.failed': {
    data: {
      status: 'failed',
      reason: { code: 'code_not_found', action: 'The creator deleted the code; ask for a new one.', fixableBy: 'creator' },
    },
    previous: { status: 'pending' },
  },
  'binding.unbound': {
    data: {
      status: 'unbound',
      reason: {
        code: 'code_ended',
        action: 'The window of the code is over; ask the creator to extend it or for a new code.',
        fixableBy: 'creator',
      },
      unboundAt: ENDED,
    },
    previous: { status: 'bound' },
  },
  'binding.updated': {
    data: { status: 'bound', reason: { code: 'post_private', action: 'Ask the creator to make the post public.', fixableBy: 'creator' } },
    previous: { reason: null },
  },
  'binding.not_rebound': {
    data: {
      status: 'failed',
      origin: 'successor',
      reason: { code: 'code_not_found', action: 'The creator deleted the code; ask for a new one.', fixableBy: 'creator' },
    },
  },
  'import.completed': { data: { status: 'completed', progress: 1, completedAt: ENDED } },
  'webhook_endpoint.updated': { data: { events: ['*'] }, previous: { events: ['spark_code.*'] } },
  'webhook_endpoint.failing': { data: { failing: { since: ENDED, failures: 4, disablesAt: '2026-12-27T12:00:00.000Z' } } },
  'webhook_endpoint.recovered': { data: { failing: null } },
  'webhook_endpoint.disabled': { data: { status: 'disabled', disabledReason: 'failing' }, previous: { status: 'enabled' } },
  'sandbox.advanced': { data: { now: ENDED }, previous: { now: '2026-11-22T12:00:00.000Z' } },
  'replay.completed': { data: { status: 'completed', total: 240, queued: 240, completedAt: ENDED } },
}
