import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestKit, type TestKit, type TestTenant } from '../../testing/index.ts'
import { eventsOf, ingest, postUrl, sparkCode } from '../../testing/scenario.ts'

const START = Date.UTC(2026, 0, 5)
const DAY_MS = 86_400_000

let kit: TestKit
beforeAll(async () => {
  kit = await createTestKit({ now: () => START })
})
afterAll(() => kit.close())

interface Life {
  tenant: TestTenant
  advance(days: number): Promise<void>
  announceAt(expiringDays: number[]): Promise<void>
  /** Day and threshold of each announcement. */
  announced(): Promise<[number, unknown][]>
}

/** A workspace with a code of 30 days. */
async function lifeOf(name: string): Promise<Life> {
  const tenant = await kit.tenant({ mode: 'sandbox' })
  const [content] = await ingest(tenant, { url: postUrl(1) })
  const added = await tenant.call('POST', '/v1/spark-codes', { content, code: sparkCode(name), days: 30 })
  expect(added.status, added.text).toBe(201)
  return {
    tenant,
    advance: async days => {
      expect((await tenant.call('POST', '/v1/sandbox/advance', { days })).status).toBe(200)
    },
    announceAt: async expiringDays => {
      const changed = await tenant.call('PATCH', '/v1/workspace', { settings: { expiringDays } })
      expect(changed.status, changed.text).toBe(200)
    },
    announced: async () =>
      (await eventsOf(kit, tenant, '&type=spark_code.expiring')).map(({ timestamp, data }) => [
        (Date.parse(timestamp) - START) / DAY_MS,
        Reflect.get(data, 'warnedDays'),
      ]),
  }
}

describe('the thresholds of a workspace', () => {
  test('codes are announced when it says, also those that were there before it said so', async () => {
    const life = await lifeOf('earlier')
    await life.announceAt([14, 2])
    await life.advance(40)
    expect(await life.announced()).toEqual([
      [16, 14],
      [28, 2],
    ])
  })

  test('one that moves behind the clock is announced at once, and what was announced is not again', async () => {
    const life = await lifeOf('moved')
    await life.advance(24)
    expect(await life.announced()).toEqual([[23, 7]])
    await life.announceAt([14, 5, 1])
    await life.advance(10)
    expect(await life.announced()).toEqual([
      [23, 7],
      [25, 5],
      [29, 1],
    ])
    const late = await lifeOf('late')
    await late.announceAt([1])
    await late.advance(20)
    await late.announceAt([15, 12, 3])
    await late.advance(15)
    expect(await late.announced()).toEqual([
      [20, 12],
      [27, 3],
    ])
  })

  test('of no threshold nothing is announced, and the code ends in its time', async () => {
    const life = await lifeOf('silent')
    await life.announceAt([])
    await life.advance(40)
    expect(await life.announced()).toEqual([])
    const [expired] = await eventsOf(kit, life.tenant, '&type=spark_code.expired')
    expect(expired?.timestamp).toBe(new Date(START + 30 * DAY_MS).toISOString())
  })
})
