import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestKit } from '../../testing/index.ts'
import { contentEvent, createStage, emit, type Stage } from './testing.ts'

const HOUR = 3_600_000

let stage: Stage

beforeAll(async () => {
  stage = await createStage(createTestKit)
})
afterAll(() => stage.close())
beforeEach(() => stage.renew())

interface Told {
  type: string
  data: { id: string; status: string; failing: object | null; disabledReason: string | null }
}
const told = (): Promise<Told[]> =>
  stage.list('/v1/events?type=webhook_endpoint.failing,webhook_endpoint.recovered,webhook_endpoint.disabled')
const show = async (id: string) => (await stage.brand.call('GET', `/v1/webhook-endpoints/${id}`)).body

/** An event every `step` hours, each tried as its schedule says. */
async function live(hours: number, step: number): Promise<void> {
  for (let hour = 0; hour < hours; hour += step) {
    await emit(stage.kit, stage.brand, contentEvent(`${hour}`))
    await stage.drain()
    stage.pass(step * HOUR)
  }
}

test('five days of nothing but failure disable an endpoint, after warnings; enabled again it keeps its history and has one day', async () => {
  const down = await stage.receiver(() => ({ status: 500 }))
  const watcher = await stage.receiver()
  const { id } = await stage.endpoint(down.url)
  await stage.endpoint(watcher.url, { events: ['webhook_endpoint.failing', 'webhook_endpoint.disabled'] })
  await live(119, 4)
  expect((await told()).map(({ type }) => type)).toEqual(['webhook_endpoint.failing', 'webhook_endpoint.failing'])
  expect(await show(id)).toMatchObject({ status: 'enabled', failing: { failures: expect.any(Number) } })
  await live(8, 4)
  expect(await show(id)).toMatchObject({ status: 'disabled', disabledReason: 'failing' })
  expect((await told()).at(-1)).toMatchObject({ type: 'webhook_endpoint.disabled', data: { id, disabledReason: 'failing' } })
  expect(watcher.received.map(({ body }) => JSON.parse(body).type)).toHaveLength(3)
  expect((await stage.list<{ status: string }>('/v1/deliveries?status=pending')).length).toBe(0)

  const before = (await stage.list(`/v1/deliveries?endpointId=${id}&status=failed`)).length
  expect(before).toBeGreaterThan(0)
  await stage.brand.call('PATCH', `/v1/webhook-endpoints/${id}`, { status: 'enabled' })
  expect((await stage.list(`/v1/deliveries?endpointId=${id}&status=failed`)).length).toBe(before)
  await live(20, 4)
  expect(await show(id)).toMatchObject({ status: 'enabled' })
  await live(12, 4)
  expect(await show(id)).toMatchObject({ status: 'disabled', disabledReason: 'failing' })
})

test('a taken delivery ends the failing and says so', async () => {
  const flaky = await stage.receiver(() => ({ status: 500 }))
  const { id } = await stage.endpoint(flaky.url)
  await live(80, 4)
  expect(await show(id)).toMatchObject({ failing: { since: expect.any(String) } })
  flaky.answer = () => ({ status: 204 })
  await live(4, 4)
  expect(await show(id)).toMatchObject({ status: 'enabled', failing: null })
  expect((await told()).map(({ type, data }) => [type, data.failing === null])).toEqual([
    ['webhook_endpoint.failing', false],
    ['webhook_endpoint.recovered', true],
  ])
})

test('sporadic failure disables nothing', async () => {
  const flaky = await stage.receiver((_request, index) => ({ status: index % 2 === 0 ? 500 : 204 }))
  const { id } = await stage.endpoint(flaky.url)
  await live(240, 8)
  expect(await show(id)).toMatchObject({ status: 'enabled' })
  expect(await told()).toEqual([])
})
