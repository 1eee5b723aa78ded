import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type EndpointCase, expectProblem, proveEndpoint, spoiledBody, strayParameter } from '../testing/endpoint-proof.ts'
import { createTestKit, type TestKit, type TestTenant } from '../testing/index.ts'
import { approvedPost, askedPost, creator, ingest, postUrl, sparkCode } from '../testing/scenario.ts'
import { openApiDocument } from './openapi.ts'

let kit: TestKit
beforeAll(async () => {
  const now = Date.now()
  kit = await createTestKit({ now: () => now })
})
afterAll(() => kit.close())

/** Endpoints whose four proofs stand beside what they are about. */
const ELSEWHERE =
  /^\S+ \/v1\/(connections|ad-accounts|bindings|spark-codes\/\{id\}\/(verify|bind|unbind)$|imports|events|webhook-endpoints|deliveries|replays|spark-codes\/import$)/

const post = async (tenant: TestTenant): Promise<string> => (await ingest(tenant, { url: postUrl(1) }))[0] ?? ''
const asked = (tenant: TestTenant) => askedPost(tenant, 1)
const code = async (tenant: TestTenant): Promise<string> => (await approvedPost(kit, tenant, { number: 1, code: sparkCode('one') })).codeId
const apiKey = async (tenant: TestTenant): Promise<string> =>
  (await tenant.call('POST', '/v1/api-keys', { name: 'spare', scopes: ['content:read'] })).body.id
const creatorId = async (tenant: TestTenant): Promise<string> =>
  (await tenant.call('GET', `/v1/content/${await post(tenant)}`)).body.creator.id
const flightOf = (contentId: string) => ({ content: contentId, startsOn: '2027-01-04', endsOn: '2027-01-10', timeZone: 'Europe/Madrid' })
const flight = async (tenant: TestTenant): Promise<string> =>
  (await tenant.call('POST', '/v1/flights', { items: [flightOf(await post(tenant))] })).body.results[0].id

const handoff = async (tenant: TestTenant): Promise<string> => (await tenant.call('POST', '/v1/handoffs', { name: 'agency' })).body.id

const about = (path: string, make: (tenant: TestTenant) => Promise<string>, body?: unknown) => async (tenant: TestTenant) => ({
  path: path.replace(/\{\w+\}/, await make(tenant)),
  ...(body !== undefined && { body }),
})

const get = (path: string, make: (tenant: TestTenant) => Promise<string>): EndpointCase => ({
  operation: `GET ${path}`,
  status: 200,
  prepare: about(path, make),
  invalid: strayParameter,
  elsewhere: 'missing',
})
const list = (path: string, make: (tenant: TestTenant) => Promise<unknown>, elsewhere: 'empty' | 'own' = 'empty'): EndpointCase => ({
  operation: `GET ${path}`,
  status: 200,
  prepare: async tenant => {
    await make(tenant)
    return { path }
  },
  invalid: strayParameter,
  elsewhere,
})
interface Change {
  make: (tenant: TestTenant) => Promise<string>
  body?: unknown
  bad?: unknown
  status?: number
}
const change = (operation: string, { make, body, bad, status = 200 }: Change): EndpointCase => ({
  operation,
  status,
  prepare: about(operation.split(' ')[1] ?? '', make, body),
  invalid: bad === undefined ? strayParameter : spoiledBody(bad),
  elsewhere: 'missing',
})
const termsHash = async (tenant: TestTenant): Promise<string> => {
  const { requestId } = await askedPost(tenant, 1, { terms: { text: `Of ${tenant.workspaceId}` } })
  return (await tenant.call('GET', `/v1/spark-requests/${requestId}`)).body.terms.hash
}
const linkId = async (tenant: TestTenant): Promise<string> => (await asked(tenant)).linkId
const sentLink = async (tenant: TestTenant): Promise<string> => {
  const id = await linkId(tenant)
  await tenant.call('POST', `/v1/approval-links/${id}/sent`, {})
  return id
}
const TEMPLATE = { name: 'a', channel: 'sms', locale: 'en', text: '{{link}}' }
const template = async (tenant: TestTenant): Promise<string> => (await tenant.call('POST', '/v1/message-templates', TEMPLATE)).body.id

