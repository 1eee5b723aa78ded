import { describe, expect, test } from 'vitest'
import { SparkKit } from '../client.ts'
import { ConnectionError } from '../errors.ts'
import type { RequestEvent, ResponseEvent } from '../options.ts'
import { failureOf, fakeService, transportTo } from '../testing/fake-service.ts'
import { normalizeBaseUrl, path } from './path.ts'
import { serializeQuery } from './query.ts'

const get = { method: 'GET', path: '/v1/me' } as const

describe('what is sent', () => {
  test('ids in a path are encoded', () => {
    expect(path`/v1/content/${'a/b?c#d é'}/metrics`).toBe('/v1/content/a%2Fb%3Fc%23d%20%C3%A9/metrics')
  })

  test.each(['', '.', '..'])('an id of "%s" is refused: it would name another endpoint', id => {
    expect(() => path`/v1/content/${id}`).toThrow(TypeError)
  })

  test.each(['v1/me', '.evil.example', '@evil.example', '/v1/me?x=1', '/v1/../admin', '/v1/%2E%2e/admin', '/v1\\..', '/v1/#x'])(
    'the path %s is refused: it leaves the API or smuggles a query',
    async raw => {
      const service = await fakeService([{}])
      const { transport } = transportTo(service)
      expect(await failureOf(transport.request({ ...get, path: raw }))).toBeInstanceOf(TypeError)
      expect(service.received).toHaveLength(0)
    },
  )

  test('a path that looks like another host stays at this one', async () => {
    const service = await fakeService([{}])
    const { transport } = transportTo(service)
    await transport.request({ ...get, path: '//evil.example/v1/me' })
    expect(service.received[0]?.url).toBe('//evil.example/v1/me')
  })

  test('queries repeat lists, write dates in ISO 8601 and leave out undefined', () => {
    const query = { platform: ['tiktok', 'instagram'], postedFrom: new Date(0), q: 'a&b=c', limit: 0, live: false, cursor: undefined }
    expect(serializeQuery(query)).toBe(
      '?platform=tiktok&platform=instagram&postedFrom=1970-01-01T00%3A00%3A00.000Z&q=a%26b%3Dc&limit=0&live=false',
    )
    expect(serializeQuery({ cursor: undefined, platform: [] })).toBe('')
  })

  test.each([
    ['http://localhost:8787', 'http://localhost:8787'],
    ['https://example.com/sparkkit//', 'https://example.com/sparkkit'],
  ])('baseUrl %s is accepted', (given, expected) => expect(normalizeBaseUrl(given)).toBe(expected))

  test.each([
    '',
    'localhost:8787',
    '/api',
    'ftp://example.com',
    'https://user:pw@example.com',
    'https://example.com?x=1',
    'https://example.com#x',
  ])('baseUrl %j is refused', given => expect(() => normalizeBaseUrl(given)).toThrow(TypeError))

  test('a base URL with a path prefix keeps it', async () => {
    const service = await fakeService([{}])
    await new SparkKit({ apiKey: 'sk_test', baseUrl: `${service.url}/prefix/` }).request(get)
    expect(service.received[0]?.url).toBe('/prefix/v1/me')
  })

  test('headers of the call outrank those of the client, and null removes one', async () => {
    const service = await fakeService([{}])
    const { transport } = transportTo(service, { headers: { 'X-One': 'client', 'X-Two': 'client' } })
    await transport.request({ ...get, headers: { 'x-one': 'call', 'x-two': null, 'if-none-match': '"1"' } })
    expect(service.received[0]?.headers).toMatchObject({ 'x-one': 'call', 'if-none-match': '"1"', accept: 'application/json' })
    expect(service.received[0]?.headers).not.toHaveProperty('x-two')
  })

  test.each([
    { what: 'an object', body: { a: 1 }, sent: 'application/json {"a":1}' },
    { what: 'a merge patch', body: { a: null }, type: 'application/merge-patch+json', sent: 'application/merge-patch+json {"a":null}' },
    { what: 'text with its own type', body: 'url\nx', type: 'text/csv', sent: 'text/csv url\nx' },
    { what: 'text without a type, which is a JSON string', body: 'x', sent: 'application/json "x"' },
    { what: 'bytes', body: new Uint8Array([104, 105]), type: 'text/csv', sent: 'text/csv hi' },
    { what: 'a blob', body: new Blob(['hi'], { type: 'text/csv' }), sent: 'text/csv hi' },
  ])('a body that is $what goes out as such', async ({ body, type, sent }) => {
    const service = await fakeService([{}])
    const { transport } = transportTo(service)
    await transport.request({ method: 'POST', path: '/v1/imports', body, headers: type ? { 'content-type': type } : {} })
    expect(service.received.map(({ headers, body: text }) => `${headers['content-type']} ${text}`)).toEqual([sent])
  })

  test('a form keeps the boundary of its own', async () => {
    const service = await fakeService([{}])
    const { transport } = transportTo(service)
    const form = new FormData()
    form.set('mapping', '{}')
    await transport.request({ method: 'POST', path: '/v1/imports', body: form })
    expect(service.received[0]?.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/)
  })
})

