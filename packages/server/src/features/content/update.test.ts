import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { request } from '../../http/testing.ts'
import { createTestKit, type TestKit, type TestTenant } from '../../testing/index.ts'

let kit: TestKit
let brand: TestTenant
let postId: string
let creatorId: string

const VIDEO = 'https://www.tiktok.com/@mara.glow/video/7195686135157296390'

beforeAll(async () => {
  kit = await createTestKit()
})
afterAll(() => kit.close())
beforeEach(async () => {
  brand = await kit.tenant()
  const { results } = (await brand.call('POST', '/v1/content/batch', { items: [{ url: VIDEO, metadata: { a: '1', b: '2' } }] })).body
  postId = results[0].id
  creatorId = (await brand.call('GET', `/v1/content/${postId}`)).body.creator.id
})

const types = async (filter: string) => {
  await kit.kit.worker.drain()
  return (await brand.call('GET', `/v1/events?type=${filter}`)).body.data
}

describe('what one says about a post', () => {
  test('is changed by merge patch, and only that', async () => {
    const before = (await brand.call('GET', `/v1/content/${postId}`)).body
    const { status, body } = await brand.call('PATCH', `/v1/content/${postId}`, { externalId: 'p-1', metadata: { a: null, c: '3' } })
    expect([status, body.externalId, body.metadata]).toEqual([200, 'p-1', { b: '2', c: '3' }])
    expect((await brand.call('GET', '/v1/content?externalId=p-1')).body.data).toEqual([body])
    expect((await brand.call('PATCH', `/v1/content/${postId}`, { externalId: null, metadata: null })).body).toMatchObject({
      externalId: null,
      metadata: {},
    })
    const [first] = await types('content.updated')
    expect(first).toMatchObject({ data: { externalId: 'p-1' }, previous: { externalId: null, metadata: before.metadata } })
    expect(Object.keys(first.previous).sort()).toEqual(['externalId', 'metadata'])
    expect((await brand.call('PATCH', `/v1/content/${postId}`, { caption: 'mine' })).status).toBe(400)
  })

  test('no change is no event', async () => {
    await brand.call('PATCH', `/v1/content/${postId}`, { metadata: { a: '1' } })
    expect(await types('content.updated')).toEqual([])
  })

  test('an external id belongs to one post', async () => {
    await brand.call('POST', '/v1/content/batch', {
      items: [{ url: VIDEO.replace('7195686135157296390', '7266293045786692870'), externalId: 'taken' }],
    })
    const { status, body } = await brand.call('PATCH', `/v1/content/${postId}`, { externalId: 'taken' })
    expect([status, body.code]).toEqual([409, 'conflict'])
    expect((await brand.call('PATCH', `/v1/content/${postId}`, { externalId: 'mine' })).status).toBe(200)
    expect((await brand.call('PATCH', `/v1/content/${postId}`, { externalId: 'mine' })).status).toBe(200)
  })

  test('more than fifty keys are refused, also when they come one by one', async () => {
    const metadata = Object.fromEntries(Array.from({ length: 48 }, (_, index) => [`k${index}`, 'x']))
    expect((await brand.call('PATCH', `/v1/content/${postId}`, { metadata })).status).toBe(200)
    expect((await brand.call('PATCH', `/v1/content/${postId}`, { metadata: { more: 'x' } })).body.errors).toEqual([
      { path: 'body.metadata', message: 'must have at most 50 keys' },
    ])
  })
})

