import { expect, test } from 'vitest'
import { createTestKit } from '../testing/index.ts'
import { runTiktokDays } from '../testing/sixty-days/tiktok.ts'
import type { TiktokDays } from '../testing/sixty-days/tiktok-compare.ts'
import type { TiktokDaysOptions } from '../testing/sixty-days/tiktok-run.ts'

const START = Date.UTC(2026, 0, 5)
const isFull = process.env.ROUNDS === 'full'

async function live(options: TiktokDaysOptions): Promise<TiktokDays> {
  const kit = await createTestKit({ testEngine: 'libsql', now: () => START })
  try {
    return await runTiktokDays(kit, options)
  } finally {
    await kit.close()
  }
}

function expectOfOneMind(days: TiktokDays): void {
  expect(days.bound).toEqual(days.truth)
  expect(days.bound.length).toBeGreaterThan(0)
  expect(days.windows).toEqual([])
  expect(days.mistaken).toEqual([])
  expect(days.boundTwice).toEqual([])
  expect(days.traffic.refusedForPace).toBe(0)
}

test('after sixty days of failures and kills SparkKit and TikTok agree on bindings, windows and withdrawals', {
  timeout: 300_000,
}, async () => {
  const days = await live({ seed: 3, creators: 8, stepHours: 24, kills: 3 })
  expectOfOneMind(days)
  expect(days.kills).toBeGreaterThan(0)
})

test.runIf(isFull)('the same with 200 creators, in steps of six hours', { timeout: 3_600_000 }, async () => {
  const days = await live({ seed: 60, creators: 200, stepHours: 6, kills: 20 })
  const { bound, truth, windows, mistaken, boundTwice, ...figures } = days
  console.log(JSON.stringify({ bound: bound.length, truth: truth.length, windows, mistaken, boundTwice, ...figures }, null, 2))
  expectOfOneMind(days)
})