describe('what comes back', () => {
  test('fields and values this version does not know pass through', async () => {
    const body = { id: 'cnt_1', platform: 'a_platform_of_tomorrow', brandNew: { deep: [1] } }
    const { transport } = transportTo(await fakeService([{ body }]))
    expect(await transport.request(get)).toEqual(body)
  })

  test('204 gives undefined, text is given on request', async () => {
    const { transport } = transportTo(await fakeService([{ status: 204 }, { body: 'code\nx', headers: { 'content-type': 'text/csv' } }]))
    expect(await transport.request({ method: 'DELETE', path: '/v1/webhook-endpoints/whe_1' })).toBeUndefined()
    expect(await transport.request({ ...get, parseAs: 'text' })).toBe('code\nx')
  })

  test('304 is an answer, without data', async () => {
    const { transport } = transportTo(await fakeService([{ status: 304 }]))
    const { data, response } = await transport.request({ ...get, headers: { 'if-none-match': '"1"' } }).withResponse()
    expect([data, response.status]).toEqual([undefined, 304])
  })

  test('withResponse tells status, headers and request id', async () => {
    const { transport } = transportTo(
      await fakeService([{ status: 201, headers: { 'x-request-id': 'req_9', etag: '"2"' }, body: { a: 1 } }]),
    )
    const { data, response, requestId } = await transport.request(get).withResponse()
    expect({ data, requestId, status: response.status, etag: response.headers.get('etag') }).toEqual({
      data: { a: 1 },
      requestId: 'req_9',
      status: 201,
      etag: '"2"',
    })
  })

  test.each([301, 302, 303, 307, 308])('a %i is not followed: no credential reaches its target', async status => {
    const target = await fakeService([{ body: { stolen: true } }])
    const service = await fakeService([{ status, headers: { location: `${target.url}/v1/me` } }])
    const { transport } = transportTo(service)
    const error = await failureOf(transport.request({ method: 'POST', path: '/v1/spark-requests', body: {} }))
    expect(error).toBeInstanceOf(ConnectionError)
    expect(error).toMatchObject({ code: 'redirect_refused', message: expect.stringContaining(target.url) })
    expect(target.received).toHaveLength(0)
    expect(service.received).toHaveLength(1)
  })
})

test('the hooks see every try, and never a credential', async () => {
  const service = await fakeService([{ status: 503, headers: { 'x-request-id': 'req_1' } }, { headers: { 'x-request-id': 'req_2' } }])
  const requests: RequestEvent[] = []
  const responses: ResponseEvent[] = []
  const onRequest = (event: RequestEvent): number => requests.push(event)
  const onResponse = (event: ResponseEvent): number => responses.push(event)
  const { transport } = transportTo(service, { onRequest, onResponse, surroundings: { now: () => 0 } })
  await transport.request(get)
  const url = `${service.url}/v1/me`
  expect(requests).toEqual([
    { method: 'GET', url, attempt: 1 },
    { method: 'GET', url, attempt: 2 },
  ])
  expect(responses).toMatchObject([
    { method: 'GET', url, attempt: 1, status: 503, requestId: 'req_1', durationMs: 0, error: { name: 'ServerError' }, retryInMs: 500 },
    { method: 'GET', url, attempt: 2, status: 200, requestId: 'req_2', durationMs: 0, error: null, retryInMs: null },
  ])
  expect(JSON.stringify([requests, responses])).not.toContain('sk_test')
})