const ENDPOINTS: readonly EndpointCase[] = [
  {
    operation: 'POST /v1/content/batch',
    status: 200,
    prepare: async () => ({ path: '/v1/content/batch', body: { items: [{ url: postUrl(1) }] } }),
    invalid: spoiledBody({ items: [] }),
    elsewhere: 'own',
  },
  list('/v1/content', post),
  list('/v1/content/facets', post),
  get('/v1/content/{id}', post),
  change('PATCH /v1/content/{id}', { make: post, body: { externalId: 'a' }, bad: { caption: 'no' } }),
  list('/v1/creators', post),
  get('/v1/creators/{id}', creatorId),
  change('PATCH /v1/creators/{id}', { make: creatorId, body: { doNotContact: true }, bad: { doNotContact: 'yes' } }),
  change('POST /v1/creators/{id}/erase', { make: creatorId, status: 202 }),
  {
    operation: 'POST /v1/spark-requests',
    status: 200,
    prepare: async tenant => ({ path: '/v1/spark-requests', body: { content: [await post(tenant)] } }),
    invalid: spoiledBody({ content: ['x'], askedDays: 366 }),
    elsewhere: 'missing',
  },
  list('/v1/spark-requests', asked),
  get('/v1/spark-requests/{id}', async tenant => (await asked(tenant)).requestId),
  change('POST /v1/spark-requests/{id}/cancel', { make: async tenant => (await asked(tenant)).requestId }),
  get(
    '/v1/spark-requests/{id}/receipt',
    async tenant => (await approvedPost(kit, tenant, { number: 1, code: sparkCode('one') })).requestId,
  ),
  get('/v1/rights-terms/{hash}', termsHash),
  list('/v1/approval-links', asked),
  list('/v1/approval-links/export', asked),
  get('/v1/approval-links/{id}', linkId),
  get('/v1/approval-links/{id}/message', linkId),
  change('POST /v1/approval-links/{id}/revoke', { make: linkId }),
  change('POST /v1/approval-links/{id}/reissue', { make: linkId, status: 201 }),
  change('POST /v1/approval-links/{id}/sent', { make: linkId, body: {}, bad: { text: 7 } }),
  change('POST /v1/approval-links/{id}/reminded', { make: sentLink, body: {}, bad: { text: 7 } }),
  change('POST /v1/approval-links/{id}/short-code', { make: linkId }),
  {
    operation: 'POST /v1/message-templates',
    status: 201,
    prepare: async () => ({ path: '/v1/message-templates', body: TEMPLATE }),
    invalid: spoiledBody({ ...TEMPLATE, text: '' }),
    elsewhere: 'own',
  },
  list('/v1/message-templates', template),
  get('/v1/message-templates/{id}', template),
  change('PATCH /v1/message-templates/{id}', { make: template, body: { name: 'b' }, bad: { channel: 'fax' } }),
  change('DELETE /v1/message-templates/{id}', { make: template, status: 204 }),
  list('/v1/spark-codes', code),
  {
    operation: 'POST /v1/spark-codes',
    status: 201,
    prepare: async tenant => ({ path: '/v1/spark-codes', body: { content: await post(tenant), code: sparkCode('dm') } }),
    invalid: spoiledBody({ content: 'x', code: sparkCode('dm'), days: 0 }),
    elsewhere: 'missing',
  },
  get('/v1/spark-codes/{id}', code),
  change('PATCH /v1/spark-codes/{id}', { make: code, body: { externalId: 'a' }, bad: { endsAt: 'soon' } }),
  change('POST /v1/spark-codes/{id}/reveal', { make: code }),
  change('POST /v1/spark-codes/{id}/used', { make: code, body: { adId: '1' }, bad: { adId: 1 } }),
  list('/v1/spark-codes/export', code),
  {
    operation: 'POST /v1/flights',
    status: 200,
    prepare: async tenant => ({ path: '/v1/flights', body: { items: [flightOf(await post(tenant))] } }),
    invalid: spoiledBody({ items: [] }),
    elsewhere: 'missing',
  },
  list('/v1/flights', flight),
  get('/v1/flights/{id}', flight),
  change('PATCH /v1/flights/{id}', { make: flight, body: { endsOn: '2027-01-12' }, bad: { endsOn: '2027-02-30' } }),
  change('DELETE /v1/flights/{id}', { make: flight, status: 204 }),
  list('/v1/coverage', flight),
  {
    operation: 'POST /v1/handoffs',
    status: 201,
    prepare: async () => ({ path: '/v1/handoffs', body: { name: 'agency' } }),
    invalid: spoiledBody({ name: 'agency', scopes: ['everything'] }),
    elsewhere: 'own',
  },
  list('/v1/handoffs', handoff),
  get('/v1/handoffs/{id}', handoff),
  get('/v1/handoffs/{id}/url', handoff),
  change('PATCH /v1/handoffs/{id}', { make: handoff, body: { name: 'other' }, bad: { expiresAt: 'soon' } }),
  change('POST /v1/handoffs/{id}/revoke', { make: handoff }),
  list('/v1/stats/funnel', asked),
  list('/v1/me', async () => {}, 'own'),
  list('/v1/workspace', async () => {}, 'own'),
  {
    operation: 'PATCH /v1/workspace',
    status: 200,
    prepare: async () => ({ path: '/v1/workspace', body: { name: 'Lumen' } }),
    invalid: spoiledBody({ name: '' }),
    elsewhere: 'own',
  },
  list('/v1/api-keys', async () => {}, 'own'),
  {
    operation: 'POST /v1/api-keys',
    status: 201,
    prepare: async () => ({ path: '/v1/api-keys', body: { name: 'reader', scopes: ['content:read'] } }),
    invalid: spoiledBody({ name: 'reader', scopes: ['everything'] }),
    elsewhere: 'own',
  },
  change('DELETE /v1/api-keys/{id}', { make: apiKey }),
  change('POST /v1/api-keys/{id}/rotate', { make: apiKey, body: {}, bad: { overlapHours: -1 }, status: 201 }),
  {
    operation: 'POST /v1/embed-tokens',
    status: 201,
    prepare: async () => ({
      path: '/v1/embed-tokens',
      body: { scopes: ['content:read'], origins: ['https://app.example'], actor: 'ana' },
    }),
    invalid: spoiledBody({ scopes: ['content:read'], origins: ['https://app.example/path'], actor: 'ana' }),
    elsewhere: 'own',
  },
]

