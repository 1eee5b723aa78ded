import { parse } from 'csv-parse/sync'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { expectProblem } from '../../testing/endpoint-proof.ts'
import { expectSound } from '../../testing/expect-sound.ts'
import { createTestKit, type TestKit, type TestTenant } from '../../testing/index.ts'
import { approvedPost, askedPost, eventsOf, ingest, postUrl, sparkCode, typesOf } from '../../testing/scenario.ts'
import type { ApiScope } from '../access/index.ts'

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
afterEach(() => expectSound(kit, brand))

const day = (offset: number): string => new Date(clock + offset * DAY_MS).toISOString()
const add = async (body: object) => {
  const answer = await brand.call('POST', '/v1/spark-codes', body)
  expect(answer.status, answer.text).toBe(201)
  return answer.body
}

/** A key of the same workspace that may do less. */
async function keyWith(...scopes: ApiScope[]): Promise<TestTenant> {
  const { body } = await brand.call('POST', '/v1/api-keys', { name: 'narrow', scopes })
  const call: TestTenant['call'] = async (method, path) => {
    const response = await kit.kit.fetch(
      new Request(`https://sparkkit.test${path}`, { method, headers: { authorization: `Bearer ${body.key}` } }),
    )
    const text = await response.text()
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : undefined,
    }
  }
  return { ...brand, key: body.key, call }
}

describe('a code added by hand', () => {
  test('answers the pending request of its post, and its window is the asked one', async () => {
    const { requestId, contentId } = await askedPost(brand, 1, { askedDays: 60 })
    const code = await add({ content: contentId, code: `from the DM: ${sparkCode('dm')}`, externalId: 'deal', metadata: { by: 'ana' } })
    expect(code).toMatchObject({
      requestId,
      status: 'live',
      source: 'manual',
      windowSource: 'assumed',
      endsAt: day(60),
      externalId: 'deal',
    })
    expect((await brand.call('GET', `/v1/spark-requests/${requestId}`)).body.status).toBe('approved')
    expect(typesOf(await eventsOf(kit, brand)).slice(-2)).toEqual(['spark_request.approved', 'spark_code.received'])
  })

  test('needs no request, and lasts as long as is said: by its end, by days, or thirty days', async () => {
    await ingest(brand, ...[1, 2, 3, 4].map(number => ({ url: postUrl(number) })))
    const windows = await Promise.all([
      add({ content: postUrl(1), code: sparkCode('1') }),
      add({ content: postUrl(2), code: sparkCode('2'), days: 7 }),
      add({ content: postUrl(3), code: sparkCode('3'), startsAt: day(-2), days: 7 }),
      add({ content: postUrl(4), code: sparkCode('4'), startsAt: day(-2), endsAt: day(20), days: 7 }),
    ])
    expect(windows.map(({ startsAt, endsAt, windowSource }) => [startsAt, endsAt, windowSource])).toEqual([
      [day(0), day(30), 'assumed'],
      [day(0), day(7), 'declared'],
      [day(-2), day(5), 'declared'],
      [day(-2), day(20), 'declared'],
    ])
  })

  test('whose window is over is kept as history and makes nothing live', async () => {
    const { requestId, contentId } = await askedPost(brand, 1)
    expect(await add({ content: contentId, code: sparkCode('past'), startsAt: day(-40), endsAt: day(-10) })).toMatchObject({
      status: 'expired',
    })
    expect((await brand.call('GET', `/v1/spark-requests/${requestId}`)).body.status).toBe('pending')
  })

  test('again is the same code, also with the external id it has', async () => {
    const [contentId] = await ingest(brand, { url: postUrl(1) })
    const first = await add({ content: contentId, code: sparkCode('same'), externalId: 'x' })
    const second = await add({ content: contentId, code: sparkCode('same'), externalId: 'x' })
    expect(second).toEqual(first)
    await ingest(brand, { url: postUrl(2) })
    const other = await brand.call('POST', '/v1/spark-codes', { content: postUrl(2), code: sparkCode('other'), externalId: 'x' })
    expectProblem(other, 409, 'conflict')
  })

  test('for a post that is not there is refused', async () => {
    const code = sparkCode('x')
    expectProblem(await brand.call('POST', '/v1/spark-codes', { content: postUrl(9), code }), 404, 'content_not_found')
    expectProblem(await brand.call('POST', '/v1/spark-codes', { content: 'https://vm.tiktok.com/abc', code }), 422, 'invalid_post_url')
  })
})

