import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { request } from '../../http/testing.ts'
import { ADVERTISER, bind, codedPost, connect, OTHER_ADVERTISER, unbind } from '../../testing/ad-scenario.ts'
import { expectProblem } from '../../testing/endpoint-proof.ts'
import { createFakeAdPlatforms } from '../../testing/fake-ad-platform.ts'
import type { TestKit, TestTenant } from '../../testing/index.ts'
import { onEveryEngine } from '../../testing/on-every-engine.ts'
import { eventsOf, ingest, postUrl, sparkCode, typesOf } from '../../testing/scenario.ts'

const DAY_MS = 86_400_000
const fake = createFakeAdPlatforms()
const MANY = process.env.ROUNDS === 'full' ? 10_000 : 1200

onEveryEngine('the codes behind a handoff link', createKit => {
  let kit: TestKit
  let brand: TestTenant
  let clock = Date.UTC(2026, 5, 1)

  beforeAll(async () => {
    kit = await createKit({ now: () => clock, adPlatforms: fake })
  })
  afterAll(() => kit.close())
  beforeEach(async () => {
    brand = await kit.tenant()
  })

  const day = (offset: number): string => new Date(clock + offset * DAY_MS).toISOString()
  /** A post with a live code that ends in so many days. */
  async function code(number: number, days: number, post: object = {}): Promise<string> {
    const [content] = await ingest(brand, { url: postUrl(number), ...post })
    const { status, body, text } = await brand.call('POST', '/v1/spark-codes', {
      content,
      code: sparkCode(`c${number}`),
      endsAt: day(days),
    })
    expect(status, text).toBe(201)
    return body.id
  }
  async function link(body: object = {}) {
    const answer = await brand.call('POST', '/v1/handoffs', { name: 'Northlight', ...body })
    expect(answer.status, answer.text).toBe(201)
    const token = answer.body.url.split('/').at(-1)
    const at = `/v1/shared-codes/${token}`
    return {
      id: String(answer.body.id),
      token: String(token),
      look: (query = '') => kit.call('GET', `${at}${query}`),
      reveal: (...id: string[]) => kit.call('POST', `${at}/reveal`, { id }),
      csv: () => kit.call('POST', `${at}/export`),
      used: (id: string, more: object = {}) => kit.call('POST', `${at}/used`, { id, ...more }),
    }
  }
  const idsOf = (answer: { body: { data: { id: string }[] } }): string[] => answer.body.data.map(({ id }) => id)

  describe('looking', () => {
    test('shows unused codes that end soon first, masked, with what a buyer needs', async () => {
      const [late, soon, used] = [await code(1, 30, { caption: 'one' }), await code(2, 3), await code(3, 1)]
      await brand.call('POST', `/v1/spark-codes/${used}/used`, { adId: '77', adAccountId: '7001' })
      const flight = { content: postUrl(1), startsOn: '2026-06-20', endsOn: '2026-07-10', timeZone: 'UTC', adAccountId: '7001' }
      await brand.call('POST', '/v1/flights', { items: [flight] })
      const answer = await (await link()).look()
      expect(idsOf(answer)).toEqual([soon, late, used])
      expect(answer.body).toMatchObject({
        handoff: { name: 'Northlight', scopes: ['reveal', 'mark_used'], chunkSize: 20, expiresAt: day(14) },
        brand: { name: 'Lumen Skincare' },
        counts: { live: 3, endingSoon: 2, unused: 2 },
        nextCursor: null,
      })
      expect(answer.body.data[1]).toMatchObject({
        masked: expect.stringMatching(/^#•{6}.{5}$/),
        daysLeft: 30,
        windowSource: 'declared',
        content: { platform: 'tiktok', url: postUrl(1), caption: 'one' },
        creator: { handle: 'mara.glow' },
        flights: [{ startsOn: '2026-06-20', endsOn: '2026-07-10', timeZone: 'UTC', adAccountId: '7001', gapDays: 10 }],
        usedAt: null,
      })
      expect(answer.body.data[2]).toMatchObject({ usedAdId: '77', usedAdAccountId: '7001' })
      for (const number of [1, 2, 3]) expect(answer.text).not.toContain(sparkCode(`c${number}`).slice(1, 20))
      expect(JSON.stringify(answer.body)).not.toContain(brand.workspaceId)
    })

    test('says where a code is bound, and where it should be', async () => {
      const { account, other } = await connect(brand, fake)
      const coded = (number: number) => codedPost({ kit, tenant: brand, fake }, number)
      const posts = [await coded(1), await coded(2), await coded(3)] as const
      await bind(brand, posts[0], account)
      await bind(brand, posts[0], other)
      await unbind(brand, posts[0], other)
      fake.faults.bindCode = ['rate_limited']
      await bind(brand, posts[1], OTHER_ADVERTISER)
      const { body } = await (await link({ filter: { sparkCodeId: posts.map(({ codeId }) => codeId) } })).look()
      const told = new Map(body.data.map(({ id, adAccounts }: { id: string; adAccounts: unknown }) => [id, adAccounts]))
      expect(told.get(posts[0].codeId)).toEqual([{ advertiserId: ADVERTISER, name: 'Lumen EU', status: 'bound' }])
      expect(told.get(posts[1].codeId)).toEqual([{ advertiserId: OTHER_ADVERTISER, name: 'Lumen US', status: 'pending' }])
      expect(told.get(posts[2].codeId)).toEqual([])
    })

    test('is kept to the filter: codes, posts, creators, hashtags, flights, ad accounts, use', async () => {
      const one = await code(1, 30, { caption: 'with #glow' })
      const two = await code(2, 20)
      await ingest(brand, { url: postUrl(3, 'other') })
      const three = (await brand.call('POST', '/v1/spark-codes', { content: postUrl(3, 'other'), code: sparkCode('c3'), endsAt: day(10) }))
        .body
      const flight = { content: postUrl(2), startsOn: '2026-06-02', endsOn: '2026-06-03', timeZone: 'UTC', adAccountId: '7001' }
      const flights = (await brand.call('POST', '/v1/flights', { items: [flight] })).body
      await brand.call('POST', `/v1/spark-codes/${one}/used`, {})
      const { contentId } = (await brand.call('GET', `/v1/spark-codes/${two}`)).body
      const see = async (filter: object) => idsOf(await (await link({ filter })).look())
      expect(await see({})).toEqual([three.id, two, one])
      expect(await see({ sparkCodeId: [one, 'code_01h455vb4pex5vsknk084sn02q'] })).toEqual([one])
      expect(await see({ contentId: [contentId] })).toEqual([two])
      expect(await see({ creatorId: [three.creatorId] })).toEqual([three.id])
      expect(await see({ hashtag: ['#Glow'] })).toEqual([one])
      expect(await see({ flightId: [flights.results[0].id] })).toEqual([two])
      expect(await see({ adAccountId: ['7001'] })).toEqual([two])
      expect(await see({ used: false, creatorId: [three.creatorId] })).toEqual([three.id])
      expect(await see({ used: true })).toEqual([one])
    })

    test('ends when the link is revoked or over, and a guess finds nothing', async () => {
      const id = await code(1, 30)
      const [revoked, ended] = [await link(), await link({ expiresAt: day(1) })]
      expect((await ended.look()).status).toBe(200)
      await brand.call('POST', `/v1/handoffs/${revoked.id}/revoke`)
      clock += DAY_MS
      for (const answer of [await revoked.look(), await revoked.reveal(id), await revoked.csv(), await revoked.used(id)]) {
        expectProblem(answer, 404, 'handoff_revoked')
      }
      for (const answer of [await ended.look(), await ended.reveal(id), await ended.csv(), await ended.used(id)]) {
        expectProblem(answer, 404, 'handoff_expired')
      }
      await brand.call('PATCH', `/v1/handoffs/${ended.id}`, { expiresAt: day(5) })
      expect((await ended.look()).status).toBe(200)
      expectProblem(await kit.call('GET', `/v1/shared-codes/${'x'.repeat(24)}`), 404, 'handoff_not_found')
      expectProblem(await kit.call('GET', '/v1/shared-codes/%22%20OR%201=1'), 404, 'handoff_not_found')
    })

    test('is told the first time, whatever comes first', async () => {
      await code(1, 30)
      const { look, id } = await link()
      await Promise.all([look(), look(), look()])
      const opened = (await eventsOf(kit, brand)).filter(({ type }) => type === 'handoff.opened')
      expect(opened).toMatchObject([{ actor: { type: 'handoff', id, name: 'Northlight' }, data: { id, openedAt: day(0) } }])
    })
  })

  describe('revealing', () => {
    test('shows one or many, each on the record with the handoff as its actor', async () => {
      const ids = [await code(1, 30), await code(2, 20)]
      const { reveal, id } = await link()
      const { body } = await reveal(...ids)
      expect(body.results.map(({ status, code }: { status: string; code: string }) => [status, code])).toEqual([
        ['revealed', sparkCode('c1')],
        ['revealed', sparkCode('c2')],
      ])
      const events = (await eventsOf(kit, brand)).filter(({ type }) => type === 'spark_code.revealed')
      expect(events).toMatchObject(ids.map(code => ({ actor: { type: 'handoff', id, name: 'Northlight' }, data: { id: code } })))
      expect(JSON.stringify(events)).not.toContain(sparkCode('c1').slice(1, 20))
    })

    test('shows nothing beyond the filter, of another workspace, or no longer live', async () => {
      const [mine, beyond, ending] = [await code(1, 30), await code(2, 30), await code(3, 2)]
      const other = await kit.tenant()
      await ingest(other, { url: postUrl(1) })
      const foreign = (await other.call('POST', '/v1/spark-codes', { content: postUrl(1), code: sparkCode('c9') })).body.id
      const { reveal } = await link({ filter: { sparkCodeId: [mine, ending, foreign] } })
      clock += 3 * DAY_MS
      const { body, text } = await reveal(mine, beyond, foreign, ending)
      expect(body.results.map(({ status }: { status: string }) => status)).toEqual(['revealed', 'failed', 'failed', 'failed'])
      for (const secret of ['c2', 'c3', 'c9']) expect(text).not.toContain(sparkCode(secret).slice(1, 20))
    })

    test('takes the scope, and so do the export and marking', async () => {
      const id = await code(1, 30)
      const { reveal, csv, used, look } = await link({ scopes: [] })
      expect((await look()).status).toBe(200)
      for (const answer of [await reveal(id), await csv(), await used(id)]) expectProblem(answer, 403, 'handoff_not_allowed')
      expect(typesOf(await eventsOf(kit, brand))).not.toContain('spark_code.revealed')
      const marking = await link({ scopes: ['mark_used'] })
      expectProblem(await marking.csv(), 403, 'handoff_not_allowed')
      expect((await marking.used(id)).status).toBe(200)
    })

    test('is over once the revocation is answered, however many are at it', async () => {
      const ids = [await code(1, 30), await code(2, 30)]
      const { reveal, id } = await link()
      let isRevoked = false
      const after: number[] = []
      const looking = Array.from({ length: 12 }, async () => {
        for (let time = 0; time < 5; time += 1) {
          const startedAfter = isRevoked
          const { status } = await reveal(...ids)
          if (startedAfter) after.push(status)
        }
      })
      await brand.call('POST', `/v1/handoffs/${id}/revoke`)
      isRevoked = true
      await Promise.all(looking)
      expect(after.length).toBeGreaterThan(0)
      expect(new Set(after)).toEqual(new Set([404]))
      const types = typesOf(await eventsOf(kit, brand))
      expect(types.slice(types.indexOf('handoff.revoked'))).toEqual(['handoff.revoked'])
    })
  })

  describe('marking as used', () => {
    test('keeps the first of two at once, and tells the other who it was', async () => {
      const id = await code(1, 30)
      const { used } = await link({ filter: { used: false } })
      const answers = await Promise.all(['1', '2', '3'].map(adId => used(id, { adId, adAccountId: '7001' })))
      const told = new Set(answers.map(({ status, body }) => `${status} ${body.usedAdId}`))
      expect(told.size).toBe(1)
      const events = (await eventsOf(kit, brand)).filter(({ type }) => type === 'spark_code.used')
      expect(events).toMatchObject([{ actor: { type: 'handoff' }, data: { id, usedAdId: answers[0]?.body.usedAdId } }])
    })

    test('marks nothing beyond the filter', async () => {
      const [mine, beyond] = [await code(1, 30), await code(2, 30)]
      const { used } = await link({ filter: { sparkCodeId: [mine] } })
      expectProblem(await used(beyond), 404, 'not_found')
      expect((await brand.call('GET', `/v1/spark-codes/${beyond}`)).body.usedAt).toBeNull()
    })
  })

  describe('the export', () => {
    test.each(['=HYPERLINK("https://evil.example")', '+1+cmd', '-2+3', '@SUM(A1)', '\t=1'])(
      'neutralises what a spreadsheet would run (%j), never alters a code, and is on the record',
      async caption => {
        const id = await code(1, 30, { caption })
        const { used, csv } = await link()
        await used(id, { adId: caption })
        const { status, text, headers } = await csv()
        expect(status, text).toBe(200)
        expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
        expect(headers.get('cache-control')).toBe('no-store')
        const rows: Record<string, string>[] = parse(text, { columns: true, bom: true })
        expect(rows).toMatchObject([{ code: sparkCode('c1'), caption: `'${caption}`, used_ad_id: `'${caption}`, spark_code_id: id }])
        const [exported] = (await eventsOf(kit, brand)).filter(({ type }) => type === 'spark_code.exported')
        expect(exported).toMatchObject({ actor: { type: 'handoff' }, data: { id } })
      },
    )
  })

  test(`${MANY} codes are paged without one missing or twice, and fit into one export`, async () => {
    const rows = Array.from({ length: MANY }, (_, number) => ({
      url: postUrl(number),
      code: sparkCode(`m${number}`),
      days: 1 + (number % 60),
    }))
    for (let at = 0; at < MANY; at += 1000) await ingest(brand, ...rows.slice(at, at + 1000).map(({ url }) => ({ url })))
    for (let at = 0; at < MANY; at += 5000) {
      const body = `post_url,code,days\n${rows
        .slice(at, at + 5000)
        .map(({ url, code, days }) => `${url},${code},${days}`)
        .join('\n')}`
      const headers = { 'content-type': 'text/csv' }
      const imported = await request(kit, brand, { method: 'POST', path: '/v1/spark-codes/import', body, headers })
      expect(imported.body.summary).toMatchObject({ failed: 0 })
    }
    const { look, csv } = await link()
    const seen = new Set<string>()
    const ends: string[] = []
    for (let query = '?limit=100'; ; ) {
      const answer = await look(query)
      expect(answer.status, answer.text).toBe(200)
      for (const { id, endsAt } of answer.body.data) {
        seen.add(id)
        ends.push(endsAt)
      }
      expect(answer.body.counts.live).toBe(MANY)
      if (answer.body.nextCursor === null) break
      query = `?limit=100&cursor=${encodeURIComponent(answer.body.nextCursor)}`
    }
    expect([seen.size, ends.length]).toEqual([MANY, MANY])
    expect(ends).toEqual(ends.toSorted())
    const started = performance.now()
    const { text } = await csv()
    console.info(`${MANY} codes exported in ${Math.round(performance.now() - started)} ms`)
    expect(parse(text, { bom: true })).toHaveLength(MANY + 1)
  }, 240_000)
})
