import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createTestKit, type TestKit, type TestTenant } from '../../testing/index.ts'
import { contentEvent, createReceiver, emit, type Receiver, verify } from './testing.ts'

let kit: TestKit
let brand: TestTenant
let shift = 0
const receivers: Receiver[] = []

const now = (): number => Date.now() + shift
const drain = (): Promise<void> => kit.kit.worker.drain()

async function receiver(answer?: Receiver['answer']): Promise<Receiver> {
  const made = await createReceiver(answer)
  receivers.push(made)
  return made
}

async function endpoint(url: string, input: object = {}): Promise<{ id: string; secret: string }> {
  const { status, body } = await brand.call('POST', '/v1/webhook-endpoints', { url, events: ['content.*'], ...input })
  expect(status).toBe(201)
  return body
}

const deliveries = async (query = '') => (await brand.call('GET', `/v1/deliveries${query}`)).body.data
const events = async (query = '?type=content.*') => (await brand.call('GET', `/v1/events${query}`)).body.data

beforeEach(async () => {
  shift = 0
  kit = await createTestKit({ now })
  brand = await kit.tenant()
})

afterEach(async () => {
  await Promise.all(receivers.splice(0).map(each => each.close()))
  await kit.close()
})

describe('delivery', () => {
  test('a committed event arrives signed, and its body is the event of the feed', async () => {
    const hook = await receiver()
    const { id, secret } = await endpoint(hook.url)
    await emit(kit, brand, contentEvent('Crème brûlée 🍮'))
    await drain()
    const [got] = hook.received
    if (!got) throw new Error('nothing arrived')
    const body = verify(secret, got)
    const [event] = await events()
    expect(body).toEqual(event)
    expect(event).toMatchObject({
      type: 'content.created',
      sequence: 2,
      workspaceId: brand.workspaceId,
      actor: { type: 'system' },
      data: { caption: 'Crème brûlée 🍮' },
    })
    expect(got.headers).toMatchObject({
      'webhook-id': event.id,
      'content-type': 'application/json',
      'user-agent': expect.stringContaining('SparkKit'),
    })
    expect(await deliveries()).toEqual([
      expect.objectContaining({
        endpointId: id,
        eventId: event.id,
        status: 'succeeded',
        attemptCount: 1,
        lastStatusCode: 204,
        lastError: null,
        nextAttemptAt: null,
      }),
    ])
    expect(() => verify(`whsec_${Buffer.alloc(32).toString('base64')}`, got)).toThrow()
  })

  test('events committed before a restart are delivered after it, once', async () => {
    const hook = await receiver()
    await endpoint(hook.url)
    await emit(kit, brand, ...Array.from({ length: 40 }, (_, index) => contentEvent(`post ${index}`)))
    await kit.restart()
    await drain()
    expect(hook.ids().sort()).toEqual((await events()).map((event: { id: string }) => event.id))
    await kit.restart()
    await drain()
    expect(hook.received).toHaveLength(40)
  })

  test('stopping gives back what was not begun, so that it is delivered at once by the next process', async () => {
    const slow = await receiver(async () => {
      await new Promise(resolve => setTimeout(resolve, 100))
      return { status: 200 }
    })
    await endpoint(slow.url)
    await emit(kit, brand, ...Array.from({ length: 30 }, (_, index) => contentEvent(`post ${index}`)))
    kit.kit.worker.start()
    await vi.waitFor(() => expect(slow.received.length).toBeGreaterThan(0), { timeout: 5000 })
    await kit.restart()
    const before = slow.received.length
    expect(before).toBeLessThan(30)
    await drain()
    expect(new Set(slow.ids()).size).toBe(30)
    expect(slow.received).toHaveLength(30)
  })

  test('an endpoint that hangs delays no other', async () => {
    const hanging = await receiver(() => null)
    const healthy = await receiver()
    await endpoint(hanging.url)
    await endpoint(healthy.url)
    await emit(kit, brand, ...Array.from({ length: 150 }, (_, index) => contentEvent(`backlog ${index}`)))
    kit.kit.worker.start()
    await vi.waitFor(() => expect(healthy.received).toHaveLength(150), { timeout: 5000 })
    const began = performance.now()
    await emit(kit, brand, contentEvent('fresh'))
    await vi.waitFor(() => expect(healthy.received).toHaveLength(151), { timeout: 5000, interval: 10 })
    expect(performance.now() - began).toBeLessThan(3000)
    expect(hanging.received.length).toBeLessThan(16)
    await hanging.close()
  })

  test('two workers on one database send every event once', async () => {
    const hook = await receiver()
    await endpoint(hook.url)
    const other = await createTestKit({ now, databaseUrl: `file:${kit.databasePath}` })
    try {
      kit.kit.worker.start()
      other.kit.worker.start()
      for (let batch = 0; batch < 10; batch += 1) await emit(kit, brand, ...Array.from({ length: 10 }, () => contentEvent('x')))
      await vi.waitFor(() => expect(hook.received.length).toBeGreaterThanOrEqual(100), { timeout: 10_000 })
      await Promise.all([kit.kit.worker.stop(), other.kit.worker.stop()])
      expect(new Set(hook.ids()).size).toBe(100)
      expect(hook.received).toHaveLength(100)
      expect((await events('?limit=100&type=content.*')).map((event: { sequence: number }) => event.sequence)).toEqual(
        Array.from({ length: 100 }, (_, index) => index + 2),
      )
    } finally {
      await other.close()
    }
  })
})

