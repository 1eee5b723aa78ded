import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestKit, type TestKit, type TestTenant } from '../../testing/index.ts'
import { contentEvent, createReceiver, emit, type Receiver } from './testing.ts'

let kit: TestKit
let hook: Receiver
let brand: TestTenant

beforeAll(async () => {
  kit = await createTestKit()
  hook = await createReceiver()
})

afterAll(async () => {
  await hook.close()
  await kit.close()
})

beforeEach(async () => {
  brand = await kit.tenant()
  hook.received.length = 0
})

const drain = (): Promise<void> => kit.kit.worker.drain()
const create = async (input: object = {}) =>
  (await brand.call('POST', '/v1/webhook-endpoints', { url: hook.url, events: ['content.*', 'spark_code.*'], ...input })).body
const types = (answer: { body: { data: { type: string }[] } }) => answer.body.data.map(event => event.type)

const story = () => [
  contentEvent('a'),
  { type: 'spark_code.received' as const, subjectId: 'code_01h455vb4pex5vsknk084sn02q', data: { masked: '#ab…yz' } },
  { type: 'spark_code.expired' as const, subjectId: 'code_01h455vb4pex5vsknk084sn02q', data: {}, previous: { status: 'live' } },
  { type: 'spark_request.created' as const, subjectId: 'req_01h455vb4pex5vsknk084sn02q', data: {} },
]

describe('the feed', () => {
  test('events can be filtered by type, family, subject and time', async () => {
    await emit(kit, brand, ...story())
    await drain()
    expect(types(await brand.call('GET', '/v1/events'))).toEqual([
      'content.created',
      'spark_code.received',
      'spark_code.expired',
      'spark_request.created',
    ])
    expect(types(await brand.call('GET', '/v1/events?type=spark_code.*'))).toEqual(['spark_code.received', 'spark_code.expired'])
    expect(types(await brand.call('GET', '/v1/events?type=content.created,spark_code.expired'))).toEqual([
      'content.created',
      'spark_code.expired',
    ])
    expect(types(await brand.call('GET', '/v1/events?subjectId=req_01h455vb4pex5vsknk084sn02q'))).toEqual(['spark_request.created'])
    expect(types(await brand.call('GET', '/v1/events?since=2099-01-01'))).toEqual([])
    expect(types(await brand.call('GET', '/v1/events?since=2020-01-01&until=2099-01-01T00:00:00%2B02:00'))).toHaveLength(4)
    const [event] = (await brand.call('GET', '/v1/events?type=spark_code.expired')).body.data
    expect((await brand.call('GET', `/v1/events/${event.id}`)).body).toEqual(event)
    expect(event.previous).toEqual({ status: 'live' })
  })

  test('a reader pages to the end and goes on later from the sequence it read last', async () => {
    await emit(kit, brand, ...Array.from({ length: 5 }, (_, index) => contentEvent(`${index}`)))
    await drain()
    const first = (await brand.call('GET', '/v1/events?limit=3')).body
    const second = (await brand.call('GET', `/v1/events?limit=3&cursor=${first.nextCursor}`)).body
    expect([...first.data, ...second.data].map((event: { sequence: number }) => event.sequence)).toEqual([1, 2, 3, 4, 5])
    expect(second.nextCursor).toBeNull()
    await emit(kit, brand, contentEvent('late'))
    expect((await brand.call('GET', '/v1/events?afterSequence=5')).body.data).toEqual([])
    await drain()
    expect((await brand.call('GET', '/v1/events?afterSequence=5')).body.data).toMatchObject([{ sequence: 6 }])
  })

  test.each(['limt=3', 'type=spark_code', 'type=nothing.*', 'since=yesterday', 'afterSequence=-1', 'limit=0', 'limit=101'])(
    '?%s is a validation problem',
    async query => {
      const { status, body } = await brand.call('GET', `/v1/events?${query}`)
      expect([status, body.code]).toEqual([400, 'invalid_request'])
    },
  )

  test('a cursor of other filters is refused', async () => {
    await emit(kit, brand, ...story())
    await drain()
    const { nextCursor } = (await brand.call('GET', '/v1/events?limit=1')).body
    const { status, body } = await brand.call('GET', `/v1/events?type=*&limit=1&cursor=${nextCursor}`)
    expect([status, body.code]).toEqual([400, 'invalid_cursor'])
  })
})