describe('creators', () => {
  test('are listed, found and changed', async () => {
    const { data } = (await brand.call('GET', '/v1/creators?handle=@Mara.Glow')).body
    expect(data).toMatchObject([{ id: creatorId, platform: 'tiktok', handle: 'mara.glow', doNotContact: false }])
    const { body } = await brand.call('PATCH', `/v1/creators/${creatorId}`, {
      doNotContact: true,
      displayName: 'Mara',
      externalId: 'c-1',
      metadata: { tier: 'gold' },
    })
    expect((await brand.call('GET', `/v1/creators/${creatorId}`)).body).toEqual(body)
    expect((await brand.call('GET', '/v1/creators?externalId=c-1&doNotContact=true')).body.data).toEqual([body])
    expect((await brand.call('GET', '/v1/creators?doNotContact=false')).body.data).toEqual([])
    expect(await types('creator.updated')).toMatchObject([
      { data: { id: creatorId, doNotContact: true }, previous: { doNotContact: false } },
    ])
  })

  test('an external id belongs to one creator', async () => {
    const url = 'https://www.tiktok.com/@tom.eats/video/7266293045786692999'
    await brand.call('POST', '/v1/content/batch', { items: [{ url }] })
    const other = (await brand.call('GET', '/v1/creators?handle=tom.eats')).body.data[0].id
    await brand.call('PATCH', `/v1/creators/${other}`, { externalId: 'taken' })
    const { status, body } = await brand.call('PATCH', `/v1/creators/${creatorId}`, { externalId: 'taken' })
    expect([status, body.code]).toEqual([409, 'conflict'])
  })

  test('one not to be contacted cannot be asked', async () => {
    await brand.call('PATCH', `/v1/creators/${creatorId}`, { doNotContact: true })
    const asked = await brand.call('POST', '/v1/spark-requests', { content: [postId] })
    expect(asked.body.results[0].problem.code).toBe('do_not_contact')
    expect((await brand.call('GET', '/v1/content?sparkEligible=true')).body.data).toEqual([])
  })

  test('a batch keeps what was set by hand', async () => {
    await brand.call('PATCH', `/v1/creators/${creatorId}`, { doNotContact: true, metadata: { tier: 'gold' } })
    await brand.call('POST', '/v1/content/batch', { items: [{ url: VIDEO, creator: { handle: 'mara.glow', platformUserId: '42' } }] })
    expect((await brand.call('GET', `/v1/creators/${creatorId}`)).body).toMatchObject({
      platformUserId: '42',
      doNotContact: true,
      metadata: { tier: 'gold' },
    })
  })

  test('the list pages', async () => {
    await brand.call('POST', '/v1/content/batch', {
      items: [1, 2, 3].map(index => ({ url: `https://www.tiktok.com/@c${index}/video/726629304578669287${index}` })),
    })
    const first = (await brand.call('GET', '/v1/creators?limit=3')).body
    const rest = (await brand.call('GET', `/v1/creators?limit=3&cursor=${first.nextCursor}`)).body
    expect(new Set([...first.data, ...rest.data].map(({ id }: { id: string }) => id)).size).toBe(4)
    expect(rest.nextCursor).toBeNull()
  })
})

test.each(['content', 'creators'])("another workspace's %s cannot be changed and answers like missing", async resource => {
  const theirs = resource === 'content' ? postId : creatorId
  const other = await kit.tenant()
  const missing = await other.call('PATCH', `/v1/${resource}/${theirs.slice(0, -1)}x`, { metadata: {} })
  const answer = await other.call('PATCH', `/v1/${resource}/${theirs}`, { metadata: {} })
  expect([answer.status, answer.body.code, answer.body.detail]).toEqual([404, missing.body.code, missing.body.detail])
  expect((await (await kit.tenant({ scopes: ['content:read'] })).call('PATCH', `/v1/${resource}/${theirs}`, { metadata: {} })).status).toBe(
    403,
  )
})

test.each(['content', 'creators'])('%s: a version that is known costs no body, one that is gone refuses the change', async resource => {
  const path = `/v1/${resource}/${resource === 'content' ? postId : creatorId}`
  const first = await request(kit, brand, { method: 'GET', path })
  const etag = first.headers.get('etag') ?? ''
  expect(etag).toMatch(/^"[\w-]{22}"$/)
  const known = await request(kit, brand, { method: 'GET', path, headers: { 'if-none-match': `"x", ${etag}` } })
  expect([known.status, known.text, known.headers.get('etag')]).toEqual([304, '', etag])
  const changed = await request(kit, brand, {
    method: 'PATCH',
    path,
    body: { metadata: { note: '1', n: '1' } },
    headers: { 'if-match': etag },
  })
  expect(changed.status).toBe(200)
  const late = await request(kit, brand, { method: 'PATCH', path, body: { metadata: { n: '2' } }, headers: { 'if-match': etag } })
  expect([late.status, late.body.code]).toEqual([412, 'precondition_failed'])
  expect((await request(kit, brand, { method: 'GET', path, headers: { 'if-none-match': etag } })).status).toBe(200)
  expect((await request(kit, brand, { method: 'GET', path })).headers.get('etag')).toBe(changed.headers.get('etag'))
})