describe('failure', () => {
  test('a failed attempt is tried again by the schedule with the same id, and each attempt is kept', async () => {
    const hook = await receiver((_request, index) =>
      index === 0 ? { status: 500, body: 'out of\u0000 order' } : { status: 200, body: 'thanks' },
    )
    const { secret } = await endpoint(hook.url)
    await emit(kit, brand, contentEvent('a'))
    await drain()
    const [pending] = await deliveries('?status=pending')
    expect(pending).toMatchObject({ attemptCount: 1, lastStatusCode: 500, lastError: 'The receiver answered 500.' })
    expect(Date.parse(pending.nextAttemptAt) - now()).toBeGreaterThan(3000)
    expect(Date.parse(pending.nextAttemptAt) - now()).toBeLessThan(6000)
    shift = 10_000
    await drain()
    expect(new Set(hook.ids()).size).toBe(1)
    for (const got of hook.received) verify(secret, got)
    const { body } = await brand.call('GET', `/v1/deliveries/${pending.id}`)
    expect(body).toMatchObject({ status: 'succeeded', attemptCount: 2 })
    expect(body.attempts).toEqual([
      expect.objectContaining({ statusCode: 500, error: 'The receiver answered 500.', responseExcerpt: 'out of\ufffd order' }),
      expect.objectContaining({ statusCode: 200, error: null, responseExcerpt: 'thanks' }),
    ])
  })

  test('Retry-After is waited for, a redirect is a failure', async () => {
    const busy = await receiver(() => ({ status: 503, headers: { 'retry-after': '600' } }))
    const moved = await receiver(() => ({ status: 301, headers: { location: busy.url } }))
    const { id: busyId } = await endpoint(busy.url)
    const { id: movedId } = await endpoint(moved.url)
    await emit(kit, brand, contentEvent('a'))
    await drain()
    const [waiting] = await deliveries(`?endpointId=${busyId}`)
    expect(Date.parse(waiting.nextAttemptAt) - now()).toBeGreaterThan(590_000)
    const [failed] = await deliveries(`?endpointId=${movedId}`)
    expect(failed).toMatchObject({ status: 'pending', lastError: 'The receiver answered 301: redirects are not followed.' })
    expect(busy.received).toHaveLength(1)
  })

  test('ten failures over three days end a delivery', async () => {
    const down = await receiver(() => ({ status: 503 }))
    await endpoint(down.url)
    await emit(kit, brand, contentEvent('a'))
    for (let hours = 0; hours <= 90; hours += 1) {
      shift = hours * 3_600_000
      await drain()
    }
    const [delivery] = await deliveries()
    expect(delivery).toMatchObject({ status: 'failed', attemptCount: 10, nextAttemptAt: null })
    expect(down.received).toHaveLength(10)
  })

  test('410 disables the endpoint, cancels what waits for it and tells the others', async () => {
    const gone = await receiver(() => ({ status: 410 }))
    const other = await receiver()
    const { id } = await endpoint(gone.url)
    await endpoint(other.url, { events: ['webhook_endpoint.disabled'] })
    await emit(kit, brand, ...Array.from({ length: 20 }, () => contentEvent('a')))
    await drain()
    expect((await brand.call('GET', `/v1/webhook-endpoints/${id}`)).body).toMatchObject({ status: 'disabled', disabledReason: 'gone' })
    const [told] = other.received.map(({ body }) => JSON.parse(body))
    expect(told).toMatchObject({ type: 'webhook_endpoint.disabled', data: { id, status: 'disabled' }, previous: { status: 'enabled' } })
    expect(other.received).toHaveLength(1)
    const left = await deliveries(`?endpointId=${id}`)
    expect(left).toHaveLength(20)
    expect(left.filter((delivery: { status: string }) => delivery.status === 'pending')).toEqual([])
    expect(gone.received.length).toBeLessThan(20)
  })

  test('an address that is not allowed fails with the same fixed text as a name that does not exist', async () => {
    const hook = await receiver()
    const { id } = await endpoint(hook.url)
    await endpoint('https://does-not-exist.invalid.example/hook')
    await kit.restart({ allowLoopback: false })
    await emit(kit, brand, contentEvent('a'))
    await drain()
    const [first, second] = await deliveries()
    expect(first.lastError).toBe('The URL does not lead to an address that may be reached from here.')
    expect(second.lastError).toBe(first.lastError)
    expect(hook.received).toHaveLength(0)
    const refused = await brand.call('PATCH', `/v1/webhook-endpoints/${id}`, { url: hook.url })
    expect([refused.status, refused.body.code]).toEqual([422, 'webhook_url_not_allowed'])
  })
})
