import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { expectProblem } from '../../testing/endpoint-proof.ts'
import { createTestKit, type TestKit, type TestTenant } from '../../testing/index.ts'
import { eventsOf, typesOf } from '../../testing/scenario.ts'

const DAY_MS = 86_400_000
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

const day = (offset: number): string => new Date(clock + offset * DAY_MS).toISOString()
const create = async (body: object = {}) => {
  const answer = await brand.call('POST', '/v1/handoffs', { name: 'Northlight', ...body })
  expect(answer.status, answer.text).toBe(201)
  return answer.body
}
const tokenOf = (url: string): string => url.split('/').at(-1) ?? ''

async function keyWith(...scopes: string[]) {
  const { body } = await brand.call('POST', '/v1/api-keys', { name: 'narrow', scopes })
  return async (method: string, path: string, given?: object) => {
    const headers = { authorization: `Bearer ${body.key}`, 'content-type': 'application/json' }
    const init = given === undefined ? { method, headers } : { method, headers, body: JSON.stringify(given) }
    const response = await kit.kit.fetch(new Request(`https://sparkkit.test${path}`, init))
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, body: JSON.parse(text) }
  }
}

describe('a handoff', () => {
  test('lasts fourteen days and allows everything unless told otherwise', async () => {
    const made = await create()
    expect(made).toMatchObject({ status: 'open', filter: {}, scopes: ['reveal', 'mark_used'], chunkSize: 20, expiresAt: day(14) })
    expect(made.url).toMatch(/^https:\/\/sparkkit\.test\/h\/[\w-]{24}$/)
  })

  test.each([
    ['in the past', -1],
    ['now', 0],
    ['after 91 days', 91],
  ])('cannot end %s', async (_, offset) => {
    expectProblem(await brand.call('POST', '/v1/handoffs', { name: 'x', expiresAt: day(offset) }), 400, 'invalid_request')
    const { id } = await create({ expiresAt: day(90) })
    expectProblem(await brand.call('PATCH', `/v1/handoffs/${id}`, { expiresAt: day(offset) }), 400, 'invalid_request')
  })

  test('shows its URL where it is asked for, and in no list and no event', async () => {
    const { id, url } = await create()
    expect((await brand.call('GET', `/v1/handoffs/${id}/url`)).body).toEqual({ url })
    const list = await brand.call('GET', '/v1/handoffs')
    const events = await eventsOf(kit, brand)
    expect(typesOf(events)).toEqual(['handoff.created'])
    for (const text of [list.text, JSON.stringify(events), (await brand.call('GET', `/v1/handoffs/${id}`)).text]) {
      expect(text).not.toContain(tokenOf(url))
    }
  })

  test('can do no more than the key that makes it, changes it or asks for its URL', async () => {
    const call = await keyWith('handoffs:read', 'handoffs:write')
    expectProblem(await call('POST', '/v1/handoffs', { name: 'x' }), 403, 'insufficient_scope')
    expectProblem(await call('POST', '/v1/handoffs', { name: 'x', scopes: ['mark_used'] }), 403, 'insufficient_scope')
    const masked = await call('POST', '/v1/handoffs', { name: 'x', scopes: [] })
    expect(masked.status).toBe(201)
    expectProblem(await call('PATCH', `/v1/handoffs/${masked.body.id}`, { scopes: ['reveal'] }), 403, 'insufficient_scope')
    const { id } = await create()
    expectProblem(await call('GET', `/v1/handoffs/${id}/url`), 403, 'insufficient_scope')
    expectProblem(await call('PATCH', `/v1/handoffs/${id}`, { filter: {} }), 403, 'insufficient_scope')
    expect((await call('POST', `/v1/handoffs/${id}/revoke`)).status).toBe(200)
    const revealer = await keyWith('handoffs:write', 'spark-codes:reveal', 'spark-codes:write')
    expect((await revealer('POST', '/v1/handoffs', { name: 'x' })).status).toBe(201)
  })

  test('is changed field by field, on the record', async () => {
    const { id } = await create()
    const { body } = await brand.call('PATCH', `/v1/handoffs/${id}`, { name: 'Southlight', expiresAt: day(30), scopes: ['mark_used'] })
    expect(body).toMatchObject({ name: 'Southlight', expiresAt: day(30), scopes: ['mark_used'], chunkSize: 20 })
    const [, updated] = await eventsOf(kit, brand)
    expect(updated).toMatchObject({
      type: 'handoff.updated',
      previous: { name: 'Northlight', expiresAt: day(14), scopes: ['reveal', 'mark_used'] },
    })
    await brand.call('PATCH', `/v1/handoffs/${id}`, { name: 'Southlight' })
    expect(await eventsOf(kit, brand)).toHaveLength(2)
  })

  test('is revoked once, and for good', async () => {
    const { id } = await create()
    const first = await brand.call('POST', `/v1/handoffs/${id}/revoke`)
    const second = await brand.call('POST', `/v1/handoffs/${id}/revoke`)
    expect(first.body).toMatchObject({ status: 'revoked', revokedAt: day(0) })
    expect(second.body).toEqual(first.body)
    expect(typesOf(await eventsOf(kit, brand))).toEqual(['handoff.created', 'handoff.revoked'])
    expectProblem(await brand.call('PATCH', `/v1/handoffs/${id}`, { name: 'again' }), 404, 'handoff_revoked')
    expectProblem(await brand.call('GET', `/v1/handoffs/${id}/url`), 404, 'handoff_revoked')
  })

  test('of each status is found, page by page', async () => {
    const [open, ended, revoked] = [await create(), await create({ expiresAt: day(1) }), await create()]
    await brand.call('POST', `/v1/handoffs/${revoked.id}/revoke`)
    clock += 2 * DAY_MS
    const ids = async (query: string) => (await brand.call('GET', `/v1/handoffs${query}`)).body.data.map(({ id }: { id: string }) => id)
    expect(await ids('?status=open')).toEqual([open.id])
    expect(await ids('?status=expired')).toEqual([ended.id])
    expect(await ids('?status=revoked,expired')).toEqual([revoked.id, ended.id])
    const { body } = await brand.call('GET', '/v1/handoffs?limit=2')
    expect([...body.data.map(({ id }: { id: string }) => id), ...(await ids(`?limit=2&cursor=${body.nextCursor}`))]).toEqual([
      revoked.id,
      ended.id,
      open.id,
    ])
  })
})
