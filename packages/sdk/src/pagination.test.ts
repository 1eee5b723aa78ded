import { describe, expect, test } from 'vitest'
import { ConnectionError, NotFoundError } from './errors.ts'
import { type Answer, failureOf, fakeService, type Received, transportTo } from './testing/fake-service.ts'

const list = { method: 'GET', path: '/v1/content', query: { platform: 'tiktok', limit: 2 } } as const

/** Five numbers in pages of two; the cursor is the offset. */
function fiveNumbers({ url }: Received): Answer {
  const offset = Number(new URL(url, 'http://x').searchParams.get('cursor') ?? 0)
  const data = [1, 2, 3, 4, 5].slice(offset, offset + 2)
  return { body: { data, nextCursor: offset + 2 < 5 ? String(offset + 2) : null, total: 5 } }
}

describe('iterating', () => {
  test('walks every item of every page in order and keeps the filters', async () => {
    const service = await fakeService(fiveNumbers)
    const { transport } = transportTo(service)
    const seen: number[] = []
    for await (const item of transport.list<number>(list)) seen.push(item)
    expect(seen).toEqual([1, 2, 3, 4, 5])
    expect(service.received.map(({ url }) => url)).toEqual([
      '/v1/content?platform=tiktok&limit=2',
      '/v1/content?platform=tiktok&limit=2&cursor=2',
      '/v1/content?platform=tiktok&limit=2&cursor=4',
    ])
  })

  test('fetches a page only when the loop gets there, and none after break', async () => {
    const service = await fakeService(fiveNumbers)
    const { transport } = transportTo(service)
    for await (const item of transport.list<number>(list)) {
      expect(service.received).toHaveLength(item <= 2 ? 1 : 2)
      if (item === 3) break
    }
    expect(service.received).toHaveLength(2)
  })

  test('goes on over an empty page in the middle', async () => {
    const script = [
      { body: { data: [1], nextCursor: 'a' } },
      { body: { data: [], nextCursor: 'b' } },
      { body: { data: [2], nextCursor: null } },
    ]
    const { transport } = transportTo(await fakeService(script))
    expect(await transport.list<number>(list).toArray({ limit: 10 })).toEqual([1, 2])
  })

  test('survives a page that fails once', async () => {
    const script = [{ body: { data: [1], nextCursor: 'a' } }, { status: 503 }, { body: { data: [2], nextCursor: null } }]
    const { transport } = transportTo(await fakeService(script))
    expect(await transport.list<number>(list).toArray({ limit: 10 })).toEqual([1, 2])
  })

  test('ends with an error instead of going round when the service repeats a cursor', async () => {
    const service = await fakeService([{ body: { data: [1], nextCursor: 'same' } }])
    const { transport } = transportTo(service)
    const error = await failureOf(transport.list(list).toArray({ limit: 100 }))
    expect(error).toBeInstanceOf(ConnectionError)
    expect(service.received).toHaveLength(2)
  })
})

describe('toArray', () => {
  test('gives the first items and fetches no page beyond them', async () => {
    const service = await fakeService(fiveNumbers)
    const { transport } = transportTo(service)
    expect(await transport.list<number>(list).toArray({ limit: 4 })).toEqual([1, 2, 3, 4])
    expect(service.received).toHaveLength(2)
  })
})

describe('page by page', () => {
  test('awaiting a list gives its first page, whole', async () => {
    const { transport } = transportTo(await fakeService(fiveNumbers))
    const page = await transport.list<number>(list)
    expect(page.data).toEqual([1, 2])
    expect(page.nextCursor).toBe('2')
    expect(page.hasNextPage()).toBe(true)
    expect(page.body).toMatchObject({ total: 5 })
  })

  test('the last page says so and refuses to give another', async () => {
    const { transport } = transportTo(await fakeService(fiveNumbers))
    const last = await (await (await transport.list<number>(list)).getNextPage()).getNextPage()
    expect(last.data).toEqual([5])
    expect(last.hasNextPage()).toBe(false)
    expect(() => last.getNextPage()).toThrow(RangeError)
  })

  test('iterating over a page goes on from that page', async () => {
    const { transport } = transportTo(await fakeService(fiveNumbers))
    const second = await (await transport.list<number>(list)).getNextPage()
    const seen: number[] = []
    for await (const item of second) seen.push(item)
    expect(seen).toEqual([3, 4, 5])
  })

  test('withResponse gives the page with its request id', async () => {
    const { transport } = transportTo(await fakeService([{ body: { data: [1], nextCursor: null }, headers: { 'x-request-id': 'req_1' } }]))
    const { data, requestId } = await transport.list<number>(list).withResponse()
    expect(data.data).toEqual([1])
    expect(requestId).toBe('req_1')
  })

  test('a failing list rejects wherever it is watched, and nowhere else', async () => {
    const { transport } = transportTo(await fakeService([{ status: 404 }]))
    expect(await failureOf(transport.list(list))).toBeInstanceOf(NotFoundError)
    expect(await failureOf(transport.list(list).withResponse())).toBeInstanceOf(NotFoundError)
    expect(await failureOf(transport.list(list).toArray({ limit: 1 }))).toBeInstanceOf(NotFoundError)
  })

  test('an answer that is no list is an error', async () => {
    const { transport } = transportTo(await fakeService([{ body: { items: [] } }]))
    expect(await failureOf(transport.list(list))).toMatchObject({ code: 'invalid_response' })
  })
})
