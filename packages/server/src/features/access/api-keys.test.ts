import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { request } from '../../http/testing.ts'
import { createTestKit, type TestKit, type TestTenant } from '../../testing/index.ts'
import { findWorkspaces, issueApiKey, revokeApiKey } from './index.ts'

const HOUR = 3_600_000

let kit: TestKit
let brand: TestTenant
let clock: number

beforeAll(async () => {
  kit = await createTestKit({ now: () => clock })
})
afterAll(() => kit.close())
beforeEach(async () => {
  clock = Date.UTC(2026, 10, 20, 12)
  brand = await kit.tenant()
})

const withKey = (key: string): TestTenant => ({
  ...brand,
  key,
  call: (method, path, body) => request(kit, { ...brand, key }, { method, path, body }),
})
const create = (input: object = {}) =>
  brand.call('POST', '/v1/api-keys', { name: 'backend', scopes: ['content:read', 'access:read'], ...input })
const statusOf = async (key: string): Promise<number> => (await withKey(key).call('GET', '/v1/me')).status
const events = async () => {
  await kit.kit.worker.drain()
  return (await brand.call('GET', '/v1/events?type=api_key.*')).body.data
}

describe('keys', () => {
  test('a key is shown once, works at once, and is listed with its hint and last use', async () => {
    const made = await create({ expiresAt: '2027-01-01' })
    expect(made.status, made.text).toBe(201)
    const { key, ...shown } = made.body
    expect(key).toMatch(/^sparkkit_live_[\w-]{43}$/)
    expect(shown).toMatchObject({ name: 'backend', hint: key.slice(-4), expiresAt: '2027-01-01T00:00:00.000Z', lastUsedAt: null })
    expect((await withKey(key).call('GET', '/v1/me')).body).toMatchObject({
      actor: { type: 'api_key', id: shown.id, name: 'backend' },
      scopes: ['content:read', 'access:read'],
    })
    const listed = await brand.call('GET', '/v1/api-keys')
    expect(listed.body.data).toHaveLength(2)
    expect(listed.body.data.find(({ id }: { id: string }) => id === shown.id)).toEqual({ ...shown, lastUsedAt: '2026-11-20T12:00:00.000Z' })
    expect(listed.text).not.toContain(key)
  })

  test('the list pages', async () => {
    for (const name of ['a', 'b', 'c']) await create({ name })
    const first = (await brand.call('GET', '/v1/api-keys?limit=3')).body
    const rest = (await brand.call('GET', `/v1/api-keys?limit=3&cursor=${first.nextCursor}`)).body
    expect([...first.data, ...rest.data].map(({ name }: { name: string }) => name)).toEqual(['c', 'b', 'a', 'test'])
    expect(rest.nextCursor).toBeNull()
  })

  test('a key hands out no more than it has', async () => {
    const narrow = (await create({ scopes: ['content:read', 'access:write'] })).body.key
    const wider = await withKey(narrow).call('POST', '/v1/api-keys', { name: 'x', scopes: ['content:read', 'spark-codes:reveal'] })
    expect([wider.status, wider.body.code]).toEqual([403, 'insufficient_scope'])
    expect(wider.body.detail).toContain('spark-codes:reveal')
    const wide = (await create({ scopes: ['spark-codes:reveal'] })).body
    expect((await withKey(narrow).call('POST', `/v1/api-keys/${wide.id}/rotate`, {})).status).toBe(403)
  })

  test('a page can neither make nor revoke keys, whatever its token may do', async () => {
    const { token } = (
      await brand.call('POST', '/v1/embed-tokens', { scopes: ['access:write'], origins: ['https://a.example'], actor: 'ana' })
    ).body
    const page = withKey(token)
    const made = (await create()).body
    expect((await page.call('POST', '/v1/api-keys', { name: 'x', scopes: ['access:write'] })).status).toBe(403)
    expect((await page.call('DELETE', `/v1/api-keys/${made.id}`)).status).toBe(403)
    expect((await page.call('POST', `/v1/api-keys/${made.id}/rotate`, {})).status).toBe(403)
  })

  test('a revoked key is dead at once, with every embed token made by it', async () => {
    const { id, key } = (await create({ scopes: ['access:write', 'content:read'] })).body
    const { token } = (
      await withKey(key).call('POST', '/v1/embed-tokens', { scopes: ['content:read'], origins: ['https://a.example'], actor: 'ana' })
    ).body
    expect([await statusOf(key), await statusOf(token)]).toEqual([200, 200])
    const revoked = await brand.call('DELETE', `/v1/api-keys/${id}`)
    expect([revoked.status, revoked.body.revokedAt]).toEqual([200, '2026-11-20T12:00:00.000Z'])
    expect([await statusOf(key), await statusOf(token)]).toEqual([401, 401])
    clock += HOUR
    expect((await brand.call('DELETE', `/v1/api-keys/${id}`)).body).toEqual(revoked.body)
  })

  test('a key revoked by another process makes no change any more, and reads nothing a second later', async () => {
    const { id, key } = (await create({ scopes: ['access:write', 'content:read', 'content:write'] })).body
    const other = await kit.another()
    const ask = (method: string, path: string) =>
      other.fetch(new Request(`https://sparkkit.test${path}`, { method, headers: { authorization: `Bearer ${key}` } }))
    expect((await ask('GET', '/v1/me')).status).toBe(200)
    await brand.call('DELETE', `/v1/api-keys/${id}`)
    expect((await ask('DELETE', `/v1/api-keys/${id}`)).status).toBe(401)
    await expect.poll(async () => (await ask('GET', '/v1/me')).status, { timeout: 3000 }).toBe(401)
    await other.close()
  })

  test('a key ends at its end', async () => {
    const { key } = (await create({ expiresAt: '2026-11-20T13:00:00Z' })).body
    expect(await statusOf(key)).toBe(200)
    clock += HOUR
    expect(await statusOf(key)).toBe(401)
    expect((await create({ expiresAt: '2026-11-20T13:00:00Z' })).body.errors).toEqual([
      { path: 'body.expiresAt', message: 'must lie ahead' },
    ])
  })
})

