import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestKit } from '../../testing/index.ts'
import { API_SCOPES, createApiKey, findWorkspace } from '../access/index.ts'
import { CreateWebhookEndpointInput } from './endpoint-schemas.ts'
import { contentEvent, createStage, emit, type Stage, verify } from './testing.ts'

let stage: Stage

beforeAll(async () => {
  stage = await createStage(createTestKit)
})
afterAll(() => stage.close())
beforeEach(() => stage.renew())

const CODE = '#p4KxVb2mQe7+Lr/9sTzWc1YhN0uJfGdA3oXiPq8vBn5='
const POST = 'https://www.tiktok.com/@mara.glow/video/7195686135157296390'

const call = (method: string, path: string, body?: unknown) => stage.brand.call(method, path, body)
const bodies = (received: readonly { body: string }[]) => received.map(({ body }) => JSON.parse(body))

async function addCode(): Promise<string> {
  await call('POST', '/v1/content/batch', { items: [{ url: POST, externalId: 'ours-1', postedAt: '2026-11-01' }] })
  const { status, body, text } = await call('POST', '/v1/spark-codes', { content: POST, code: CODE })
  expect(status, text).toBe(201)
  return body.id
}

/** Calls with a key of the same workspace that holds fewer scopes. */
async function withScopes(scopes: (typeof API_SCOPES)[number][], [method, path]: [method: string, path: string], body: unknown) {
  const { services } = stage.kit.kit
  const workspace = await findWorkspace(services.engine, stage.brand.workspaceId)
  if (!workspace) throw new Error('no workspace')
  const { secret } = await createApiKey(services, workspace, { name: 'narrow', scopes, expiresAt: null })
  const response = await stage.kit.kit.fetch(
    new Request(`https://sparkkit.test${path}`, {
      method,
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  )
  return response.status
}

describe('custom headers', () => {
  test('they are sent with every request, kept sealed and never shown', async () => {
    const hook = await stage.receiver()
    const { id } = await stage.endpoint(hook.url, { headers: { Authorization: 'Bearer very-secret-value', 'X-Team': 'ads' } })
    await emit(stage.kit, stage.brand, contentEvent('a'))
    await stage.drain()
    expect(hook.received[0]?.headers).toMatchObject({ authorization: 'Bearer very-secret-value', 'x-team': 'ads' })
    const shown = await call('GET', `/v1/webhook-endpoints/${id}`)
    expect(shown.body.headerNames).toEqual(['authorization', 'x-team'])
    const events = await call('GET', '/v1/events?type=webhook_endpoint.*')
    expect(shown.text + events.text).not.toContain('very-secret-value')
    const files = await Promise.all(
      [stage.kit.databasePath, `${stage.kit.databasePath}-wal`].map(file => readFile(file).catch(() => Buffer.alloc(0))),
    )
    expect(files.some(file => file.includes('very-secret-value'))).toBe(false)
  })

  test('a patch merges them, null removes, and another origin does not inherit them', async () => {
    const { id } = await stage.endpoint('https://one.example/hook', { headers: { 'x-a': '1', 'x-b': '2' } })
    const path = `/v1/webhook-endpoints/${id}`
    expect((await call('PATCH', path, { headers: { 'X-A': null, 'x-c': '3' } })).body.headerNames).toEqual(['x-b', 'x-c'])
    expect((await call('PATCH', path, { url: 'https://one.example/other' })).status).toBe(200)
    expect((await call('PATCH', path, { url: 'https://two.example/hook' })).status).toBe(409)
    const moved = await call('PATCH', path, { url: 'https://two.example/hook', headers: null })
    expect([moved.status, moved.body.headerNames]).toEqual([200, []])
  })

  test.each([
    { host: 'x' },
    { 'Content-Type': 'text/plain' },
    { 'content-length': '0' },
    { 'webhook-signature': 'v1,x' },
    { 'Webhook-Id': 'x' },
    { connection: 'close' },
    { 'transfer-encoding': 'chunked' },
    { 'proxy-authorization': 'x' },
    { 'x-a': 'two\r\nlines' },
    { 'x-a': '' },
    { 'x-a': 'naïve' },
    { 'bad name': 'x' },
    { 'x-a': '1', 'X-A': '2' },
    Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`x-${index}`, '1'])),
  ])('%j is refused', headers => {
    expect(CreateWebhookEndpointInput.safeParse({ url: 'https://hooks.example/', headers }).success).toBe(false)
  })
})

