import { describe, expect, test } from 'vitest'
import { ConnectionError, RateLimitError, ServerError } from '../errors.ts'
import { type Answer, failureOf, fakeService, transportTo } from '../testing/fake-service.ts'

const get = { method: 'GET', path: '/v1/me' } as const
const post = { method: 'POST', path: '/v1/spark-requests', body: { contentId: 'cnt_1' } } as const
const ok: Answer = { body: { fine: true } }

describe('which answers are tried again', () => {
  test.each([
    [408, 3],
    [429, 3],
    [500, 3],
    [502, 3],
    [503, 3],
    [504, 3],
    [400, 1],
    [401, 1],
    [403, 1],
    [404, 1],
    [409, 1],
    [412, 1],
    [422, 1],
  ])('a GET answered %i is sent %i times', async (status, times) => {
    const service = await fakeService([{ status }])
    const { transport } = transportTo(service)
    await failureOf(transport.request(get))
    expect(service.received).toHaveLength(times)
  })

  test('a 409 that says when to come back is tried again', async () => {
    const service = await fakeService([{ status: 409, headers: { 'retry-after': '1' } }, ok])
    const { transport, waits } = transportTo(service)
    expect(await transport.request(post)).toEqual({ fine: true })
    expect(waits).toEqual([1000])
  })

  test('a cut connection is tried again', async () => {
    const service = await fakeService([{ fault: 'reset' }, ok])
    const { transport } = transportTo(service)
    expect(await transport.request(get)).toEqual({ fine: true })
  })

  test('a service that stays away fails with the connection error of the last try', async () => {
    const service = await fakeService([{ fault: 'reset' }])
    const { transport, waits } = transportTo(service)
    const error = await failureOf(transport.request(get))
    expect(error).toBeInstanceOf(ConnectionError)
    expect(error).toMatchObject({
      code: 'connection_failed',
      cause: expect.any(TypeError),
      message: expect.stringMatching(/^no answer: .+/),
    })
    expect(waits).toEqual([500, 1000])
  })

  test('maxRetries of the call outranks that of the client', async () => {
    const service = await fakeService([{ status: 503 }])
    const { transport } = transportTo(service, { maxRetries: 5 })
    await failureOf(transport.request({ ...get, maxRetries: 0 }))
    expect(service.received).toHaveLength(1)
  })
})

describe('how long a try waits', () => {
  test('waits double from half a second and stop growing at eight seconds', async () => {
    const service = await fakeService([{ status: 503 }])
    const { transport, waits } = transportTo(service, { maxRetries: 7 })
    await failureOf(transport.request(get))
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 8000, 8000])
  })

  test('jitter shortens a wait by up to a quarter', async () => {
    const service = await fakeService([{ status: 503 }])
    const { transport, waits } = transportTo(service, { surroundings: { random: () => 1 } })
    await failureOf(transport.request(get))
    expect(waits).toEqual([375, 750])
  })

  test.each([
    ['seconds', { 'retry-after': '3' }, 3000],
    ['an HTTP date', { 'retry-after': 'Sun, 06 Nov 1994 08:49:37 GMT' }, 5000],
    ['an HTTP date in the past', { 'retry-after': 'Sun, 06 Nov 1994 08:00:00 GMT' }, 0],
    ['milliseconds', { 'retry-after-ms': '120' }, 120],
    ['milliseconds before seconds', { 'retry-after-ms': '0', 'retry-after': '9' }, 0],
    ['the longest obeyed wait', { 'retry-after': '60' }, 60_000],
    ['nonsense, so the backoff', { 'retry-after': 'soon' }, 500],
    ['a negative number, so the backoff', { 'retry-after-ms': '-1' }, 500],
  ])('Retry-After in %s is obeyed', async (_form, headers, waitMs) => {
    const service = await fakeService([{ status: 429, headers }, ok])
    const now = (): number => Date.parse('Sun, 06 Nov 1994 08:49:32 GMT')
    const { transport, waits } = transportTo(service, { surroundings: { now } })
    await transport.request(get)
    expect(waits).toEqual([waitMs])
  })

  test('a wait of more than a minute is left to the caller', async () => {
    const service = await fakeService([{ status: 429, headers: { 'retry-after': '61' } }])
    const { transport } = transportTo(service)
    const error = await failureOf(transport.request(get))
    expect(error).toBeInstanceOf(RateLimitError)
    expect(error).toMatchObject({ retryAfterMs: 61_000 })
    expect(service.received).toHaveLength(1)
  })
})

describe('idempotency', () => {
  test('every try of a POST carries the same key, and two calls carry different ones', async () => {
    const service = await fakeService([{ status: 500 }, { fault: 'reset' }, ok, ok])
    const { transport } = transportTo(service)
    await transport.request(post)
    await transport.request(post)
    const [first, second, third, other] = service.received.map(({ headers }) => headers['idempotency-key'])
    expect(first).toMatch(/^[0-9a-f]{32}$/)
    expect([second, third]).toEqual([first, first])
    expect(other).not.toBe(first)
  })

  test('a retried POST sends the same body again', async () => {
    const service = await fakeService([{ status: 500 }, ok])
    const { transport } = transportTo(service)
    await transport.request(post)
    expect(service.received.map(({ body }) => body)).toEqual(['{"contentId":"cnt_1"}', '{"contentId":"cnt_1"}'])
  })

  test("the caller's key is used as it is", async () => {
    const service = await fakeService([ok])
    const { transport } = transportTo(service)
    await transport.request({ ...post, idempotencyKey: 'order-7' })
    expect(service.received[0]?.headers['idempotency-key']).toBe('order-7')
  })

  test('a GET carries no key', async () => {
    const service = await fakeService([ok])
    const { transport } = transportTo(service)
    await transport.request(get)
    expect(service.received[0]?.headers['idempotency-key']).toBeUndefined()
  })

  test.each([[{ status: 500 }], [{ fault: 'reset' }]] satisfies [Answer][])(
    'a POST without a key is not repeated after %j',
    async answer => {
      const service = await fakeService([answer])
      const { transport } = transportTo(service)
      await failureOf(transport.request({ ...post, idempotencyKey: false }))
      expect(service.received).toHaveLength(1)
      expect(service.received[0]?.headers['idempotency-key']).toBeUndefined()
    },
  )

  test('a POST without a key is repeated after 429, which means it was never begun', async () => {
    const service = await fakeService([{ status: 429 }, ok])
    const { transport } = transportTo(service)
    expect(await transport.request({ ...post, idempotencyKey: false })).toEqual({ fine: true })
  })

  test('a streamed body is never sent twice', async () => {
    const service = await fakeService([{ status: 503 }])
    const { transport } = transportTo(service)
    const body = new Blob(['url,views\n']).stream()
    const error = await failureOf(transport.request({ ...post, body, headers: { 'content-type': 'text/csv' } }))
    expect(error).toBeInstanceOf(ServerError)
    expect(service.received.map(({ body, headers }) => [body, headers['content-type']])).toEqual([['url,views\n', 'text/csv']])
  })
})