describe('rotation', () => {
  test('both keys work during the overlap, then the new one alone', async () => {
    const old = (await create()).body
    const rotated = await brand.call('POST', `/v1/api-keys/${old.id}/rotate`, { overlapHours: 2 })
    expect(rotated.status, rotated.text).toBe(201)
    expect(rotated.body).toMatchObject({
      name: 'backend',
      scopes: old.scopes,
      expiresAt: null,
      replaces: { id: old.id, expiresAt: '2026-11-20T14:00:00.000Z' },
    })
    expect([await statusOf(old.key), await statusOf(rotated.body.key)]).toEqual([200, 200])
    clock += 2 * HOUR - 1
    expect(await statusOf(old.key)).toBe(200)
    clock += 1
    expect([await statusOf(old.key), await statusOf(rotated.body.key)]).toEqual([401, 200])
    expect((await brand.call('POST', `/v1/api-keys/${old.id}/rotate`, {})).body.code).toBe('conflict')
  })

  test('without overlap the old one is dead at once; an end that comes sooner stays', async () => {
    const old = (await create()).body
    await brand.call('POST', `/v1/api-keys/${old.id}/rotate`, { overlapHours: 0 })
    expect(await statusOf(old.key)).toBe(401)
    const short = (await create({ expiresAt: '2026-11-20T12:30:00Z' })).body
    expect((await brand.call('POST', `/v1/api-keys/${short.id}/rotate`, {})).body).toMatchObject({
      expiresAt: '2026-11-20T12:30:00.000Z',
      replaces: { expiresAt: '2026-11-20T12:30:00.000Z' },
    })
  })
})