describe('every endpoint of the API', () => {
  for (const endpoint of ENDPOINTS) proveEndpoint(() => kit, endpoint)
})

/** A sandbox's alone, so a live workspace is told so. */
proveEndpoint(() => ({ ...kit, tenant: () => kit.tenant({ mode: 'sandbox' }) }), {
  operation: 'POST /v1/sandbox/advance',
  status: 200,
  prepare: async () => ({ path: '/v1/sandbox/advance', body: { days: 1 } }),
  invalid: spoiledBody({ days: 1, to: '2030-01-01' }),
  elsewhere: 'own',
})

const PUBLIC = {
  'GET /v1/approvals/{token}': undefined,
  'GET /v1/approvals/{token}/receipts/{requestId}': undefined,
  'POST /v1/approvals/{token}/opened': undefined,
  'POST /v1/approvals/{token}/check': (requestId: string) => ({ requestId, code: sparkCode('x') }),
  'POST /v1/approvals/{token}/sort': () => ({ text: sparkCode('x') }),
  'POST /v1/approvals/{token}/approve': (requestId: string) => ({ requestId, code: sparkCode('x') }),
  'POST /v1/approvals/{token}/reject': (requestId: string) => ({ requestId }),
  'POST /v1/approvals/{token}/withdraw': (requestId: string) => ({ requestId }),
} as const

describe("every endpoint of the creator's page", () => {
  for (const [operation, body] of Object.entries(PUBLIC)) {
    const [method = '', path = ''] = operation.split(' ')
    const at = (token: string, requestId = '') => path.replace('{token}', token).replace('{requestId}', requestId)

    describe(operation, () => {
      test('answers', async () => {
        const tenant = await kit.tenant()
        const { token, requestId } = await askedPost(tenant, 1)
        if (/withdraw|receipts/.test(path)) await creator(kit, token).approve({ requestId, code: sparkCode('x') })
        const answer = await kit.call(method, at(token, requestId), body?.(requestId))
        expect(answer.status, answer.text).toBe(path.endsWith('opened') ? 204 : 200)
      })

      test('refuses what does not fit', async () => {
        const { token, requestId } = await askedPost(await kit.tenant(), 1)
        const spoiled = body ? kit.call(method, at(token), { stray: 1 }) : kit.call(method, `${at(token, requestId)}?stray=1`)
        expectProblem(await spoiled, 400, 'invalid_request')
      })

      test('has the link as its only authority', async () => {
        const tenant = await kit.tenant()
        const { token, requestId, linkId } = await askedPost(tenant, 1)
        const other = token.startsWith('A') ? `B${token.slice(1)}` : `A${token.slice(1)}`
        expectProblem(await tenant.call(method, at(other, requestId), body?.(requestId)), 404, 'link_not_found')
        await tenant.call('POST', `/v1/approval-links/${linkId}/revoke`)
        expectProblem(await kit.call(method, at(token, requestId), body?.(requestId)), 404, 'link_revoked')
      })

      test("answers another link's request exactly like a missing one", async () => {
        if ((!body && !path.includes('{requestId}')) || path.endsWith('sort')) return
        const [mine, theirs] = [await askedPost(await kit.tenant(), 1), await askedPost(await kit.tenant(), 1)]
        if (!body) await creator(kit, theirs.token).approve({ requestId: theirs.requestId, code: sparkCode('x') })
        const foreign = await kit.call(method, at(mine.token, theirs.requestId), body?.(theirs.requestId))
        const unknown = 'req_01h455vb4pex5vsknk084sn02q'
        const missing = await kit.call(method, at(mine.token, unknown), body?.(unknown))
        expectProblem(foreign, 404, 'not_found')
        expect({ ...foreign.body, requestId: null }).toEqual({ ...missing.body, requestId: null })
      })
    })
  }
})