describe('endpoints', () => {
  test('an endpoint is created with a secret that lies sealed, is listed without it, changed and deleted', async () => {
    const made = await create({ description: 'Ad tool', events: ['spark_code.*'] })
    expect(made).toMatchObject({
      url: hook.url,
      description: 'Ad tool',
      events: ['spark_code.*'],
      status: 'enabled',
      secret: expect.stringMatching(/^whsec_[\w+/]{43}=$/),
    })
    const { secret, ...shown } = made
    const path = `/v1/webhook-endpoints/${made.id}`
    expect((await brand.call('GET', path)).body).toEqual(shown)
    expect((await brand.call('GET', '/v1/webhook-endpoints')).body).toEqual({ data: [shown], nextCursor: null })
    expect((await brand.call('GET', `${path}/secret`)).body).toEqual({ secret })
    const files = await Promise.all([kit.databasePath, `${kit.databasePath}-wal`].map(file => readFile(file).catch(() => Buffer.alloc(0))))
    expect(files.some(file => file.includes(secret.slice(6)))).toBe(false)
    expect((await brand.call('PATCH', path, { description: null, events: ['*'] })).body).toMatchObject({
      description: null,
      events: ['*'],
      url: hook.url,
    })
    expect((await brand.call('DELETE', path)).status).toBe(204)
    expect((await brand.call('GET', path)).status).toBe(404)
  })

  test('lists go page by page', async () => {
    const ids: string[] = []
    for (let count = 0; count < 3; count += 1) ids.push((await create()).id)
    const first = (await brand.call('GET', '/v1/webhook-endpoints?limit=2')).body
    const second = (await brand.call('GET', `/v1/webhook-endpoints?limit=2&cursor=${first.nextCursor}`)).body
    expect([...first.data, ...second.data].map((row: { id: string }) => row.id)).toEqual(ids)
    expect(second.nextCursor).toBeNull()
  })

  test.each([
    [{ url: 'http://hooks.example/' }, 422],
    [{ url: 'https://10.0.0.1/' }, 422],
    [{ url: 'https://user:secret@hooks.example/' }, 422],
    [{ url: 'ftp://hooks.example/' }, 400],
    [{ url: 'nonsense' }, 400],
    [{}, 400],
    [{ url: 'https://hooks.example/', events: [] }, 400],
    [{ url: 'https://hooks.example/', events: ['spark_codes.*'] }, 400],
    [{ url: 'https://hooks.example/', secret: 'mine' }, 400],
  ])('%j is refused', async (input, status) => {
    expect((await brand.call('POST', '/v1/webhook-endpoints', input)).status).toBe(status)
    expect((await brand.call('GET', '/v1/webhook-endpoints')).body.data).toEqual([])
  })

  test('a merge patch is taken under its own media type too', async () => {
    const { id } = await create()
    const response = await kit.kit.fetch(
      new Request(`https://sparkkit.test/v1/webhook-endpoints/${id}`, {
        method: 'PATCH',
        headers: { authorization: `Bearer ${brand.key}`, 'content-type': 'application/merge-patch+json' },
        body: JSON.stringify({ description: 'patched' }),
      }),
    )
    expect([response.status, await response.json()]).toEqual([200, expect.objectContaining({ description: 'patched' })])
    expect((await brand.call('PATCH', `/v1/webhook-endpoints/${id}`, { secret: 'x' })).status).toBe(400)
  })

  test('an endpoint gets what its filter takes, and nothing while it is disabled', async () => {
    const { id } = await create({ events: ['spark_code.*'] })
    await emit(kit, brand, ...story())
    await drain()
    expect(hook.received.map(({ body }) => JSON.parse(body).type).sort()).toEqual(['spark_code.expired', 'spark_code.received'])
    await brand.call('PATCH', `/v1/webhook-endpoints/${id}`, { status: 'disabled' })
    await emit(kit, brand, ...story())
    await drain()
    expect(hook.received).toHaveLength(2)
    expect((await brand.call('POST', `/v1/webhook-endpoints/${id}/test`)).status).toBe(409)
    await brand.call('PATCH', `/v1/webhook-endpoints/${id}`, { status: 'enabled' })
    await emit(kit, brand, ...story())
    await drain()
    expect(hook.received).toHaveLength(4)
  })

  test('a test event reaches its endpoint only, whatever the filter', async () => {
    await create()
    const { id } = await create({ events: ['import.completed'] })
    expect((await brand.call('POST', `/v1/webhook-endpoints/${id}/test`)).status).toBe(202)
    await drain()
    expect(hook.received.map(({ body }) => JSON.parse(body))).toEqual([
      expect.objectContaining({ type: 'webhook_endpoint.test', data: expect.objectContaining({ id }) }),
    ])
  })
})

