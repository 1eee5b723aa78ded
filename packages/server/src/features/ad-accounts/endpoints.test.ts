import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ADVERTISER, bind, codedPost, connect } from '../../testing/ad-scenario.ts'
import { type EndpointCase, expectProblem, proveEndpoint, spoiledBody, strayParameter } from '../../testing/endpoint-proof.ts'
import { createFakeAdPlatforms } from '../../testing/fake-ad-platform.ts'
import { createTestKit, type TestKit, type TestTenant } from '../../testing/index.ts'

const fake = createFakeAdPlatforms()
let kit: TestKit
beforeAll(async () => {
  const now = Date.now()
  kit = await createTestKit({ now: () => now, adPlatforms: fake })
})
afterAll(() => kit.close())

const connection = async (tenant: TestTenant): Promise<string> => (await connect(tenant, fake)).connectionId
const account = async (tenant: TestTenant): Promise<string> => (await connect(tenant, fake)).account
const binding = async (tenant: TestTenant): Promise<string> => {
  const id = await account(tenant)
  return (await bind(tenant, await codedPost({ kit, tenant, fake }, 1), id)).body.id
}
const NEW = { name: 'Ads', token: 'a token', advertiserIds: [ADVERTISER] }

const get = (path: string, make: (tenant: TestTenant) => Promise<string>): EndpointCase => ({
  operation: `GET ${path}`,
  status: 200,
  prepare: async tenant => ({ path: path.replace('{id}', await make(tenant)) }),
  invalid: strayParameter,
  elsewhere: path.includes('{id}') ? 'missing' : 'empty',
})
const change = (
  operation: string,
  make: (tenant: TestTenant) => Promise<string>,
  more: Partial<EndpointCase> & { body?: unknown } = {},
): EndpointCase => ({
  operation,
  status: 200,
  prepare: async tenant => {
    const path = (operation.split(' ')[1] ?? '').replace('{id}', await make(tenant))
    return { path, ...(more.body !== undefined && { body: more.body }) }
  },
  invalid: strayParameter,
  elsewhere: 'missing',
  ...more,
})
const onCode = (verb: string): EndpointCase => ({
  operation: `POST /v1/spark-codes/{id}/${verb}`,
  status: 200,
  prepare: async tenant => {
    const id = await account(tenant)
    const post = await codedPost({ kit, tenant, fake }, 1)
    if (verb === 'unbind') await bind(tenant, post, id)
    return { path: `/v1/spark-codes/${post.codeId}/${verb}`, body: { adAccountId: id } }
  },
  invalid: spoiledBody({ adAccountId: 7 }),
  elsewhere: 'missing',
})

const ENDPOINTS: readonly EndpointCase[] = [
  {
    operation: 'POST /v1/connections',
    status: 201,
    prepare: async () => {
      fake.tokens.add('a token')
      fake.advertisers.set(ADVERTISER, 'Lumen EU')
      return { path: '/v1/connections', body: NEW }
    },
    invalid: spoiledBody({ name: 'Ads', token: 'a token' }),
    elsewhere: 'own',
  },
  get('/v1/connections', connection),
  get('/v1/connections/{id}', connection),
  change('PATCH /v1/connections/{id}', connection, { body: { name: 'Other' }, invalid: spoiledBody({ token: '' }) }),
  change('DELETE /v1/connections/{id}', connection, { status: 204 }),
  get('/v1/ad-accounts', account),
  get('/v1/ad-accounts/{id}', account),
  change('POST /v1/ad-accounts/{id}/reconcile', account),
  onCode('verify'),
  onCode('bind'),
  onCode('unbind'),
  {
    operation: 'POST /v1/bindings',
    status: 200,
    prepare: async tenant => {
      const adAccountId = await account(tenant)
      const { codeId } = await codedPost({ kit, tenant, fake }, 1)
      return { path: '/v1/bindings', body: { items: [{ sparkCodeId: codeId, adAccountId }] } }
    },
    invalid: spoiledBody({ items: [] }),
    elsewhere: 'missing',
  },
  get('/v1/bindings', binding),
  get('/v1/bindings/{id}', binding),
]

describe('every endpoint about ad accounts', () => {
  for (const endpoint of ENDPOINTS) proveEndpoint(() => kit, endpoint)
})

describe('a connection', () => {
  test('is kept only if the platform takes its token', async () => {
    const tenant = await kit.tenant()
    expectProblem(await tenant.call('POST', '/v1/connections', { ...NEW, token: 'wrong' }), 422, 'connection_refused')
    expect((await tenant.call('GET', '/v1/connections')).body.data).toEqual([])
  })

  test('that reaches none of the ad accounts named is refused', async () => {
    const tenant = await kit.tenant()
    fake.tokens.add('a token')
    expectProblem(await tenant.call('POST', '/v1/connections', { ...NEW, advertiserIds: ['1'] }), 422, 'connection_refused')
  })

  test('is kept while the platform is away, and its ad accounts are listed once it is back', async () => {
    const tenant = await kit.tenant()
    fake.tokens.add('a token')
    fake.advertisers.set(ADVERTISER, 'Lumen EU')
    fake.faults.findBound = ['unreachable']
    const made = await tenant.call('POST', '/v1/connections', NEW)
    expect([made.status, made.body.syncedAt]).toEqual([201, null])
    expect((await tenant.call('GET', '/v1/ad-accounts')).body.data).toEqual([])
    await kit.kit.worker.drain()
    expect((await tenant.call('GET', '/v1/ad-accounts')).body.data).toMatchObject([{ advertiserId: ADVERTISER, status: 'active' }])
  })

  test('shows its token nowhere, also not in the database', async () => {
    const tenant = await kit.tenant()
    const { connectionId, token } = await connect(tenant, fake, 'a token that nobody must see')
    expect((await tenant.call('GET', `/v1/connections/${connectionId}`)).text).not.toContain(token)
    const { engine } = kit.kit.services
    const rows = await engine.db.select().from(engine.tables.connections)
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  test('deleted, its ad accounts are known but cannot be used', async () => {
    const tenant = await kit.tenant()
    const { connectionId, account } = await connect(tenant, fake)
    const post = await codedPost({ kit, tenant, fake }, 1)
    expect((await tenant.call('DELETE', `/v1/connections/${connectionId}`)).status).toBe(204)
    expectProblem(await bind(tenant, post, account), 409, 'ad_account_unusable')
    expect((await tenant.call('GET', `/v1/ad-accounts/${account}`)).body.connectionId).toBeNull()
  })
})

describe('a sandbox', () => {
  test('connects to nothing where no simulator is configured', async () => {
    const plain = await createTestKit()
    try {
      const sandbox = await plain.tenant({ mode: 'sandbox' })
      expectProblem(await sandbox.call('POST', '/v1/connections', NEW), 422, 'simulator_missing')
    } finally {
      await plain.close()
    }
  })
})

test('binding takes its scope, and connecting its own', async () => {
  const reader = await kit.tenant({ scopes: ['spark-codes:read', 'spark-codes:write', 'ad-accounts:read'] })
  expectProblem(await reader.call('POST', '/v1/bindings', { items: [] }), 403, 'insufficient_scope')
  expectProblem(await reader.call('POST', '/v1/connections', NEW), 403, 'insufficient_scope')
  expect((await reader.call('GET', '/v1/ad-accounts')).status).toBe(200)
})