const SHARED = {
  'GET /v1/shared-codes/{token}': undefined,
  'POST /v1/shared-codes/{token}/reveal': (codeId: string) => ({ id: [codeId] }),
  'POST /v1/shared-codes/{token}/export': undefined,
  'POST /v1/shared-codes/{token}/used': (id: string) => ({ id }),
} as const

describe("every endpoint of the ad team's page", () => {
  for (const [operation, body] of Object.entries(SHARED)) {
    const [method = '', path = ''] = operation.split(' ')
    const at = (token: string) => path.replace('{token}', token)
    const shared = async (tenant: TestTenant) => {
      const codeId = await code(tenant)
      const { id, url } = (await tenant.call('POST', '/v1/handoffs', { name: 'agency' })).body
      return { codeId, id, token: url.split('/').at(-1) }
    }

    describe(operation, () => {
      test('answers', async () => {
        const { token, codeId } = await shared(await kit.tenant())
        const answer = await kit.call(method, at(token), body?.(codeId))
        expect(answer.status, answer.text).toBe(200)
      })

      test('refuses what does not fit', async () => {
        const { token } = await shared(await kit.tenant())
        const spoiled = body ? kit.call(method, at(token), { stray: 1 }) : kit.call(method, `${at(token)}?stray=1`)
        expectProblem(await spoiled, 400, 'invalid_request')
      })

      test('has the link as its only authority', async () => {
        const tenant = await kit.tenant()
        const { token, codeId, id } = await shared(tenant)
        const other = token.startsWith('A') ? `B${token.slice(1)}` : `A${token.slice(1)}`
        expectProblem(await tenant.call(method, at(other), body?.(codeId)), 404, 'handoff_not_found')
        await tenant.call('POST', `/v1/handoffs/${id}/revoke`)
        expectProblem(await kit.call(method, at(token), body?.(codeId)), 404, 'handoff_revoked')
      })

      test("shows nothing of another workspace's codes", async () => {
        if (!body) return
        const [mine, theirs] = [await shared(await kit.tenant()), await shared(await kit.tenant())]
        const foreign = await kit.call(method, at(mine.token), body(theirs.codeId))
        const missing = await kit.call(method, at(mine.token), body('code_01h455vb4pex5vsknk084sn02q'))
        const neutral = (text: string) => text.replace(/code_\w+|"requestId":"[^"]*"/g, '')
        expect([foreign.status, neutral(foreign.text)]).toEqual([missing.status, neutral(missing.text)])
        expect(foreign.text).not.toContain(sparkCode('one').slice(1, 20))
      })
    })
  }
})

test('no endpoint goes without its four proofs', () => {
  const { paths } = openApiDocument(kit.kit.app)
  const operations = Object.entries(paths ?? {}).flatMap(([path, methods]) =>
    Object.keys(methods).map(name => `${name.toUpperCase()} ${path}`),
  )
  const proven = new Set([
    ...ENDPOINTS.map(({ operation }) => operation),
    ...Object.keys(PUBLIC),
    ...Object.keys(SHARED),
    'POST /v1/sandbox/advance',
  ])
  expect(operations.filter(operation => !proven.has(operation) && !ELSEWHERE.test(operation))).toEqual([])
})
