import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { parseItem, parseList } from 'structured-headers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestKit, TEST_PUBLIC_URL, type TestKit, type TestTenant } from '../testing/index.ts'
import { encodingOf } from './compress.ts'
import { request } from './testing.ts'

let kit: TestKit
let brand: TestTenant

beforeAll(async () => {
  kit = await createTestKit({ rateLimit: { perSecond: 2, burst: 6 } })
  brand = await kit.tenant()
})
afterAll(() => kit.close())

describe('the rate limit', () => {
  test('is told in structured fields, refuses what is beyond and says when to come back', async () => {
    const tenant = await kit.tenant()
    const answers = []
    for (let call = 0; call < 7; call += 1) answers.push(await tenant.call('GET', '/v1/me'))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200, 429])
    const fields = answers.map(({ headers }) => ({
      policy: parseItem(headers.get('ratelimit-policy') ?? ''),
      limit: parseItem(headers.get('ratelimit') ?? ''),
    }))
    for (const { policy } of fields)
      expect(policy).toEqual([
        'default',
        new Map([
          ['q', 6],
          ['w', 3],
        ]),
      ])
    expect(fields.map(({ limit }) => limit[1].get('r'))).toEqual([5, 4, 3, 2, 1, 0, 0])
    const refused = answers.at(-1)
    const wait = Number(refused?.headers.get('retry-after'))
    expect(refused?.body).toMatchObject({ code: 'rate_limited', status: 429 })
    expect([fields.at(-1)?.limit[1].get('t'), wait > 0 && wait <= 3]).toEqual([wait, true])
    expect(parseList(refused?.headers.get('ratelimit') ?? '')).toHaveLength(1)
  })

  test('is counted for each key, and for each user of a page, apart', async () => {
    const tenant = await kit.tenant()
    const token = async (actor: string): Promise<string> =>
      (await tenant.call('POST', '/v1/embed-tokens', { scopes: ['content:read'], origins: ['https://a.example'], actor })).body.token
    const [ana, bo] = [await token('ana'), await token('bo')]
    const statusOf = async (key: string): Promise<number> =>
      (await request(kit, { ...tenant, key }, { method: 'GET', path: '/v1/me' })).status
    for (let call = 0; call < 6; call += 1) await statusOf(ana)
    expect([await statusOf(ana), await statusOf(bo), await statusOf(tenant.key)]).toEqual([429, 200, 200])
  })

  test('leaves room again when its window is over', async () => {
    const tenant = await kit.tenant()
    for (let call = 0; call < 7; call += 1) await tenant.call('GET', '/v1/me')
    await expect.poll(async () => (await tenant.call('GET', '/v1/me')).status, { timeout: 5000, interval: 200 }).toBe(200)
  })
})

describe('answers', () => {
  test('are never kept, sniffed, framed or told on, whether they went well or not', async () => {
    const other = await kit.tenant()
    for (const answer of [
      await other.call('GET', '/v1/me'),
      await other.call('GET', '/v1/content/nope'),
      await kit.call('GET', '/v1/me'),
      await kit.call('GET', '/nowhere'),
    ]) {
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
        'referrer-policy': 'no-referrer',
        'strict-transport-security': 'max-age=31536000',
        'x-request-id': expect.stringMatching(/^[\w.-]{8,64}$/),
      })
    }
    expect((await other.call('GET', '/v1/me')).headers.get('cache-control')).toBe('no-store')
  })

  test('to HEAD are those to GET without a body', async () => {
    const other = await kit.tenant()
    const head = await request(kit, other, { method: 'HEAD', path: '/v1/workspace' })
    const get = await request(kit, other, { method: 'GET', path: '/v1/workspace' })
    expect([head.status, head.text, head.headers.get('etag'), head.headers.get('content-type')]).toEqual([
      200,
      '',
      get.headers.get('etag'),
      get.headers.get('content-type'),
    ])
  })

  test.each([
    ['PUT /v1/content', [405, 'method_not_allowed', 'GET, HEAD']],
    ['DELETE /v1/workspace', [405, 'method_not_allowed', 'GET, HEAD, PATCH']],
    ['GET /v1/nothing', [404, 'route_not_found', null]],
  ])('%s is %j', async (call, expected) => {
    const [method = '', path = ''] = call.split(' ')
    const answer = await kit.call(method, path)
    expect([answer.status, answer.body.code, answer.headers.get('allow'), answer.headers.get('content-type')]).toEqual([
      ...expected,
      'application/problem+json',
    ])
  })

  test('to bodies of another type and to bodies too large are problems', async () => {
    const other = await kit.tenant()
    const typed = await request(kit, other, {
      method: 'POST',
      path: '/v1/content/batch',
      body: 'a=1',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    expect([typed.status, typed.body.code]).toEqual([415, 'unsupported_media_type'])
    const large = await other.call('POST', '/v1/content/batch', { items: ['x'.repeat(4 * 1024 * 1024)] })
    expect([large.status, large.body.code, large.body.detail]).toEqual([413, 'payload_too_large', 'The body is larger than 4 MiB.'])
    const strange = await kit.call('POST', '/v1/approvals/some-token/check', { code: 'x'.repeat(65 * 1024) })
    expect([strange.status, strange.body.detail]).toEqual([413, 'The body is larger than 64 KiB.'])
  })

  test('come compressed as the caller likes best, and the resource is still the same', async () => {
    const etag = (await brand.call('GET', '/v1/workspace')).headers.get('etag')
    await brand.call('PATCH', '/v1/workspace', { branding: { contact: 'x'.repeat(200) } })
    const fetchWith = async (encoding: string, path: string) => {
      const response = await kit.kit.fetch(
        new Request(`${TEST_PUBLIC_URL}${path}`, { headers: { authorization: `Bearer ${brand.key}`, 'accept-encoding': encoding } }),
      )
      return { headers: response.headers, body: Buffer.from(await response.arrayBuffer()) }
    }
    const plain = await fetchWith('identity', '/openapi.json')
    const br = await fetchWith('gzip, deflate, br', '/openapi.json')
    const gzip = await fetchWith('gzip', '/openapi.json')
    expect([plain, br, gzip].map(({ headers }) => headers.get('content-encoding'))).toEqual([null, 'br', 'gzip'])
    expect(brotliDecompressSync(br.body).equals(plain.body) && gunzipSync(gzip.body).equals(plain.body)).toBe(true)
    expect(br.body.length).toBeLessThan(gzip.body.length)
    expect(br.headers.get('vary')).toContain('Accept-Encoding')
    const small = await fetchWith('br', '/v1/workspace')
    expect([small.headers.get('content-encoding'), small.headers.get('etag') === etag]).toEqual([null, false])
  })

  test.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip;q=1.0, br;q=0.5', 'gzip'],
    ['br;q=0, *', 'gzip'],
    ['*', 'br'],
    ['identity', undefined],
    ['', undefined],
    ['gzip;q=0', undefined],
  ])('Accept-Encoding %j means %s', (header, encoding) => {
    expect(encodingOf(header)).toBe(encoding)
  })
})
