import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { expectSound } from '../testing/expect-sound.ts'
import { createTestKit } from '../testing/index.ts'
import { eventsOf } from '../testing/scenario.ts'
import { expectEveryGap, expectEveryWarning, type Recording, record } from '../testing/sixty-days/log.ts'
import { runSixtyDays } from '../testing/sixty-days/run.ts'

const DAY_MS = 86_400_000
const START = Date.UTC(2026, 0, 5)
const isFull = process.env.ROUNDS === 'full'
const RECORDED = new URL('./sixty-days.recorded.txt', import.meta.url)

async function live(seed: number, creators: number): Promise<Recording> {
  const kit = await createTestKit({ now: () => START })
  try {
    const world = await runSixtyDays(kit, { seed, creators })
    const events = await eventsOf(kit, world.tenant)
    const recording = await record(world, events)
    expect(expectEveryWarning(events, START + 60 * DAY_MS)).toBeGreaterThan(creators / 2)
    expect(await expectEveryGap(world, events)).toBeGreaterThan(0)
    const total = (type: string): number => recording.counts[type] ?? 0
    expect(recording.funnel[0]).toBe(`asked ${total('spark_request.created')} 1 null`)
    expect(recording.funnel[2]?.split(' ')[1]).toBe(String(total('spark_request.approved') - total('spark_request.reopened')))
    await expectSound(kit, world.tenant)
    return recording
  } finally {
    await kit.close()
  }
}

test('sixty days with a creator of each habit: every warning and gap in its time, and the same log for the same seed', {
  timeout: 300_000,
}, async () => {
  const first = await live(1, 7)
  const second = await live(1, 7)
  expect(second.lines).toEqual(first.lines)
  expect(second.hash).toBe(first.hash)
  expect((await live(2, 3)).hash).not.toBe(first.hash)
})

/** Two creators of each habit stand for all, who are in the hash. */
const SHOWN = /^\S+ 0(?:0\d|1[0-3]) /

const told = ({ lines, hash, counts, funnel }: Recording): string =>
  [
    `sha256 ${hash}`,
    '',
    ...funnel,
    '',
    ...Object.entries(counts)
      .map(([type, count]) => `${type} ${count}`)
      .sort(),
    '',
    ...lines.filter(line => SHOWN.test(line)),
    '',
  ].join('\n')

test.runIf(isFull)('sixty days with 200 creators are as they were recorded', { timeout: 1_200_000 }, async () => {
  const recording = await live(60, 200)
  if (process.env.RECORD) writeFileSync(RECORDED, told(recording))
  expect(told(recording)).toBe(readFileSync(RECORDED, 'utf8'))
})
