import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { request } from '../../http/testing.ts'
import { createTestKit, type TestKit, type TestTenant } from '../../testing/index.ts'

let kit: TestKit
let brand: TestTenant
let posts: Record<'live' | 'none' | 'other', { id: string; creator: { id: string } }>
let codes: Record<'live' | 'superseded' | 'other', string>

const video = (handle: string, id: string) => `https://www.tiktok.com/@${handle}/video/${id}`
const CODE = '#p4KxVb2mQe7+Lr/9sTzWc1YhN0uJfGdA3oXiPq8vBn5='
const LIVE = video('mara', '7195686135157296390')
const NONE = video('mara', '7266293045786692870')
const OTHER = video('jo', '7266293045786692871')

beforeAll(async () => {
  kit = await createTestKit()
  brand = await kit.tenant()
  await brand.call('POST', '/v1/content/batch', { items: [LIVE, NONE, OTHER].map(url => ({ url })) })
  const add = async (content: string, start: string) =>
    (await brand.call('POST', '/v1/spark-codes', { content, code: CODE.replace('p4Kx', start) })).body.id
  codes = { superseded: await add(LIVE, 'aaaa'), live: await add(LIVE, 'bbbb'), other: await add(OTHER, 'cccc') }
  const { data } = (await brand.call('GET', '/v1/content')).body
  const at = (url: string) => data.find((post: { url: string }) => post.url === url)
  posts = { live: at(LIVE), none: at(NONE), other: at(OTHER) }
})
afterAll(() => kit.close())

const SCOPES = [
  'content:read',
  'content:write',
  'spark-requests:read',
  'spark-codes:read',
  'spark-codes:reveal',
  'events:read',
  'webhooks:read',
  'access:read',
]

async function page(filter: object): Promise<TestTenant> {
  const { body } = await brand.call('POST', '/v1/embed-tokens', { scopes: SCOPES, origins: ['https://a.example'], actor: 'ana', filter })
  return {
    ...brand,
    key: body.token,
    call: (method, path, sent) => request(kit, { ...brand, key: body.token }, { method, path, body: sent }),
  }
}

const ids = async (tenant: TestTenant, path: string): Promise<string[]> =>
  (await tenant.call('GET', path)).body.data.map(({ id }: { id: string }) => id).sort()

describe('a token with a filter', () => {
  test('on the spark status sees such posts, their codes and their creators alone', async () => {
    const tenant = await page({ sparkStatus: ['none'] })
    expect(await ids(tenant, '/v1/content')).toEqual([posts.none.id])
    expect(await ids(tenant, '/v1/content?sparkStatus=none,approved&sort=-views')).toEqual([posts.none.id])
    expect(await ids(tenant, '/v1/content?sparkStatus=approved')).toEqual([])
    expect(await ids(tenant, '/v1/creators')).toEqual([posts.none.creator.id])
    expect(await ids(tenant, '/v1/spark-codes')).toEqual([])
    expect((await tenant.call('GET', '/v1/content/facets')).body).toMatchObject({
      total: 1,
      sparkStatus: { none: 1 },
      platform: { tiktok: 1 },
    })
    expect((await tenant.call('GET', '/v1/content/facets')).body.sparkStatus).toEqual({ none: 1 })
    expect((await tenant.call('GET', '/v1/content/facets?sparkStatus=approved')).body.total).toBe(0)
  })

  test('on codes sees such codes alone, and reveals no others', async () => {
    const tenant = await page({ codeStatus: ['live'] })
    expect(await ids(tenant, '/v1/spark-codes')).toEqual([codes.live, codes.other].sort())
    expect(await ids(tenant, '/v1/spark-codes?status=superseded,live')).toEqual([codes.live, codes.other].sort())
    expect((await tenant.call('POST', `/v1/spark-codes/${codes.live}/reveal`)).status).toBe(200)
    expect((await tenant.call('POST', `/v1/spark-codes/${codes.superseded}/reveal`)).status).toBe(404)
  })

  test('on creators sees their posts and codes alone', async () => {
    const tenant = await page({ creatorId: [posts.other.creator.id] })
    expect(await ids(tenant, '/v1/content')).toEqual([posts.other.id])
    expect(await ids(tenant, `/v1/content?creatorId=${posts.live.creator.id}`)).toEqual([])
    expect(await ids(tenant, '/v1/creators')).toEqual([posts.other.creator.id])
    expect(await ids(tenant, '/v1/spark-codes')).toEqual([codes.other])
  })

  test('gets for what it hides exactly what is answered for what does not exist', async () => {
    const tenant = await page({ sparkStatus: ['approved'], creatorId: [posts.other.creator.id] })
    expect((await tenant.call('GET', `/v1/content/${posts.other.id}`)).status).toBe(200)
    const hidden = [
      `/v1/content/${posts.live.id}`,
      `/v1/content/${posts.none.id}`,
      `/v1/creators/${posts.live.creator.id}`,
      `/v1/spark-codes/${codes.live}`,
    ]
    for (const path of hidden) {
      const { requestId: _, ...answer } = (await tenant.call('GET', path)).body
      const { requestId: __, ...missing } = (await tenant.call('GET', `${path.slice(0, -4)}0000`)).body
      expect(answer).toEqual(missing)
      expect(answer.status).toBe(404)
    }
  })

  test('cannot call what does not keep to it, whatever its scopes', async () => {
    const tenant = await page({ sparkStatus: ['approved'] })
    const calls: [string, string, object?][] = [
      ['GET', '/v1/events'],
      ['GET', '/v1/spark-requests'],
      ['GET', '/v1/approval-links'],
      ['GET', '/v1/flights'],
      ['GET', '/v1/spark-codes/export'],
      ['GET', '/v1/deliveries'],
      ['GET', '/v1/api-keys'],
      ['PATCH', `/v1/content/${posts.none.id}`, { metadata: {} }],
      ['POST', '/v1/content/batch', { items: [{ url: LIVE }] }],
    ]
    for (const [method, path, body] of calls) expect([path, (await tenant.call(method, path, body)).status]).toEqual([path, 403])
    expect((await tenant.call('GET', '/v1/me')).status).toBe(200)
  })

  test.each([{ sparkStatus: [] }, { sparkStatus: ['live'] }, { status: ['live'] }, { creatorId: ['mara'] }])(
    '%j is no filter',
    async filter => {
      const { status } = await brand.call('POST', '/v1/embed-tokens', {
        scopes: ['content:read'],
        origins: ['https://a.example'],
        actor: 'ana',
        filter,
      })
      expect(status).toBe(400)
    },
  )
})
