import { expect, test } from 'vitest'
import { nextReminderAt, REMINDER_DAYS, remindersBy } from './reminders.ts'
import { REQUEST_STATUSES } from './types.ts'
import { DAY_MS } from './window.ts'

const SENT = Date.parse('2026-11-22T12:00:00Z')

test('three reminders, ever further apart, and then none', () => {
  const days = [0, 1, 2, 3].map(reminders => nextReminderAt({ status: 'pending', sentAt: SENT, reminders, remindedAt: null }))
  expect(days).toEqual([SENT + 3 * DAY_MS, SENT + 7 * DAY_MS, SENT + 14 * DAY_MS, null])
})

test('a reminder that was sent late puts the next one off', () => {
  const next = (remindedAt: number) => nextReminderAt({ status: 'pending', sentAt: SENT, reminders: 1, remindedAt })
  expect(next(SENT + 4 * DAY_MS)).toBe(SENT + 7 * DAY_MS)
  expect(next(SENT + 6 * DAY_MS)).toBe(SENT + 8 * DAY_MS)
})

test('nobody is reminded who was not asked yet, or whose request is over', () => {
  expect(nextReminderAt({ status: 'pending', sentAt: null, reminders: 0, remindedAt: null })).toBeNull()
  for (const status of REQUEST_STATUSES.filter(status => status !== 'pending')) {
    expect(nextReminderAt({ status, sentAt: SENT, reminders: 0, remindedAt: null }), status).toBeNull()
  }
})

test('what fell due counts as soon as it is due, and never more than there are', () => {
  expect(remindersBy(SENT, SENT + 3 * DAY_MS - 1)).toBe(0)
  expect(remindersBy(SENT, SENT + 3 * DAY_MS)).toBe(1)
  expect(remindersBy(SENT, SENT + 8 * DAY_MS)).toBe(2)
  expect(remindersBy(SENT, SENT + 900 * DAY_MS)).toBe(REMINDER_DAYS.length)
})
