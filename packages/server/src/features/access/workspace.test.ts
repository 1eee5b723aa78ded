import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { request } from '../../http/testing.ts'
import { createTestKit, type TestKit, type TestTenant } from '../../testing/index.ts'
import { createApiKey, createWorkspace } from './index.ts'

let kit: TestKit
let brand: TestTenant

beforeAll(async () => {
  kit = await createTestKit()
})
afterAll(() => kit.close())
beforeEach(async () => {
  brand = await kit.tenant()
})

const get = async () => (await brand.call('GET', '/v1/workspace')).body
const patch = (body: object) => brand.call('PATCH', '/v1/workspace', body)
const VIDEO = 'https://www.tiktok.com/@mara.glow/video/7195686135157296390'

describe('the workspace', () => {
  test('is changed by merge patch; what is left out stays, null removes', async () => {
    const before = await get()
    expect(before).toMatchObject({ name: 'Lumen Skincare', branding: { name: 'Lumen Skincare' }, settings: { expiringDays: [7, 3, 1] } })
    const changed = await patch({ locale: 'de', branding: { handle: 'lumen', accent: '#1a2b3c' }, settings: { expiringDays: [2, 10, 2] } })
    expect(changed.status, changed.text).toBe(200)
    expect(changed.body).toEqual({
      ...before,
      locale: 'de',
      branding: { name: 'Lumen Skincare', handle: 'lumen', accent: '#1a2b3c' },
      settings: { expiringDays: [10, 2], bindTo: null },
    })
    expect(await get()).toEqual(changed.body)
    const back = await patch({ branding: { handle: null }, settings: { expiringDays: null } })
    expect(back.body).toMatchObject({ branding: { name: 'Lumen Skincare', accent: '#1a2b3c' }, settings: before.settings })
    expect(back.body.branding).not.toHaveProperty('handle')
  })

  test('a change is an event with what was before; no change is none', async () => {
    await patch({ name: 'Lumen' })
    await patch({ name: 'Lumen' })
    await patch({})
    await kit.kit.worker.drain()
    const { data } = (await brand.call('GET', '/v1/events')).body
    expect(data).toMatchObject([
      {
        type: 'workspace.updated',
        actor: { type: 'api_key', name: 'test' },
        data: { name: 'Lumen' },
        previous: { name: 'Lumen Skincare' },
      },
    ])
    expect(data[0].previous).toEqual({ name: 'Lumen Skincare' })
  })

  test('its making is the first event of its log', async () => {
    const { services } = kit.kit
    const workspace = await createWorkspace(services, { name: 'Second', mode: 'live', locale: 'de' })
    const { secret } = await createApiKey(services, workspace, { name: 'first', scopes: ['events:read'], expiresAt: null })
    await kit.kit.worker.drain()
    const { body } = await request(kit, { ...brand, key: secret }, { method: 'GET', path: '/v1/events' })
    expect(body.data).toMatchObject([
      { type: 'workspace.created', sequence: 1, actor: { type: 'system' }, data: { id: workspace.id, name: 'Second', locale: 'de' } },
    ])
  })

  test('approval links lead where the template says', async () => {
    await patch({ approvalUrlTemplate: 'https://brand.example/yes/{token}?from=spark' })
    await brand.call('POST', '/v1/content/batch', { items: [{ url: VIDEO }] })
    const { approvalLinks } = (await brand.call('POST', '/v1/spark-requests', { content: [VIDEO] })).body
    expect(approvalLinks[0].url).toMatch(/^https:\/\/brand\.example\/yes\/[\w-]{24}\?from=spark$/)
  })

  test.each([
    'https://brand.example/yes',
    'https://{token}.brand.example/',
    'https://brand.example.{token}/',
    'http://brand.example/{token}',
    'javascript:alert("{token}")',
    'https://user:{token}@brand.example/',
    '{token}',
  ])('%s is no template for links', async approvalUrlTemplate => {
    const { status, body } = await patch({ approvalUrlTemplate })
    expect([status, body.errors?.[0].path]).toEqual([400, 'body.approvalUrlTemplate'])
  })

  test.each([
    { nmae: 'x' },
    { name: null },
    { branding: { name: null } },
    { branding: { accent: 'red' } },
    { branding: { logoUrl: 'http://a.example/x' } },
  ])('%j is refused', async body => {
    expect((await patch(body)).status).toBe(400)
  })

  test('a merge patch may say what it is', async () => {
    const sent = await request(kit, brand, {
      method: 'PATCH',
      path: '/v1/workspace',
      body: { name: 'Lumen' },
      headers: { 'content-type': 'application/merge-patch+json' },
    })
    expect([sent.status, sent.body.name]).toEqual([200, 'Lumen'])
  })

  test('a change on an older version is refused; of many at once on one version one gets through', async () => {
    const read = await request(kit, brand, { method: 'GET', path: '/v1/workspace' })
    const etag = read.headers.get('etag') ?? ''
    const change = (name: string, tag: string) =>
      request(kit, brand, { method: 'PATCH', path: '/v1/workspace', body: { name }, headers: { 'if-match': tag } })
    const answers = await Promise.all(Array.from({ length: 6 }, (_, index) => change(`Lumen ${index}`, etag)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412, 412])
    expect(answers.find(({ status }) => status === 412)?.body.code).toBe('precondition_failed')
    const done = answers.find(({ status }) => status === 200)
    const fresh = done?.headers.get('etag') ?? ''
    expect((await request(kit, brand, { method: 'GET', path: '/v1/workspace' })).headers.get('etag')).toBe(fresh)
    expect((await change('Lumen again', `"other", W/${fresh}`)).status).toBe(200)
    expect((await change('Lumen at last', '*')).status).toBe(200)
  })

  test('needs its scopes', async () => {
    const reader = await kit.tenant({ scopes: ['access:read'] })
    expect((await reader.call('GET', '/v1/workspace')).status).toBe(200)
    expect((await reader.call('PATCH', '/v1/workspace', { name: 'x' })).status).toBe(403)
    expect((await kit.call('GET', '/v1/workspace')).status).toBe(401)
  })
})