describe('codes in lists', () => {
  test('are masked, those that end soonest first, page by page', async () => {
    const given = [30, 7, 60, 7, 1].map((days, index) => ({ days, code: sparkCode(`list ${index}`) }))
    for (const [number, { days, code }] of given.entries()) await approvedPost(kit, brand, { number, code, days })
    const seen: { endsAt: string; masked: string }[] = []
    for (let cursor = ''; ; ) {
      const { body, text } = await brand.call('GET', `/v1/spark-codes?limit=2${cursor}`)
      for (const { code } of given) expect(text).not.toContain(code.slice(1, 20))
      seen.push(...body.data)
      if (body.nextCursor === null) break
      cursor = `&cursor=${encodeURIComponent(body.nextCursor)}`
    }
    expect(seen.map(({ endsAt }) => endsAt)).toEqual([1, 7, 7, 30, 60].map(day))
    expect(seen.every(({ masked }) => /^#•{6}.{5}$/.test(masked))).toBe(true)
    expect((await brand.call('GET', `/v1/spark-codes?endsBefore=${day(8)}`)).body.data).toHaveLength(3)
    expect((await brand.call('GET', '/v1/spark-codes?status=expired')).body.data).toEqual([])
  })
})

describe('revealing', () => {
  test('shows the code to the last character, and each time is an event that names who asked', async () => {
    const { codeId } = await approvedPost(kit, brand, { number: 1, code: sparkCode('secret') })
    for (let time = 0; time < 2; time += 1) {
      expect((await brand.call('POST', `/v1/spark-codes/${codeId}/reveal`)).body).toEqual({ id: codeId, code: sparkCode('secret') })
    }
    const events = (await eventsOf(kit, brand)).filter(event => event.type === 'spark_code.revealed')
    expect(events).toHaveLength(2)
    expect(events[0]).toMatchObject({ actor: { type: 'api_key', name: 'test' }, data: { id: codeId } })
    expect(JSON.stringify(events)).not.toContain(sparkCode('secret').slice(1))
  })

  test('and exporting need a scope of their own, which reading and writing codes do not give', async () => {
    const { codeId } = await approvedPost(kit, brand, { number: 1, code: sparkCode('secret') })
    const reader = await keyWith('spark-codes:read', 'spark-codes:write')
    expectProblem(await reader.call('POST', `/v1/spark-codes/${codeId}/reveal`), 403, 'insufficient_scope')
    expectProblem(await reader.call('GET', '/v1/spark-codes/export'), 403, 'insufficient_scope')
    expect((await reader.call('GET', `/v1/spark-codes/${codeId}`)).status).toBe(200)
    const revealer = await keyWith('spark-codes:reveal')
    expect((await revealer.call('POST', `/v1/spark-codes/${codeId}/reveal`)).body.code).toBe(sparkCode('secret'))
    expectProblem(await revealer.call('GET', '/v1/spark-codes'), 403, 'insufficient_scope')
  })
})

describe('the export', () => {
  const rows = async (query = ''): Promise<Record<string, string>[]> => {
    const { status, text, headers } = await brand.call('GET', `/v1/spark-codes/export${query}`)
    expect(status, text).toBe(200)
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(headers.get('content-disposition')).toContain('attachment')
    return parse(text, { columns: true, bom: true })
  }

  test('is CSV that any reader reads: quotes, commas, line breaks and signs of every script arrive as they were', async () => {
    const caption = 'Say "hi",\r\nthen; \'glow\'\t🧴 日本'
    const [contentId = ''] = await ingest(brand, { url: postUrl(1), caption })
    const { id } = await add({ content: contentId, code: sparkCode('csv'), days: 7 })
    const [row] = await rows()
    expect(row).toEqual({
      code: sparkCode('csv'),
      post_url: postUrl(1),
      creator_handle: 'mara.glow',
      caption,
      status: 'live',
      starts_at: day(0),
      ends_at: day(7),
      window_source: 'declared',
      content_id: contentId,
      spark_code_id: id,
      external_id: '',
    })
  })

  test.each(['=HYPERLINK("https://evil.example")', '+1+cmd', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '\n=1'])(
    'neutralises what a spreadsheet would run (%j), and never alters a code',
    async text => {
      const code = '#+/aB3dE9fGh1J+aB3dE9fGh1J/aB3dE9fGh1J=='
      await ingest(brand, { url: postUrl(1), caption: text })
      await add({ content: postUrl(1), code, externalId: text })
      const [row] = await rows()
      expect(row).toMatchObject({ caption: `'${text}`, external_id: `'${text}`, code })
    },
  )

  test('holds live codes unless told otherwise, each on the record once', async () => {
    const ended = await approvedPost(kit, brand, { number: 1, code: sparkCode('ended'), days: 1 })
    clock += 2 * DAY_MS
    await eventsOf(kit, brand)
    const live = await approvedPost(kit, brand, { number: 2, code: sparkCode('live') })
    expect((await rows()).map(row => row.spark_code_id)).toEqual([live.codeId])
    expect((await rows('?status=expired,live')).map(row => row.spark_code_id)).toEqual([ended.codeId, live.codeId])
    const exported = (await eventsOf(kit, brand)).filter(event => event.type === 'spark_code.exported')
    expect(exported.map(event => event.data.id)).toEqual([live.codeId, ended.codeId, live.codeId])
  })

  test('of nothing is a header, behind the byte order mark that spreadsheets ask for', async () => {
    const headers = { authorization: `Bearer ${brand.key}` }
    const response = await kit.kit.fetch(new Request('https://sparkkit.test/v1/spark-codes/export', { headers }))
    expect(Buffer.from(await response.arrayBuffer()).toString('utf8')).toMatch(/^\uFEFF"code","post_url",.*\r\n$/)
  })
})
