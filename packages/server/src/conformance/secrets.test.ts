import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createReceiver, type Receiver } from '../features/webhooks/testing.ts'
import { request } from '../http/testing.ts'
import { createLogger } from '../logging.ts'
import type { TestKit, TestTenant } from '../testing/index.ts'
import { onEveryEngine } from '../testing/on-every-engine.ts'
import { approvedPost, askedPost, creator, eventsOf, ingest, postUrl, sparkCode } from '../testing/scenario.ts'

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name))
}

onEveryEngine('secrets', (createKit, engine) => {
  let kit: TestKit
  let hook: Receiver
  let brand: TestTenant
  const lines: string[] = []
  const secrets: string[] = []

  /** Does everything that touches a code or a token, well and badly. */
  async function story(): Promise<void> {
    const codes = ['creator', 'newer', 'hand', 'import', 'refused', 'checked', 'kept', 'form'].map(sparkCode)
    const [given = '', newer = '', hand = '', imported = '', refused = '', checked = '', kept = '', form = ''] = codes
    const endpoint = (await brand.call('POST', '/v1/webhook-endpoints', { url: hook.url })).body
    const key = (await brand.call('POST', '/v1/api-keys', { name: 'spare', scopes: ['content:read', 'access:write'] })).body
    const scopes = ['content:read']
    const embed = (await brand.call('POST', '/v1/embed-tokens', { scopes, origins: ['https://a.example'], actor: 'ana' })).body
    const { token, requestId, codeId, linkId } = await approvedPost(kit, brand, { number: 1, code: given })
    await creator(kit, token).approve({ requestId, code: newer })
    await creator(kit, token).check({ requestId, code: `here: ${checked}` })
    await creator(kit, token).reject({ requestId, reason: `no, and my code is ${refused}` })
    await ingest(brand, { url: postUrl(2) }, { url: postUrl(3) }, { url: postUrl(4) })
    await brand.call('POST', '/v1/spark-codes', { content: postUrl(2), code: hand })
    await brand.call('POST', '/v1/spark-codes', { content: postUrl(3), code: hand })
    const csv = `post_url,code\n${postUrl(3)},${imported}\n${postUrl(99)},${refused}\n`
    await request(kit, brand, { method: 'POST', path: '/v1/spark-codes/import', body: csv, headers: { 'content-type': 'text/csv' } })
    for (let time = 0; time < 2; time += 1) {
      const body = { content: postUrl(4), code: kept }
      await request(kit, brand, { method: 'POST', path: '/v1/spark-codes', body, headers: { 'idempotency-key': 'again' } })
      await request(kit, brand, { method: 'POST', path: `/v1/spark-codes/${codeId}/reveal`, headers: { 'idempotency-key': 'show' } })
    }
    await brand.call('GET', '/v1/spark-codes/export?status=live,superseded')
    const other = await askedPost(brand, 5)
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'user-agent': 'Mozilla/5.0' }
    const body = new URLSearchParams({ answer: 'approve', requestId: other.requestId, code: form }).toString()
    await kit.kit.fetch(new Request(`https://sparkkit.test/a/${other.token}`, { method: 'POST', headers, body }))
    await kit.kit.fetch(new Request(`https://sparkkit.test/a/${token}`, { headers }))
    const { text } = (await brand.call('GET', `/v1/approval-links/${linkId}/message`)).body
    await brand.call('POST', `/v1/approval-links/${linkId}/sent`, { text })
    const handoff = (await brand.call('POST', '/v1/handoffs', { name: 'agency' })).body
    const shared = String(handoff.url).split('/').at(-1) ?? ''
    for (const path of ['', '/export']) await kit.call(path === '' ? 'GET' : 'POST', `/v1/shared-codes/${shared}${path}`)
    const { data } = (await brand.call('GET', '/v1/spark-codes?status=live')).body
    await kit.call('POST', `/v1/shared-codes/${shared}/reveal`, { id: data.map(({ id }: { id: string }) => id) })
    await brand.call('GET', `/v1/handoffs/${handoff.id}/url`)
    const fresh = (await brand.call('POST', `/v1/approval-links/${linkId}/reissue`)).body
    const { url } = (await brand.call('GET', `/v1/approval-links/${fresh.id}/message`)).body
    await creator(kit, token).approve({ requestId, code: refused })
    await creator(kit, 'x'.repeat(24)).approve({ requestId, code: refused })
    await brand.call('POST', '/v1/spark-codes', `{"content":"${postUrl(2)}","code":"${refused}`)
    const { shortCode } = (await brand.call('GET', `/v1/approval-links/${fresh.id}/message`)).body
    const typed = new URLSearchParams({ code: shortCode, handle: 'mara.glow' }).toString()
    const entered = await kit.kit.fetch(new Request('https://sparkkit.test/c', { method: 'POST', headers, body: typed }))
    const session = entered.headers.get('location') ?? ''
    await kit.kit.fetch(new Request(`https://sparkkit.test${session}`, { headers }))
    secrets.push(session.slice('/c/s/test.'.length, -'?lang=en'.length))
    secrets.push(...codes, token, other.token, shared, String(url).split('/').at(-1) ?? '', brand.key, key.key, embed.token)
    const shown = (await brand.call('GET', `/v1/webhook-endpoints/${endpoint.id}/secret`)).body
    secrets.push(String(shown.secret).replace('whsec_', ''))
    expect(secrets.every(secret => secret.length >= 16)).toBe(true)
  }

  beforeAll(async () => {
    const logger = createLogger('trace', { write: line => lines.push(line) })
    kit = await createKit({ logger })
    hook = await createReceiver()
    brand = await kit.tenant()
    await story()
    await kit.kit.worker.drain()
  })
  afterAll(async () => {
    await hook.close()
    await kit.close()
  })

  /** The parts of a secret that would give it away, also inside JSON, base64 or a URL. */
  const traces = (secret: string): string[] => [
    secret.slice(1, 17),
    secret.slice(-16),
    Buffer.from(secret).toString('base64').slice(2, 20),
    encodeURIComponent(secret).slice(3, 20),
  ]
  const findIn = (text: string): string[] => secrets.filter(secret => traces(secret).some(trace => text.includes(trace)))

  test('are what this suite looks for', () => {
    expect(findIn(`… ${secrets[0]} …`)).toEqual([secrets[0]])
    expect(hook.received.length).toBeGreaterThan(10)
  })

  test('are in no row of any table', async () => {
    const { db, tables } = kit.kit.services.engine
    for (const [name, table] of Object.entries(tables)) {
      const rows = await db.select().from(table).where(sql`true`)
      expect(findIn(JSON.stringify(rows)), name).toEqual([])
    }
  })

  test('are in no log line, no event and no delivery', async () => {
    expect(lines.length).toBeGreaterThan(0)
    expect(findIn(lines.join(''))).toEqual([])
    expect(findIn(JSON.stringify(await eventsOf(kit, brand)))).toEqual([])
    for (const { body, headers } of hook.received) expect(findIn(body + JSON.stringify(headers))).toEqual([])
  })

  if (engine !== 'libsql') return
  test('are in no byte of the database files', async () => {
    const files = await filesUnder(kit.folder)
    expect(files.map(file => file.replace(/.*\./, ''))).toEqual(expect.arrayContaining(['db', 'db-wal']))
    for (const file of files) expect(findIn((await readFile(file)).toString('latin1')), file).toEqual([])
  })
})
