import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { onEveryEngine } from '../../testing/on-every-engine.ts'
import { contentEvent, createStage, emit, type Stage } from './testing.ts'

onEveryEngine('catching up', createKit => {
  let stage: Stage

  beforeAll(async () => {
    stage = await createStage(createKit)
  })
  afterAll(() => stage.close())
  beforeEach(() => stage.renew())

  const call = (method: string, path: string, body?: unknown) => stage.brand.call(method, path, body)
  const some = (from: number, count: number) => Array.from({ length: count }, (_, index) => contentEvent(`${from + index}`))
  const replay = (id: string, input: object) =>
    call('POST', `/v1/webhook-endpoints/${id}/replay`, { since: new Date(Date.now() - 3_600_000).toISOString(), ...input })
  const captions = (events: { data: { caption: string } }[]) => events.map(({ data }) => data.caption)

  describe('undeliveredTo', () => {
    test('names what an endpoint listens to and has not taken: failed, cancelled, waiting and never sent', async () => {
      const hook = await stage.receiver((_request, index) => ({ status: index === 0 ? 204 : 500 }))
      const { id } = await stage.endpoint(hook.url)
      await emit(stage.kit, stage.brand, contentEvent('taken'))
      await stage.drain()
      await emit(stage.kit, stage.brand, contentEvent('waiting'))
      await stage.drain()
      await call('PATCH', `/v1/webhook-endpoints/${id}`, { status: 'disabled' })
      await emit(stage.kit, stage.brand, contentEvent('never sent'), { ...contentEvent('of another type'), type: 'import.completed' })
      await stage.drain()
      const missed = await call('GET', `/v1/events?undeliveredTo=${id}`)
      expect(captions(missed.body.data)).toEqual(['waiting', 'never sent'])
      const page = await call('GET', `/v1/events?undeliveredTo=${id}&limit=1`)
      const next = await call('GET', `/v1/events?undeliveredTo=${id}&limit=1&cursor=${page.body.nextCursor}`)
      expect(captions([...page.body.data, ...next.body.data])).toEqual(['waiting', 'never sent'])
    })

    test('an endpoint of another workspace answers like a missing one', async () => {
      const { id } = await stage.endpoint('https://hooks.example/')
      await stage.renew()
      const plain = ({ status, text }: { status: number; text: string }) => [status, text.replace(/"requestId":"[^"]+"/, '')]
      const stranger = plain(await call('GET', `/v1/events?undeliveredTo=${id}`))
      expect(stranger).toEqual(plain(await call('GET', '/v1/events?undeliveredTo=whe_01h455vb4pex5vsknk084sn02q')))
      expect(stranger[0]).toBe(404)
    })
  })

  describe('replay', () => {
    test('of what is missing sends exactly that, in order, with the same ids, and tells when it is done', async () => {
      const hook = await stage.receiver()
      const { id } = await stage.endpoint(hook.url)
      await emit(stage.kit, stage.brand, ...some(0, 3))
      await stage.drain()
      await call('PATCH', `/v1/webhook-endpoints/${id}`, { status: 'disabled' })
      await emit(stage.kit, stage.brand, ...some(3, 450))
      await stage.drain()
      await call('PATCH', `/v1/webhook-endpoints/${id}`, { status: 'enabled' })
      const started = await replay(id, { only: 'missing' })
      expect([started.status, started.body.status, started.headers.get('location')]).toEqual([
        202,
        'running',
        `/v1/replays/${started.body.id}`,
      ])
      expect((await replay(id, {})).status).toBe(409)
      await stage.drain()
      expect((await call('GET', `/v1/replays/${started.body.id}`)).body).toMatchObject({ status: 'completed', total: 450, queued: 450 })
      expect(hook.received).toHaveLength(453)
      expect(new Set(hook.ids()).size).toBe(453)
      expect((await call('GET', `/v1/events?undeliveredTo=${id}`)).body.data).toEqual([])
      expect(await stage.list('/v1/events?type=replay.*')).toMatchObject([
        { type: 'replay.completed', data: { id: started.body.id, total: 450 } },
      ])
    })

    test('of all sends what was taken again, with a fresh round of tries, within its range and types', async () => {
      const hook = await stage.receiver()
      const { id } = await stage.endpoint(hook.url, { events: ['content.*', 'import.*'] })
      await emit(stage.kit, stage.brand, contentEvent('a'), { ...contentEvent('b'), type: 'content.updated' })
      await stage.drain()
      const ids = hook.ids()
      hook.answer = () => ({ status: 500 })
      await replay(id, { only: 'all', types: ['content.created'] })
      await stage.drain()
      const [delivery] = await stage.list<{ id: string; attemptCount: number; nextAttemptAt: string }>('/v1/deliveries?status=pending')
      expect(delivery?.attemptCount).toBe(2)
      expect(Date.parse(delivery?.nextAttemptAt ?? '') - stage.now()).toBeLessThan(6000)
      expect(hook.ids().slice(2)).toEqual([ids[0]])
      const future = await replay(id, { since: new Date(stage.now() + 1000).toISOString() })
      expect([future.status, future.body.errors]).toEqual([400, [expect.objectContaining({ path: 'body.since' })]])
      expect((await replay(id, { since: '2020-01-01' })).status).toBe(400)
    })

    test('leaves alone what is under way, and ends with its endpoint', async () => {
      const { id } = await stage.endpoint('https://hooks.example/')
      await emit(stage.kit, stage.brand, ...some(0, 3))
      const started = await replay(id, {})
      await call('PATCH', `/v1/webhook-endpoints/${id}`, { status: 'disabled' })
      expect((await replay(id, {})).status).toBe(409)
      await stage.drain()
      expect((await call('GET', `/v1/replays/${started.body.id}`)).body).toMatchObject({ status: 'cancelled', queued: 0 })
    })

    test('what happens meanwhile does not wait for all of the past', async () => {
      const hook = await stage.receiver()
      const { id } = await stage.endpoint(hook.url)
      await call('PATCH', `/v1/webhook-endpoints/${id}`, { status: 'disabled' })
      for (let batch = 0; batch < 3; batch += 1) await emit(stage.kit, stage.brand, ...some(batch * 300, 300))
      await stage.drain()
      await call('PATCH', `/v1/webhook-endpoints/${id}`, { status: 'enabled' })
      await replay(id, {})
      stage.kit.kit.worker.start()
      while (hook.received.length < 100) await new Promise(resolve => setTimeout(resolve, 5))
      await emit(stage.kit, stage.brand, contentEvent('fresh'))
      while (!hook.received.some(({ body }) => body.includes('"fresh"'))) await new Promise(resolve => setTimeout(resolve, 5))
      const behind = hook.received.length
      while (hook.received.length < 901) await new Promise(resolve => setTimeout(resolve, 10))
      await stage.kit.kit.worker.stop()
      expect(behind).toBeLessThan(800)
    })
  })
})
