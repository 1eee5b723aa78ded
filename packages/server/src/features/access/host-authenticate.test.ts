import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { request } from '../../http/testing.ts'
import { expectProblem } from '../../testing/endpoint-proof.ts'
import { createTestKit, TEST_PUBLIC_URL, type TestKit, type TestTenant } from '../../testing/index.ts'
import type { HostCaller } from './authenticate.ts'

let kit: TestKit
let brand: TestTenant
/** Who a request with the header `x-person` is, as the host sees it. */
let caller: HostCaller | undefined

beforeAll(async () => {
  kit = await createTestKit({ authenticate: ({ headers }) => (headers.has('x-person') ? caller : undefined) })
})
afterAll(() => kit.close())
beforeEach(async () => {
  brand = await kit.tenant()
  const { body } = await brand.call('POST', '/v1/api-keys', { name: 'people', scopes: ['content:read', 'content:write', 'access:read'] })
  caller = { workspaceId: brand.workspaceId, apiKeyId: body.id, actor: 'ana' }
})

const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  request(kit, null, { method, path, headers: { 'x-person': 'ana', ...headers } })

test('whom the host knows acts by name, with the scopes of a key', async () => {
  const { body } = await ask('/v1/me')
  expect(body).toMatchObject({
    workspace: { id: brand.workspaceId },
    actor: { type: 'embed_user', name: 'ana', id: caller?.apiKeyId },
    scopes: ['content:read', 'content:write', 'access:read'],
  })
  expectProblem(await ask('/v1/spark-codes'), 403, 'insufficient_scope')
  expectProblem(await request(kit, null, { method: 'GET', path: '/v1/me' }), 401, 'unauthenticated')
})

test('the host may give a person less than the key has, and not more', async () => {
  if (caller) caller = { ...caller, scopes: ['content:read', 'spark-codes:reveal'] }
  expect((await ask('/v1/me')).body.scopes).toEqual(['content:read'])
})

test('a session is good on our own origin only', async () => {
  for (const origin of ['https://evil.example', 'null']) expectProblem(await ask('/v1/me', { origin }), 403, 'origin_not_allowed')
  expect((await ask('/v1/me', { origin: TEST_PUBLIC_URL })).status).toBe(200)
})

test('a bearer goes before the session', async () => {
  const { body } = await ask('/v1/me', { authorization: `Bearer ${brand.key}` })
  expect(body.actor.type).toBe('api_key')
  expectProblem(await ask('/v1/me', { authorization: 'Bearer sparkkit_live_wrong' }), 401, 'unauthenticated')
})

test('it ends with the key, and no key of another workspace will do', async () => {
  const other = await kit.tenant()
  if (caller) caller = { ...caller, workspaceId: other.workspaceId }
  expectProblem(await ask('/v1/me'), 401, 'unauthenticated')
  if (caller) caller = { ...caller, workspaceId: brand.workspaceId }
  await brand.call('DELETE', `/v1/api-keys/${caller?.apiKeyId}`)
  expectProblem(await ask('/v1/me'), 401, 'unauthenticated')
})
