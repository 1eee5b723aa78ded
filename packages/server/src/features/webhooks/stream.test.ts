import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createTestKit } from '../../testing/index.ts'
import { dispatchEvents } from './dispatch.ts'
import { contentEvent, createStage, emit, type Stage } from './testing.ts'

let stage: Stage

beforeAll(async () => {
  stage = await createStage(createTestKit)
})
afterAll(() => stage.close())
beforeEach(() => stage.renew())

interface Reading {
  readonly status: number
  /** Captions of the events so far. */
  readonly seen: string[]
  readonly ids: string[]
  /** Resolves when the stream ended. */
  readonly ended: Promise<void>
  leave(): Promise<void>
  until(count: number): Promise<void>
}

async function open({
  query = '',
  lastEventId,
  key = stage.brand.key,
}: {
  query?: string
  lastEventId?: string
  key?: string
} = {}): Promise<Reading> {
  const response = await stage.kit.kit.fetch(
    new Request(`https://sparkkit.test/v1/events/stream${query}`, {
      headers: { authorization: `Bearer ${key}`, ...(lastEventId && { 'last-event-id': lastEventId }) },
    }),
  )
  const seen: string[] = []
  const ids: string[] = []
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  const read = async (): Promise<void> => {
    for (let piece = await reader?.read(); piece && !piece.done; piece = await reader?.read()) {
      for (const [, id = '', data = ''] of piece.value.matchAll(/id: (.+)\nevent: .+\ndata: (.+)\n\n/g)) {
        ids.push(id)
        seen.push(JSON.parse(data).data.caption)
      }
    }
  }
  return {
    status: response.status,
    seen,
    ids,
    ended: read(),
    leave: async () => reader?.cancel(),
    until: async count => {
      while (seen.length < count) await new Promise(resolve => setTimeout(resolve, 5))
    },
  }
}

const write = async (...captions: string[]): Promise<void> => {
  await emit(stage.kit, stage.brand, ...captions.map(contentEvent))
  await dispatchEvents(stage.kit.kit.services)
}

test('a stream begins now, gives events as they are numbered, and another goes on after the last one read', async () => {
  await write('before')
  const first = await open()
  expect(first.status).toBe(200)
  await new Promise(resolve => setTimeout(resolve, 50))
  await write('a', 'b')
  await first.until(2)
  await first.leave()
  await write('c')
  const second = await open({ lastEventId: first.ids[0] ?? '' })
  await second.until(2)
  expect([first.seen, second.seen]).toEqual([
    ['a', 'b'],
    ['b', 'c'],
  ])
  await second.leave()
})

test('it filters by type and subject', async () => {
  const stream = await open({ query: '?type=content.updated&subjectId=cnt_01h455vb4pex5vsknk084sn02q' })
  await new Promise(resolve => setTimeout(resolve, 50))
  await emit(stage.kit, stage.brand, contentEvent('no'), { ...contentEvent('yes'), type: 'content.updated' })
  await dispatchEvents(stage.kit.kit.services)
  await stream.until(1)
  expect(stream.seen).toEqual(['yes'])
  await stream.leave()
  expect((await stage.brand.call('GET', '/v1/events/stream?typ=x')).status).toBe(400)
})

test('an event of another workspace, or none that is kept, cannot be gone on from', async () => {
  await write('mine')
  const [event] = await stage.list<{ id: string }>('/v1/events')
  await stage.renew()
  const foreign = await open({ lastEventId: event?.id ?? '' })
  const missing = await open({ lastEventId: 'evt_01h455vb4pex5vsknk084sn02q' })
  expect([foreign.status, missing.status]).toEqual([404, 404])
})

test('events numbered by another process arrive too', async () => {
  const stream = await open()
  await new Promise(resolve => setTimeout(resolve, 50))
  await emit(stage.kit, stage.brand, contentEvent('elsewhere'))
  await dispatchEvents({ ...stage.kit.kit.services })
  await stream.until(1)
  expect(stream.seen).toEqual(['elsewhere'])
  await stream.leave()
})

test('a workspace has a limited number of streams, and a stream that was left makes room', async () => {
  const streams = await Promise.all(Array.from({ length: 50 }, () => open()))
  expect(streams.every(({ status }) => status === 200)).toBe(true)
  expect((await open()).status).toBe(429)
  await streams[0]?.leave()
  await new Promise(resolve => setTimeout(resolve, 20))
  const another = await open()
  expect(another.status).toBe(200)
  await Promise.all([...streams, another].map(stream => stream.leave()))
})

test('streams end when the process stops', async () => {
  const kit = await createTestKit()
  const tenant = await kit.tenant()
  const response = await kit.kit.fetch(
    new Request('https://sparkkit.test/v1/events/stream', { headers: { authorization: `Bearer ${tenant.key}` } }),
  )
  const text = response.text()
  kit.kit.endStreams()
  expect(await text).toContain(': stream of events')
  await kit.close()
})
