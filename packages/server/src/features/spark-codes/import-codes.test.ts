import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TEST_PUBLIC_URL, type TestAnswer, type TestKit, type TestTenant } from '../../testing/index.ts'
import { onEveryEngine } from '../../testing/on-every-engine.ts'

onEveryEngine('codes from elsewhere', createKit => {
  let kit: TestKit
  let tenant: TestTenant

  const POSTS = ['7195686135157296390', '7266293045786692870', '7266293045786692871', '7266293045786692872']
  const url = (n: number): string => `https://www.tiktok.com/@mara.glow/video/${POSTS[n]}`
  const codeOf = (name: string): string => `#p4KxVb2mQe7+Lr/9sTzWc1YhN0uJfGdA3oXiPq${name.padEnd(5, 'x')}5=`

  beforeAll(async () => {
    kit = await createKit()
    tenant = await kit.tenant()
    await tenant.call('POST', '/v1/content/batch', { items: POSTS.map((_, n) => ({ url: url(n) })) })
  })
  afterAll(() => kit.close())

  async function importCsv(lines: readonly string[], options: { query?: string; key?: string; type?: string } = {}): Promise<TestAnswer> {
    const response = await kit.kit.fetch(
      new Request(`${TEST_PUBLIC_URL}/v1/spark-codes/import${options.query ?? ''}`, {
        method: 'POST',
        headers: { 'content-type': options.type ?? 'text/csv', authorization: `Bearer ${options.key ?? tenant.key}` },
        body: lines.join('\r\n'),
      }),
    )
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, body: JSON.parse(text) }
  }
  const outcomes = ({ body }: TestAnswer): string[] =>
    body.results.map(
      (row: { line: number; status: string; problem?: { code: string } }) => `${row.line} ${row.problem?.code ?? row.status}`,
    )

  const SHEET = [
    'Post URL,Spark Code,End date,Days',
    `${url(0)},${codeOf('a')},2099-01-01,`,
    `${url(1)},"here it is: ${codeOf('b')} thanks",,60`,
    `${url(1)},${codeOf('a')},,`,
    '',
    `${url(2)},${codeOf('c')},2020-01-01,`,
    `${url(3)},garbage,,`,
    `https://www.tiktok.com/@x/video/7266293045786699999,${codeOf('d')},,`,
    `not a url,${codeOf('d')},,`,
    `${url(3)},${codeOf('d')},soon,`,
    `${url(3)},${codeOf('d')},,400`,
    `${url(3)},,,`,
    `${url(3)},${codeOf('d')},,7 days`,
    `${url(3)},${codeOf('e')},,`,
    `${url(3)},${codeOf('e')},,`,
  ]
  const VERDICTS = [
    '2 created',
    '3 created',
    '4 spark_code_used_elsewhere',
    '6 created',
    '7 spark_code_too_short',
    '8 content_not_found',
    '9 invalid_post_url',
    '10 invalid_request',
    '11 invalid_request',
    '12 invalid_request',
    '13 created',
    '14 created',
    '15 unchanged',
  ]

  describe('importing the spreadsheet', () => {
    test('a dry run judges every row as the import will, and changes nothing', async () => {
      const answer = await importCsv(SHEET, { query: '?dryRun=true' })
      expect(answer.status, answer.text).toBe(200)
      expect(outcomes(answer)).toEqual(VERDICTS)
      expect((await tenant.call('GET', '/v1/spark-codes')).body.data).toEqual([])
    })

    test('gives each row a verdict by its line, and keeps the rules of adding by hand', async () => {
      const answer = await importCsv(SHEET)
      expect(outcomes(answer)).toEqual(VERDICTS)
      expect(answer.body.summary).toEqual({ created: 5, extended: 0, restored: 0, unchanged: 1, failed: 7 })
      const { data } = (await tenant.call('GET', '/v1/spark-codes')).body
      expect(data.map((code: { status: string; source: string }) => `${code.status} ${code.source}`).sort()).toEqual([
        'expired import',
        'live import',
        'live import',
        'live import',
        'superseded import',
      ])
      expect(answer.text).not.toMatch(/#p4Kx/)
    })

    test('takes our own export back and finds nothing new in it', async () => {
      const csv = await tenant.call('GET', '/v1/spark-codes/export')
      expect(csv.text).toContain(codeOf('a'))
      const again = await importCsv([csv.text])
      expect(outcomes(again)).toEqual(['2 unchanged', '3 unchanged', '4 unchanged'])
    })

    test('refuses what is no such spreadsheet, and callers who may not', async () => {
      expect((await importCsv(['a,b', '1,2'])).body.code).toBe('import_mapping_invalid')
      expect((await importCsv([''])).body.code).toBe('import_unreadable')
      expect((await importCsv(['url,code'], { type: 'application/json' })).status).toBe(415)
      expect((await importCsv(['url,code', 'x'.repeat(2_100_000)])).status).toBe(413)
      expect((await importCsv(SHEET, { query: '?dryrun=1' })).status).toBe(400)
      expect((await importCsv(SHEET, { key: 'sparkkit_live_nobody' })).status).toBe(401)
      const reader = await kit.tenant({ scopes: ['spark-codes:read'] })
      expect((await importCsv(SHEET, { key: reader.key })).status).toBe(403)
    })

    test('posts of another workspace are as good as missing', async () => {
      const other = await kit.tenant()
      expect(outcomes(await importCsv(SHEET.slice(0, 2), { key: other.key }))).toEqual(['2 content_not_found'])
    })
  })

  describe('the use of a code', () => {
    test('is noted once: the first one counts', async () => {
      const { data } = (await tenant.call('GET', '/v1/spark-codes?status=live')).body
      const path = `/v1/spark-codes/${data[0].id}/used`
      const first = await tenant.call('POST', path, { adId: 'ad_1', adAccountId: 'act_1' })
      expect(first.body).toMatchObject({ usedAdId: 'ad_1', usedAdAccountId: 'act_1', usedAt: expect.any(String) })
      expect((await tenant.call('POST', path, { adId: 'ad_2' })).body).toEqual(first.body)
      await kit.kit.worker.drain()
      const events = await tenant.call('GET', '/v1/events?type=spark_code.used')
      expect(events.body.data).toHaveLength(1)
      expect((await (await kit.tenant()).call('POST', path, {})).status).toBe(404)
      expect((await tenant.call('POST', path, { ad: 'x' })).status).toBe(400)
      expect((await kit.call('POST', path, {})).status).toBe(401)
    })
  })
})