describe('what is sent', () => {
  test('a thin endpoint gets the id of what changed, a full one all of it', async () => {
    const thin = await stage.receiver()
    const full = await stage.receiver()
    await stage.endpoint(thin.url, { payload: 'thin' })
    await stage.endpoint(full.url)
    await emit(stage.kit, stage.brand, contentEvent('a'))
    await stage.drain()
    const [event] = bodies(full.received)
    expect(event.data.caption).toBe('a')
    const { id, type, timestamp, workspaceId, sequence } = event
    expect(bodies(thin.received)).toEqual([{ id, type, timestamp, workspaceId, sequence, data: { id: event.data.id } }])
  })

  test('codes go to the endpoint that asks for them and nowhere else, with what it takes to use them', async () => {
    const adTool = await stage.receiver()
    const other = await stage.receiver()
    await stage.endpoint(adTool.url, { events: ['spark_code.*'], includeCodes: true })
    await stage.endpoint(other.url, { events: ['spark_code.*'] })
    const id = await addCode()
    await call('POST', `/v1/spark-codes/${id}/reveal`)
    await stage.drain()
    const [received, revealed] = bodies(adTool.received).sort((a, b) => a.sequence - b.sequence)
    expect(received).toMatchObject({
      type: 'spark_code.received',
      data: { id, status: 'live', code: CODE, content: { platform: 'tiktok', platformId: '7195686135157296390', externalId: 'ours-1' } },
    })
    expect(revealed.type).toBe('spark_code.revealed')
    expect(revealed.data).not.toHaveProperty('code')
    expect(other.received.length).toBe(2)
    expect(other.received.map(({ body }) => body).join()).not.toContain(CODE)
    const stored = await Promise.all(['/v1/events', '/v1/deliveries'].map(path => call('GET', path)))
    expect(stored.map(({ text }) => text).join()).not.toContain(CODE)
  })

  test('having codes sent, or sent elsewhere, takes the scope to reveal them', async () => {
    const narrow = API_SCOPES.filter(scope => scope !== 'spark-codes:reveal')
    const input = { url: 'https://hooks.example/', includeCodes: true }
    expect(await withScopes(narrow, ['POST', '/v1/webhook-endpoints'], input)).toBe(403)
    const { id } = await stage.endpoint('https://hooks.example/', { includeCodes: true })
    const path = `/v1/webhook-endpoints/${id}`
    expect(await withScopes(narrow, ['PATCH', path], { url: 'https://attacker.example/' })).toBe(403)
    expect(await withScopes(narrow, ['PATCH', path], { description: 'fine' })).toBe(200)
    expect(await withScopes(narrow, ['PATCH', path], { includeCodes: false })).toBe(200)
    expect(await withScopes(narrow, ['PATCH', path], { includeCodes: true })).toBe(403)
    const plain = await stage.endpoint('https://hooks.example/')
    expect(await withScopes(narrow, ['PATCH', `/v1/webhook-endpoints/${plain.id}`], { includeCodes: true })).toBe(403)
    expect(await withScopes([...API_SCOPES], ['PATCH', `/v1/webhook-endpoints/${plain.id}`], { includeCodes: true })).toBe(200)
  })
})

