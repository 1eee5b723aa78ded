import { expect, test } from 'vitest'
import { type EndpointVerdict, endpointHealth, type FailureStreak, streakOnProbation } from './endpoint-health.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** Runs tries, `[hour, succeeded]`, and gives what was said when. */
function story(tries: readonly (readonly [hour: number, ok: boolean])[], streak: FailureStreak | null = null) {
  const said: [number, EndpointVerdict][] = []
  for (const [hour, ok] of tries) {
    const health = endpointHealth(streak, { succeeded: ok ? 1 : 0, failed: ok ? 0 : 1, at: hour * HOUR })
    streak = health.streak
    if (health.verdict !== 'none') said.push([hour, health.verdict])
  }
  return { said, streak }
}

const hourly = (from: number, to: number, ok = false) => Array.from({ length: to - from + 1 }, (_, i) => [from + i, ok] as const)

test('five days of nothing but failure end an endpoint, after two warnings', () => {
  expect(story(hourly(0, 120)).said).toEqual([
    [3, 'failing'],
    [96, 'failing'],
    [120, 'disable'],
  ])
})

test('one success ends the streak, and says so when a warning was given', () => {
  expect(story([...hourly(0, 119), [119.5, true], ...hourly(120, 200)]).said).toEqual([
    [3, 'failing'],
    [96, 'failing'],
    [119.5, 'recovered'],
    [123, 'failing'],
  ])
  expect(story([...hourly(0, 2), [2.5, true]]).said).toEqual([])
})

test('sporadic failures disable nothing: a pause of two days starts anew', () => {
  const everyThreeDays = Array.from({ length: 40 }, (_, i) => [i * 72, false] as const)
  expect(story(everyThreeDays).said).toEqual([])
})

test('many failures within minutes are no warning yet, and few over days no end', () => {
  const burst = endpointHealth(null, { succeeded: 0, failed: 500, at: 0 })
  expect(burst.verdict).toBe('none')
  expect(story([0, 40, 80, 119, 121].map(hour => [hour, false] as const)).said).toEqual([[119, 'failing']])
})

test('tries that succeed and fail at once count as taken', () => {
  const { streak } = story(hourly(0, 100))
  expect(endpointHealth(streak, { succeeded: 1, failed: 9, at: 101 * HOUR })).toEqual({ streak: null, verdict: 'recovered' })
})

test('enabled again, an endpoint has one day to take something and keeps its history', () => {
  const { streak } = story(hourly(0, 120))
  const again = streakOnProbation(streak, 400 * HOUR)
  expect(again).toMatchObject({ failures: 121, warnings: 2 })
  expect(story(hourly(401, 424), again).said).toEqual([[424, 'disable']])
  expect(story([[401, true], ...hourly(402, 430)], again).said).toEqual([
    [401, 'recovered'],
    [405, 'failing'],
  ])
  expect(streakOnProbation(null, 0)).toBeNull()
  expect(streakOnProbation({ failingSince: 0, lastFailedAt: 0, failures: 1, warnings: 0 }, DAY)?.failingSince).toBe(0)
})
