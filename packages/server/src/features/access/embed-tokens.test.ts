import { SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { request } from '../../http/testing.ts'
import { createKeyRing, newKeyRingKey } from '../../security/key-ring.ts'
import { expectProblem } from '../../testing/endpoint-proof.ts'
import { createTestKit, TEST_KEY_RING, type TestKit, type TestTenant } from '../../testing/index.ts'
import { EMBED_TOKEN_ALGORITHM, EMBED_TOKEN_AUDIENCE } from './create-embed-token.ts'

const ORIGIN = 'https://tool.agency.example'
let kit: TestKit
let brand: TestTenant
let clock = Date.UTC(2026, 5, 1)

beforeAll(async () => {
  kit = await createTestKit({ now: () => clock })
})
afterAll(() => kit.close())
beforeEach(async () => {
  brand = await kit.tenant()
})

const mint = async (input: object = {}) => {
  const body = { scopes: ['content:read', 'spark-requests:write'], origins: [ORIGIN], actor: 'ana@agency.example', ...input }
  const answer = await brand.call('POST', '/v1/embed-tokens', body)
  expect(answer.status, answer.text).toBe(201)
  return answer.body
}
const as = (token: string, path: string, headers: Record<string, string> = { origin: ORIGIN }) =>
  request(kit, { ...brand, key: token }, { method: 'GET', path, headers })

test('an embed token acts for the person its maker named, with its own scopes', async () => {
  const { token, scopes } = await mint()
  const { body } = await as(token, '/v1/me')
  expect(body).toMatchObject({ workspace: { id: brand.workspaceId }, actor: { type: 'embed_user', name: 'ana@agency.example' }, scopes })
  expect((await as(token, '/v1/content')).status).toBe(200)
  expectProblem(await as(token, '/v1/spark-codes'), 403, 'insufficient_scope')
  expectProblem(
    await request(kit, { ...brand, key: token }, { method: 'POST', path: '/v1/spark-codes/code_01h455vb4pex5vsknk084sn02q/reveal' }),
    403,
    'insufficient_scope',
  )
})

test('that it was made is on record, with what it may do and without the token', async () => {
  const filter = { sparkStatus: ['approved'] }
  const { token, expiresAt } = await mint({ filter })
  await kit.kit.worker.drain()
  const { data } = (await brand.call('GET', '/v1/events?type=embed_token.*')).body
  const { id } = (await brand.call('GET', '/v1/me')).body.actor
  expect(data).toHaveLength(1)
  expect(data[0].actor).toMatchObject({ type: 'api_key', id })
  expect(data[0].data).toEqual({
    apiKeyId: id,
    scopes: ['content:read', 'spark-requests:write'],
    origins: [ORIGIN],
    actor: 'ana@agency.example',
    filter,
    expiresAt,
  })
  for (const part of token.split('.')) expect(JSON.stringify(data)).not.toContain(part)
})

test('it lives fifteen minutes', async () => {
  const { token, expiresAt } = await mint()
  expect(Date.parse(expiresAt) - clock).toBe(15 * 60_000)
  clock += 15 * 60_000 - 1000
  expect((await as(token, '/v1/me')).status).toBe(200)
  clock += 1000
  const late = await as(token, '/v1/me')
  expectProblem(late, 401, 'unauthenticated')
  expect(late.body.detail).toContain('expired')
})

test('it works on the pages of its origins and outside browsers only', async () => {
  const { token } = await mint()
  expect((await as(token, '/v1/content')).status).toBe(200)
  expect((await as(token, '/v1/content', {})).status).toBe(200)
  for (const origin of ['https://evil.example', `${ORIGIN}.evil.example`, 'http://tool.agency.example', 'null']) {
    expectProblem(await as(token, '/v1/content', { origin }), 403, 'origin_not_allowed')
  }
})

test('it is no wider than the key it was made with', async () => {
  const { body } = await brand.call('POST', '/v1/api-keys', { name: 'narrow', scopes: ['access:write', 'content:read'] })
  const ask = (scopes: string[]) =>
    request(
      kit,
      { ...brand, key: body.key },
      { method: 'POST', path: '/v1/embed-tokens', body: { scopes, origins: [ORIGIN], actor: 'ana' } },
    )
  expect((await ask(['content:read'])).status).toBe(201)
  const wider = await ask(['content:read', 'spark-codes:reveal'])
  expectProblem(wider, 403, 'insufficient_scope')
  expect(wider.body.detail).toContain('spark-codes:reveal')
})

test('it makes no tokens and no keys itself, whatever its scopes', async () => {
  const { token } = await mint({ scopes: ['access:write', 'content:read'] })
  const post = (path: string, body: object) => request(kit, { ...brand, key: token }, { method: 'POST', path, body })
  expectProblem(await post('/v1/embed-tokens', { scopes: ['content:read'], origins: [ORIGIN], actor: 'x' }), 403, 'insufficient_scope')
  expectProblem(await post('/v1/api-keys', { name: 'x', scopes: ['content:read'] }), 403, 'insufficient_scope')
})

test('it is dead when its key is revoked', async () => {
  const { body } = await brand.call('POST', '/v1/api-keys', { name: 'page', scopes: ['access:write', 'content:read'] })
  const input = { scopes: ['content:read'], origins: [ORIGIN], actor: 'ana' }
  const { token } = (await request(kit, { ...brand, key: body.key }, { method: 'POST', path: '/v1/embed-tokens', body: input })).body
  expect((await as(token, '/v1/content')).status).toBe(200)
  await brand.call('DELETE', `/v1/api-keys/${body.id}`)
  expectProblem(await as(token, '/v1/content'), 401, 'unauthenticated')
})

test('one that was forged, altered, or signed by a key that is gone is refused', async () => {
  const { token } = await mint()
  const [head = '', body = '', signature = ''] = token.split('.')
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString())
  const packed = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const [own] = createKeyRing(TEST_KEY_RING).signingKeys
  const [stranger] = createKeyRing(newKeyRingKey('test')).signingKeys
  if (!own || !stranger) throw new Error('no keys')
  const sign = (key: typeof own, audience: string, kid = key.id) =>
    new SignJWT(claims).setProtectedHeader({ alg: EMBED_TOKEN_ALGORITHM, kid }).setAudience(audience).sign(key.privateKey)
  const forged = [
    `${head}.${packed({ ...claims, scopes: ['spark-codes:reveal'] })}.${signature}`,
    `${packed({ alg: 'none', kid: own.id })}.${body}.`,
    `${packed({ alg: 'HS256', kid: own.id })}.${body}.${signature}`,
    `${head}.${body}.${signature.slice(0, -4)}AAAA`,
    await sign(stranger, EMBED_TOKEN_AUDIENCE),
    await sign(own, 'sparkkit:other'),
    await sign(own, EMBED_TOKEN_AUDIENCE, 'gone'),
    'not.a.token',
  ]
  for (const each of forged) expectProblem(await as(each, '/v1/content'), 401, 'unauthenticated')
})