describe('the record', () => {
  test('making, rotating and revoking are events that name who did it and never hold a key', async () => {
    const made = (await create()).body
    const rotated = (await brand.call('POST', `/v1/api-keys/${made.id}/rotate`, {})).body
    await brand.call('DELETE', `/v1/api-keys/${made.id}`)
    const log = await events()
    expect(log.map(({ type }: { type: string }) => type)).toEqual([
      'api_key.created',
      'api_key.created',
      'api_key.rotated',
      'api_key.revoked',
    ])
    expect(log.map(({ data }: { data: { id: string } }) => data.id)).toEqual([made.id, rotated.id, made.id, made.id])
    expect(log[2].previous).toEqual({ expiresAt: null })
    expect(log[3].previous).toEqual({ revokedAt: null })
    expect(log.every(({ actor }: { actor: { type: string; name: string } }) => actor.type === 'api_key' && actor.name === 'test')).toBe(
      true,
    )
    const files = await Promise.all([kit.databasePath, `${kit.databasePath}-wal`].map(file => readFile(file).catch(() => Buffer.alloc(0))))
    for (const key of [made.key, rotated.key]) expect(files.some(file => file.includes(key))).toBe(false)
  })

  test('what is done at the command line is on it too', async () => {
    const { services } = kit.kit
    const [workspace] = (await findWorkspaces(services.engine)).filter(({ id }) => id === brand.workspaceId)
    if (!workspace) throw new Error('The workspace is gone.')
    const made = await issueApiKey(services, workspace, { name: 'cli', scopes: ['content:read'], expiresAt: null })
    expect(await statusOf(made.key)).toBe(200)
    expect((await revokeApiKey(services, made.id))?.revokedAt).toBe(clock)
    await revokeApiKey(services, made.id)
    expect(await statusOf(made.key)).toBe(401)
    expect(await revokeApiKey(services, 'key_01h455vb4pex5vsknk084sn02q')).toBeUndefined()
    const log = await events()
    expect(log.map(({ type, actor }: { type: string; actor: { type: string } }) => [type, actor.type])).toEqual([
      ['api_key.created', 'system'],
      ['api_key.revoked', 'system'],
    ])
  })

  test("another workspace's key is not there", async () => {
    const theirs = (await create()).body
    brand = await kit.tenant()
    const missing = await brand.call('DELETE', '/v1/api-keys/key_01h455vb4pex5vsknk084sn02q')
    for (const answer of [
      await brand.call('DELETE', `/v1/api-keys/${theirs.id}`),
      await brand.call('POST', `/v1/api-keys/${theirs.id}/rotate`, {}),
    ]) {
      expect([answer.status, answer.body.detail]).toEqual([404, missing.body.detail])
    }
    expect(await statusOf(theirs.key)).toBe(200)
  })
})

describe('pages and keys', () => {
  test('an API key in a page of another origin is refused, whether it is good or not', async () => {
    for (const key of [brand.key, 'sparkkit_live_nonsense']) {
      const answer = await request(kit, { ...brand, key }, { method: 'GET', path: '/v1/me', headers: { origin: 'https://a.example' } })
      expect([answer.status, answer.body.code]).toEqual([403, 'origin_not_allowed'])
    }
    const own = await request(kit, brand, { method: 'GET', path: '/v1/me', headers: { origin: 'https://sparkkit.test' } })
    expect(own.status).toBe(200)
  })

  test('an embed token works in its own origins only; preflights are alike for all', async () => {
    const { token } = (
      await brand.call('POST', '/v1/embed-tokens', { scopes: ['content:read'], origins: ['https://a.example'], actor: 'ana' })
    ).body
    const from = (origin: string) => request(kit, { ...brand, key: token }, { method: 'GET', path: '/v1/me', headers: { origin } })
    expect([(await from('https://a.example')).status, (await from('https://b.example')).status, (await from('null')).status]).toEqual([
      200, 403, 403,
    ])
    const preflights = await Promise.all(
      ['https://a.example', 'https://b.example'].map(origin =>
        request(kit, null, {
          method: 'OPTIONS',
          path: '/v1/content',
          headers: { origin, 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' },
        }),
      ),
    )
    const seen = preflights.map(({ status, headers }) => [
      status,
      headers.get('access-control-allow-origin'),
      headers.get('access-control-allow-credentials'),
    ])
    expect(seen).toEqual([
      [204, '*', null],
      [204, '*', null],
    ])
  })
})