describe('rotation', () => {
  test('both secrets sign until the overlap ends, then the new one alone', async () => {
    const hook = await stage.receiver()
    const { id, secret } = await stage.endpoint(hook.url)
    const rotated = await call('POST', `/v1/webhook-endpoints/${id}/rotate-secret`, { overlapHours: 2 })
    expect(rotated.status).toBe(200)
    expect(Date.parse(rotated.body.previousSecretExpiresAt) - stage.now()).toBeGreaterThan(7_190_000)
    expect((await call('GET', `/v1/webhook-endpoints/${id}/secret`)).body).toEqual({ secret: rotated.body.secret })
    await emit(stage.kit, stage.brand, contentEvent('a'))
    await stage.drain()
    const [during] = hook.received
    if (!during) throw new Error('nothing arrived')
    expect(String(during.headers['webhook-signature']).split(' ')).toHaveLength(2)
    verify(secret, during)
    verify(rotated.body.secret, during)
    stage.pass(3 * 3_600_000)
    await emit(stage.kit, stage.brand, contentEvent('b'))
    await stage.drain()
    expect(String(hook.received[1]?.headers['webhook-signature']).split(' ')).toHaveLength(1)
  })

  test('rotating a leaked secret ends every older one at once, and an overlap has limits', async () => {
    const hook = await stage.receiver()
    const { id } = await stage.endpoint(hook.url)
    const rotate = (body: object) => call('POST', `/v1/webhook-endpoints/${id}/rotate-secret`, body)
    for (let count = 0; count < 4; count += 1) expect((await rotate({ overlapHours: 168 })).status).toBe(200)
    expect((await rotate({})).status).toBe(409)
    for (const overlapHours of [-1, 169, 1.5]) expect((await rotate({ overlapHours })).status).toBe(400)
    const { secret } = (await rotate({ overlapHours: 0 })).body
    await emit(stage.kit, stage.brand, contentEvent('a'))
    await stage.drain()
    const [got] = hook.received
    expect(String(got?.headers['webhook-signature']).split(' ')).toHaveLength(1)
    if (got) verify(secret, got)
  })
})

test('what is changed about an endpoint is an event with what was before, and the endpoint itself is not told', async () => {
  const hook = await stage.receiver()
  const { id } = await stage.endpoint(hook.url, { events: ['*'] })
  const path = `/v1/webhook-endpoints/${id}`
  await call('PATCH', path, { description: 'Ad tool', ratePerSecond: 5 })
  await call('PATCH', path, { description: 'Ad tool' })
  await call('POST', `${path}/rotate-secret`, {})
  await stage.drain()
  await call('DELETE', path)
  await stage.drain()
  const events = await stage.list<{ type: string; previous?: object; actor: object }>('/v1/events?type=webhook_endpoint.*')
  expect(events.map(({ type, previous }) => [type, previous])).toEqual([
    ['webhook_endpoint.created', undefined],
    ['webhook_endpoint.updated', { description: null, ratePerSecond: null }],
    ['webhook_endpoint.updated', { secretRotatedAt: null }],
    ['webhook_endpoint.deleted', undefined],
  ])
  expect(events[0]?.actor).toMatchObject({ type: 'api_key', name: 'test' })
  expect(JSON.stringify(events)).not.toContain('whsec_')
  expect(hook.received).toEqual([])
})

describe('ratePerSecond', () => {
  test('40 a second are never exceeded by more than 5 %, and another endpoint is not slowed', async () => {
    const limited = await stage.receiver()
    const free = await stage.receiver()
    const times: number[] = []
    limited.answer = () => {
      times.push(performance.now())
      return { status: 204 }
    }
    await stage.endpoint(limited.url, { ratePerSecond: 40 })
    await stage.endpoint(free.url)
    await emit(stage.kit, stage.brand, ...Array.from({ length: 120 }, (_, index) => contentEvent(`${index}`)))
    stage.kit.kit.worker.start()
    while (free.received.length < 120) await new Promise(resolve => setTimeout(resolve, 10))
    expect(times.length).toBeLessThan(100)
    while (times.length < 120) await new Promise(resolve => setTimeout(resolve, 10))
    const [first = 0] = times
    const rate = 119_000 / ((times.at(-1) ?? 0) - first)
    // No faster; how much slower is up to the machine.
    expect(rate).toBeLessThan(42)
    expect(rate).toBeGreaterThan(10)
    await stage.kit.kit.worker.stop()
    expect(new Set(limited.ids()).size).toBe(120)
    expect(limited.received).toHaveLength(120)
  })

  test.each([0, 1001, 1.5])('%d is refused', ratePerSecond => {
    expect(CreateWebhookEndpointInput.safeParse({ url: 'https://hooks.example/', ratePerSecond }).success).toBe(false)
  })
})
