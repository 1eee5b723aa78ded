import { describe, expect, test } from 'vitest'
import { MAX_ATTEMPTS, MAX_RETRY_AFTER_MS, nextAttemptDelayMs } from './retry-schedule.ts'

const HOUR = 3_600_000

describe('the retry schedule', () => {
  test('makes ten attempts over about 75 hours, the first at once', () => {
    const delays: number[] = []
    for (let made = 0; ; made++) {
      const delay = nextAttemptDelayMs(made, 0.5)
      if (delay === null) break
      delays.push(delay)
    }
    expect(delays).toHaveLength(MAX_ATTEMPTS)
    expect(delays.slice(0, 4)).toEqual([0, 5_000, 300_000, 1_800_000])
    expect(delays).toEqual(delays.toSorted((a, b) => a - b))
    expect(delays.reduce((sum, delay) => sum + delay, 0) / HOUR).toBeCloseTo(75.6, 0)
  })

  test('spreads each wait by a tenth either way', () => {
    expect(nextAttemptDelayMs(1, 0)).toBe(4_500)
    expect(nextAttemptDelayMs(1, 1)).toBe(5_500)
  })

  test('waits as long as the receiver asks, never shorter than planned, and a day at most', () => {
    expect(nextAttemptDelayMs(1, 0.5, 60_000)).toBe(60_000)
    expect(nextAttemptDelayMs(2, 0.5, 1_000)).toBe(300_000)
    expect(nextAttemptDelayMs(1, 0.5, 90 * 24 * HOUR)).toBe(MAX_RETRY_AFTER_MS)
    for (const nonsense of [Number.NaN, -5, null]) expect(nextAttemptDelayMs(1, 0.5, nonsense)).toBe(5_000)
  })

  test('is over after the tenth attempt, whatever the receiver asks', () => {
    expect(nextAttemptDelayMs(10, 0.5, 1_000)).toBeNull()
  })
})