describe('deliveries', () => {
  test('what waits for an endpoint is cancelled when it is disabled or deleted', async () => {
    hook.answer = () => ({ status: 500 })
    try {
      const [one, two] = [await create(), await create()]
      await emit(kit, brand, contentEvent('a'))
      await drain()
      await brand.call('PATCH', `/v1/webhook-endpoints/${one.id}`, { status: 'disabled' })
      await brand.call('DELETE', `/v1/webhook-endpoints/${two.id}`)
      expect((await brand.call('GET', '/v1/deliveries?status=cancelled')).body.data).toHaveLength(2)
      for (const { id } of (await brand.call('GET', '/v1/deliveries')).body.data) {
        expect((await brand.call('POST', `/v1/deliveries/${id}/resend`)).status).toBe(409)
      }
    } finally {
      hook.answer = () => ({ status: 204 })
    }
  })

  test('a delivery can be sent again, under the same event id', async () => {
    await create()
    await emit(kit, brand, contentEvent('a'))
    await drain()
    const [delivery] = (await brand.call('GET', '/v1/deliveries')).body.data
    const again = await brand.call('POST', `/v1/deliveries/${delivery.id}/resend`)
    expect([again.status, again.body.status]).toEqual([200, 'pending'])
    await drain()
    expect(hook.ids()).toEqual([delivery.eventId, delivery.eventId])
    const { body } = await brand.call('GET', `/v1/deliveries/${delivery.id}`)
    expect([body.status, body.attemptCount, body.attempts.length]).toEqual(['succeeded', 2, 2])
  })

  test('lists go page by page, newest first, filtered by event and endpoint', async () => {
    const { id } = await create()
    await create({ events: ['import.completed'] })
    await emit(kit, brand, contentEvent('a'), contentEvent('b'), contentEvent('c'))
    await drain()
    const first = (await brand.call('GET', `/v1/deliveries?endpointId=${id}&limit=2`)).body
    const second = (await brand.call('GET', `/v1/deliveries?endpointId=${id}&limit=2&cursor=${first.nextCursor}`)).body
    const all = [...first.data, ...second.data].map((row: { eventId: string }) => row.eventId)
    const sent = (await brand.call('GET', '/v1/events?type=content.*')).body.data.map((event: { id: string }) => event.id)
    expect(all).toEqual([...sent].reverse())
    expect((await brand.call('GET', `/v1/deliveries?eventId=${sent[0]}&status=succeeded`)).body.data).toHaveLength(1)
    expect((await brand.call('GET', '/v1/deliveries?status=lost')).status).toBe(400)
  })
})

describe('who may', () => {
  test("another workspace's ids answer exactly like missing ones", async () => {
    const { id } = await create()
    await emit(kit, brand, contentEvent('a'))
    await drain()
    const [delivery] = (await brand.call('GET', '/v1/deliveries')).body.data
    const stranger = await kit.tenant()
    const missing: Record<string, string> = {
      [id]: 'whe_01h455vb4pex5vsknk084sn02q',
      [delivery.id]: 'dlv_01h455vb4pex5vsknk084sn02q',
      [delivery.eventId]: 'evt_01h455vb4pex5vsknk084sn02q',
    }
    const calls: [string, string, string, unknown?][] = [
      ['GET', '/v1/webhook-endpoints/', id],
      ['PATCH', '/v1/webhook-endpoints/', id, { description: 'mine' }],
      ['DELETE', '/v1/webhook-endpoints/', id],
      ['GET', '/v1/webhook-endpoints/:/secret', id],
      ['POST', '/v1/webhook-endpoints/:/test', id],
      ['GET', '/v1/deliveries/', delivery.id],
      ['POST', '/v1/deliveries/:/resend', delivery.id],
      ['GET', '/v1/events/', delivery.eventId],
    ]
    for (const [method, path, real, body] of calls) {
      const ask = async (at: string) => {
        const url = path.includes(':') ? path.replace(':', at) : `${path}${at}`
        const answer = await stranger.call(method, url, body)
        return [answer.status, answer.text.replace(/"requestId":"[^"]+"/, '')]
      }
      const answer = await ask(real)
      expect(answer).toEqual(await ask(missing[real] ?? ''))
      expect(answer[0]).toBe(404)
    }
    for (const list of ['/v1/events', '/v1/deliveries', '/v1/webhook-endpoints'])
      expect((await stranger.call('GET', list)).body.data).toEqual([])
    expect((await brand.call('GET', `/v1/webhook-endpoints/${id}`)).body).toMatchObject({ description: null, status: 'enabled' })
  })

  test('every call needs a credential and its scope', async () => {
    const reader = await kit.tenant({ scopes: ['webhooks:read'] })
    const endpoint = '/v1/webhook-endpoints/whe_01h455vb4pex5vsknk084sn02q'
    expect((await kit.call('GET', '/v1/events')).status).toBe(401)
    expect((await reader.call('GET', '/v1/events')).status).toBe(403)
    expect((await reader.call('GET', '/v1/deliveries')).status).toBe(200)
    for (const [method, path, body] of [
      ['POST', '/v1/webhook-endpoints', { url: hook.url }],
      ['PATCH', endpoint, {}],
      ['DELETE', endpoint],
      ['GET', `${endpoint}/secret`],
      ['POST', `${endpoint}/test`],
      ['POST', '/v1/deliveries/dlv_01h455vb4pex5vsknk084sn02q/resend'],
    ] as const) {
      expect((await kit.call(method, path, body)).status).toBe(401)
      expect((await reader.call(method, path, body)).status).toBe(403)
    }
  })
})
