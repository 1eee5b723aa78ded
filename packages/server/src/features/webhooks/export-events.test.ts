import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestKit, TestTenant } from '../../testing/index.ts'
import { onEveryEngine } from '../../testing/on-every-engine.ts'
import { contentEvent, emit } from './testing.ts'

onEveryEngine('the log as a file', createKit => {
  let kit: TestKit
  let brand: TestTenant

  beforeAll(async () => {
    kit = await createKit()
    brand = await kit.tenant()
    await emit(kit, brand, ...Array.from({ length: 1200 }, (_, index) => contentEvent(`=1+${index}, "quoted"\n`)))
    await brand.call('PATCH', '/v1/workspace', { name: 'Audited' })
    await kit.kit.worker.drain()
  })
  afterAll(() => kit.close())

  const jsonLines = async (query = '', tenant = brand) => {
    const { status, headers, text } = await tenant.call('GET', `/v1/events/export${query}`)
    expect([status, headers.get('content-type')]).toEqual([200, 'application/jsonl; charset=utf-8'])
    return text
      .split('\n')
      .filter(Boolean)
      .map(line => JSON.parse(line))
  }

  test('holds every event once, in order, as the feed shows it', async () => {
    const events = await jsonLines()
    expect(events.map(event => event.sequence)).toEqual(Array.from({ length: 1201 }, (_, index) => index + 1))
    const { body } = await brand.call('GET', '/v1/events?limit=1&afterSequence=1200')
    expect(events.at(-1)).toEqual(body.data[0])
    expect(events.at(-1)).toMatchObject({ type: 'workspace.updated', previous: { name: 'Lumen Skincare' }, actor: { type: 'api_key' } })
  })

  test('is a table that no spreadsheet runs, with what was and what is as JSON', async () => {
    const { headers, text } = await brand.call('GET', '/v1/events/export?format=csv')
    expect([headers.get('content-type'), headers.get('content-disposition')]).toEqual([
      'text/csv; charset=utf-8',
      'attachment; filename="events.csv"',
    ])
    const rows: Record<string, string>[] = parse(text, { bom: true, columns: true })
    expect(rows).toHaveLength(1201)
    expect(JSON.parse(rows.at(-1)?.previous ?? '')).toEqual({ name: 'Lumen Skincare' })
    expect(JSON.parse(rows[7]?.data ?? '').caption).toBe('=1+7, "quoted"\n')
    expect(rows.flatMap(row => Object.values(row)).filter(cell => /^[=+@]/.test(cell))).toEqual([])
  })

  test('narrows to types, a subject, a time and who did it, as the feed does', async () => {
    const [updated] = await jsonLines('?type=workspace.*')
    expect(updated.type).toBe('workspace.updated')
    expect(await jsonLines(`?actorId=${updated.actor.id}`)).toEqual([updated])
    expect((await brand.call('GET', `/v1/events?actorId=${updated.actor.id}`)).body.data).toEqual([updated])
    expect(await jsonLines(`?subjectId=${updated.data.id}&since=2020-01-01`)).toEqual([updated])
    expect(await jsonLines('?until=2020-01-01')).toEqual([])
  })

  test('needs a credential, its scope and a query that is known, and is of one workspace', async () => {
    const stranger = await kit.tenant()
    expect(await jsonLines('', stranger)).toEqual([])
    const reader = await kit.tenant({ scopes: ['content:read'] })
    const statuses = [
      await kit.call('GET', '/v1/events/export'),
      await reader.call('GET', '/v1/events/export'),
      await brand.call('GET', '/v1/events/export?format=xml'),
      await brand.call('GET', '/v1/events/export?limit=1'),
    ].map(({ status }) => status)
    expect(statuses).toEqual([401, 403, 400, 400])
  })

  test('says who read the secret of an endpoint, and not what it is', async () => {
    const { body } = await brand.call('POST', '/v1/webhook-endpoints', { url: 'http://127.0.0.1:65535/', events: ['import.*'] })
    const { secret } = (await brand.call('GET', `/v1/webhook-endpoints/${body.id}/secret`)).body
    await kit.kit.worker.drain()
    const events = await jsonLines(`?subjectId=${body.id}`)
    expect(events.map(({ type }) => type)).toEqual(['webhook_endpoint.created', 'webhook_endpoint.secret_revealed'])
    expect(secret.length).toBeGreaterThan(20)
    expect(JSON.stringify(events)).not.toContain(secret)
  })
})
