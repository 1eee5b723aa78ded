import { DAY_MS } from '@sparkkit/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEveryEngine } from '../../testing/on-every-engine.ts'
import { contentEvent, createStage, emit, type Stage } from './testing.ts'

onEveryEngine('retention', createKit => {
  let stage: Stage

  beforeAll(async () => {
    stage = await createStage(createKit)
  })
  afterAll(() => stage.close())

  const types = async () => (await stage.list<{ type: string }>('/v1/events?limit=100')).map(({ type }) => type)

  test('the feed keeps 30 days, what audits need longer; deliveries go with their events', async () => {
    const hook = await stage.receiver()
    await stage.endpoint(hook.url)
    const revealed = { type: 'spark_code.revealed' as const, subjectId: 'code_01h455vb4pex5vsknk084sn02q', data: {} }
    await emit(stage.kit, stage.brand, ...Array.from({ length: 250 }, (_, index) => contentEvent(`${index}`)), revealed)
    await stage.drain()
    stage.pass(29 * DAY_MS)
    await stage.drain()
    expect(await types()).toHaveLength(100)
    stage.pass(2 * DAY_MS)
    await stage.drain()
    expect(await types()).toEqual(['webhook_endpoint.created', 'spark_code.revealed'])
    expect(await stage.list('/v1/deliveries')).toEqual([])
    stage.pass(380 * DAY_MS)
    await stage.drain()
    expect(await types()).toEqual([])
  })
})
