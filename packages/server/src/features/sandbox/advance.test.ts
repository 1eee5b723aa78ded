import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { expectProblem } from '../../testing/endpoint-proof.ts'
import { expectSound } from '../../testing/expect-sound.ts'
import { createTestKit, type TestKit, type TestTenant } from '../../testing/index.ts'
import { approvedPost, askedPost, eventsOf, sparkCode, typesOf } from '../../testing/scenario.ts'

const DAY_MS = 86_400_000
let kit: TestKit
let sandbox: TestTenant
let wall = Date.UTC(2026, 5, 1)

beforeAll(async () => {
  kit = await createTestKit({ now: () => wall })
})
afterAll(() => kit.close())
beforeEach(async () => {
  sandbox = await kit.tenant({ mode: 'sandbox' })
})

const advance = (body: object) => sandbox.call('POST', '/v1/sandbox/advance', body)
const now = async () => Date.parse((await sandbox.call('GET', '/v1/me')).body.workspace.now)

test("a sandbox's clock stands still until it is advanced, however long the wall clock runs and the worker works", async () => {
  const start = await now()
  await approvedPost(kit, sandbox, { number: 1, code: sparkCode('still'), days: 1 })
  wall += 90 * DAY_MS
  await kit.kit.worker.drain()
  expect(await now()).toBe(start)
  expect((await sandbox.call('GET', '/v1/spark-codes?status=live')).body.data).toHaveLength(1)
})

test('it goes forward by days, by part of a day, or to a moment', async () => {
  const start = await now()
  expect((await advance({ days: 1.5 })).body).toEqual({ now: new Date(start + 1.5 * DAY_MS).toISOString() })
  const to = new Date(start + 10 * DAY_MS).toISOString()
  expect((await advance({ to })).body).toEqual({ now: to })
  expect((await advance({ to })).status, 'to where it stands').toBe(200)
  expect(await now()).toBe(start + 10 * DAY_MS)
})

test('that it was moved is on record: who did it, from where and to where, after what fell due on the way', async () => {
  const start = await now()
  await approvedPost(kit, sandbox, { number: 1, code: sparkCode('record'), days: 1 })
  await advance({ days: 2 })
  await advance({ to: new Date(start + 2 * DAY_MS).toISOString() })
  await sandbox.call('POST', '/v1/sandbox/advance', { to: new Date(start).toISOString() })
  const events = await eventsOf(kit, sandbox)
  const end = new Date(start + 2 * DAY_MS).toISOString()
  expect(typesOf(events).slice(-2)).toEqual(['spark_code.expired', 'sandbox.advanced'])
  expect(events.filter(({ type }) => type === 'sandbox.advanced')).toMatchObject([
    { timestamp: end, actor: { type: 'api_key', name: 'test' }, data: { now: end }, previous: { now: new Date(start).toISOString() } },
  ])
})

test('it never goes back', async () => {
  const start = await now()
  await advance({ days: 2 })
  expectProblem(await advance({ to: new Date(start).toISOString() }), 409, 'clock_backwards')
})

test.each([{}, { days: 0 }, { days: -1 }, { days: 4000 }, { to: 'tomorrow' }, { to: '2030-01-01', days: 1 }, { hours: 5 }])(
  'it does not understand %j',
  async body => {
    expectProblem(await advance(body), 400, 'invalid_request')
  },
)

test('a live workspace has no such clock', async () => {
  const live = await kit.tenant()
  expectProblem(await live.call('POST', '/v1/sandbox/advance', { days: 1 }), 403, 'workspace_not_sandbox')
})

test('many things due at different times happen in due order, each at its own time and once', async () => {
  const start = await now()
  for (let number = 1; number <= 12; number += 1) {
    await approvedPost(kit, sandbox, { number, code: sparkCode(`order ${number}`), days: 2 + number })
  }
  await askedPost(sandbox, 20)
  expect((await advance({ days: 400 })).status).toBe(200)
  const due = (await eventsOf(kit, sandbox)).filter(event => /expir|lapsed/.test(event.type))
  const times = due.map(event => Date.parse(event.timestamp))
  expect(times).toEqual(times.toSorted((a, b) => a - b))
  const expired = due.filter(event => event.type === 'spark_code.expired')
  expect(expired.map(event => (Date.parse(event.timestamp) - start) / DAY_MS)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14])
  expect(typesOf(due).filter(type => type === 'spark_code.expiring')).toHaveLength(12 + 11 + 7)
  await expectSound(kit, sandbox)
})

test('two who advance at once leave one history', async () => {
  await approvedPost(kit, sandbox, { number: 1, code: sparkCode('twice'), days: 30 })
  const answers = await Promise.all([advance({ days: 40 }), advance({ days: 35 }), advance({ days: 60 })])
  for (const { status, body } of answers) expect([200, 409], body?.detail).toContain(status)
  expect(answers.some(({ status }) => status === 200)).toBe(true)
  expect(typesOf(await eventsOf(kit, sandbox)).filter(type => type === 'spark_code.expired')).toHaveLength(1)
  await expectSound(kit, sandbox)
})
