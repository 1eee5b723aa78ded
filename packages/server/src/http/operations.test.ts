import { Writable } from 'node:stream'
import { createAdaptorServer } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLogger } from '../logging.ts'
import { createTestKit, type TestKit } from '../testing/index.ts'
import { request } from './testing.ts'

let kit: TestKit
let log = ''
let clock = Date.UTC(2026, 10, 20, 12)

beforeAll(async () => {
  const sink = new Writable({
    write: (chunk, _encoding, done) => {
      log += chunk
      done()
    },
  })
  kit = await createTestKit({ metricsToken: 'scrape-me', logger: createLogger('debug', sink), now: () => clock })
})
afterAll(() => kit.close())

const measure = (authorization: string) => request(kit, null, { method: 'GET', path: '/metrics', headers: { authorization } })
const valueIn = (text: string, name: string): number => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1])
const VIDEO = 'https://www.tiktok.com/@mara.glow/video/7195686135157296390'

describe('health', () => {
  test('the process is up; it is ready while its database answers and has all migrations', async () => {
    expect((await kit.call('GET', '/health')).body).toEqual({ status: 'ok' })
    expect((await kit.call('GET', '/ready')).body).toEqual({ status: 'ready' })
    const other = await createTestKit({ testEngine: 'libsql' })
    const { engine } = other.kit.services
    const { state } = engine.migrations
    engine.migrations.state = async () => ({ applied: [], pending: ['0099_later'] })
    expect((await other.call('GET', '/ready')).status).toBe(503)
    engine.migrations.state = state
    expect((await other.call('GET', '/ready')).status).toBe(200)
    await engine.close()
    const gone = await other.call('GET', '/ready')
    expect([gone.status, gone.body.code, gone.headers.get('retry-after')]).toEqual([503, 'unavailable', '2'])
    expect((await other.call('GET', '/health')).status).toBe(200)
    await other.close()
  })
})

describe('metrics', () => {
  test('are for whoever has the token', async () => {
    for (const authorization of ['', 'Bearer wrong', 'Bearer scrape-me2']) expect((await measure(authorization)).status).toBe(401)
    expect((await measure('Bearer scrape-me')).status).toBe(200)
  })

  test('tell how long the oldest delivery has been due, requests by route, and the delay of the event loop', async () => {
    const brand = await kit.tenant()
    expect(valueIn((await measure('Bearer scrape-me')).text, 'sparkkit_webhook_oldest_due_age_seconds')).toBe(0)
    await brand.call('POST', '/v1/webhook-endpoints', { url: 'https://example.com/hook', events: ['content.created'] })
    await brand.call('POST', '/v1/content/batch', { items: [{ url: VIDEO }] })
    const { dispatchEvents } = await import('../features/webhooks/dispatch.ts')
    await dispatchEvents(kit.kit.services)
    clock += 90_000
    const { text, headers } = await measure('Bearer scrape-me')
    expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    expect([valueIn(text, 'sparkkit_webhook_oldest_due_age_seconds'), valueIn(text, 'sparkkit_webhook_deliveries_due')]).toEqual([90, 1])
    expect(text).toContain('sparkkit_http_request_duration_seconds_count{method="POST",route="/v1/content/batch",status="200"} 1')
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds')
    const { id } = (await brand.call('GET', '/v1/content')).body.data[0]
    await brand.call('GET', `/v1/content/${id}`)
    await kit.call('GET', `/nowhere/${id}`)
    const later = (await measure('Bearer scrape-me')).text
    expect(later).toContain('route="/v1/content/:id",status="200"} 1')
    expect(later).toContain('route="unmatched",status="404"')
    expect(later).not.toContain(id)
  })

  test('without a token are for this machine alone, and not through a proxy on it', async () => {
    const open = await createTestKit()
    const server = createAdaptorServer({ fetch: open.kit.fetch })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/metrics`
    expect((await fetch(url)).status).toBe(200)
    expect((await fetch(url, { headers: { 'x-forwarded-for': '127.0.0.1' } })).status).toBe(401)
    expect((await open.call('GET', '/metrics')).status).toBe(401)
    await new Promise(resolve => server.close(resolve))
    await open.close()
  })
})

describe('the log', () => {
  const lines = () =>
    log
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))

  test('has a line per request with who, what and how long, and never a key or a link', async () => {
    const brand = await kit.tenant()
    await brand.call('POST', '/v1/content/batch', { items: [{ url: VIDEO }] })
    const { approvalLinks } = (await brand.call('POST', '/v1/spark-requests', { content: [VIDEO] })).body
    const token = approvalLinks[0].url.split('/').at(-1)
    await kit.call('GET', `/v1/approvals/${token}`)
    await kit.call('GET', `/a/${token}`)
    await kit.call('GET', `/a/${token}/what`)
    const asked = lines().find(({ route }) => route === '/v1/spark-requests')
    expect(asked).toMatchObject({
      level: 30,
      method: 'POST',
      path: '/v1/spark-requests',
      status: 200,
      workspaceId: brand.workspaceId,
      actor: { name: 'test' },
    })
    expect(asked.ms).toBeGreaterThan(0)
    expect(lines().map(({ route }) => route)).toEqual(expect.arrayContaining(['/v1/approvals/:token', '/a/:token', 'unmatched']))
    for (const secret of [token, brand.key, 'scrape-me']) expect(log).not.toContain(secret)
  })

  test('blanks what bears the name of a secret, and what a failed query was given', () => {
    const logger = kit.kit.services.logger
    logger.warn({ req: { headers: { authorization: 'Bearer abc123' } }, token: 'abc123', inner: { secret: 'abc123' } }, 'look')
    const error = Object.assign(new Error('Failed query: select 1\nparams: abc123,mara@example.com'), { params: ['abc123'] })
    logger.error({ err: new Error('outer', { cause: error }) }, 'failed')
    logger.error({ err: error }, 'failed')
    expect(log).toContain('[redacted]')
    expect(log).toContain('Failed query: select 1')
    expect(log).not.toMatch(/abc123|mara@example/)
  })
})
