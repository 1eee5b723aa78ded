import { expect, test } from 'vitest'
import { takeSlots } from './rate-slots.ts'

const limit = (ratePerSecond: number, rateNextAt: number | null = null) => ({ workspaceNo: 1, id: 'a', ratePerSecond, rateNextAt })

test.each([1, 3, 40, 300, 1000])('%d a second over a minute, taken bit by bit, is kept to within 5 %%', rate => {
  let rateNextAt: number | null = null
  const sent: number[] = []
  for (let now = 1_000_000; now < 1_060_000; now += 130) {
    const slots = takeSlots(limit(rate, rateNextAt), 100, now)
    rateNextAt = slots.rateNextAt
    sent.push(...slots.sendAt.map(at => Math.max(at, now)))
  }
  const withinMinute = sent.filter(at => at < 1_060_000).length
  expect(Math.abs(withinMinute / 60 / Math.min(rate, 100_000 / 130) - 1)).toBeLessThan(0.05)
  for (let second = 1_000_000; second < 1_060_000; second += 1000) {
    const count = sent.filter(at => at >= second && at < second + 1000).length
    expect(count).toBeLessThanOrEqual(Math.ceil(rate * 1.11) + 1)
  }
})

test('an endpoint that was idle does not get what it did not use', () => {
  const { sendAt } = takeSlots(limit(10, 1_000_000_000), 100, 9_000_000)
  expect(sendAt.filter(at => at <= 9_000_000)).toHaveLength(2)
  expect(sendAt).toHaveLength(11)
})
