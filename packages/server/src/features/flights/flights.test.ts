import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestKit, TestTenant } from '../../testing/index.ts'
import { onEveryEngine } from '../../testing/on-every-engine.ts'

onEveryEngine('flights and their coverage', createKit => {
  let kit: TestKit
  let tenant: TestTenant
  let nextPost = 7195686135157296000n

  beforeAll(async () => {
    kit = await createKit({ now: () => START })
  })
  afterAll(() => kit.close())

  /** 2026-03-01, on a clock that stands still. */
  const START = Date.UTC(2026, 2, 1)

  async function fresh(): Promise<void> {
    tenant = await kit.tenant({ mode: 'sandbox' })
  }
  const advance = async (by: number): Promise<void> => {
    const answer = await tenant.call('POST', '/v1/sandbox/advance', { days: by })
    expect(answer.status, answer.text).toBe(200)
  }
  async function post(): Promise<string> {
    nextPost += 1n
    const batch = await tenant.call('POST', '/v1/content/batch', {
      items: [{ url: `https://www.tiktok.com/@mara.glow/video/${nextPost}` }],
    })
    return batch.body.results[0].id
  }
  const codeOf = (n: number): string => `#p4KxVb2mQe7+Lr/9sTzWc1YhN0uJfGdA3oXiPq8v${String(n).padStart(3, '0')}5=`
  let codes = 0
  async function addCode(content: string, more: object): Promise<{ id: string }> {
    codes += 1
    const answer = await tenant.call('POST', '/v1/spark-codes', { content, code: codeOf(codes), ...more })
    expect(answer.status, answer.text).toBe(201)
    return answer.body
  }
  const flight = (content: string, startsOn: string, endsOn: string) => ({ content, startsOn, endsOn, timeZone: 'Europe/Berlin' })
  const add = async (...items: unknown[]) => (await tenant.call('POST', '/v1/flights', { items })).body.results

  interface GapEvent {
    type: string
    timestamp: string
    data: { id: string; gap: { flightId: string; days: number; from: string } }
  }
  async function gaps(): Promise<GapEvent[]> {
    await kit.kit.worker.drain()
    const { body } = await tenant.call('GET', '/v1/events?type=spark_code.gap&limit=100')
    return body.data
  }

  describe('flights', () => {
    beforeAll(fresh)

    test('what is planned, changed and deleted is on record, with what was before', async () => {
      const [{ id }] = await add(flight(await post(), '2026-03-10', '2026-03-20'))
      for (const body of [{ endsOn: '2026-03-21' }, { endsOn: '2026-03-21' }, {}]) {
        expect((await tenant.call('PATCH', `/v1/flights/${id}`, body)).status).toBe(200)
      }
      expect((await tenant.call('DELETE', `/v1/flights/${id}`)).status).toBe(204)
      expect((await tenant.call('DELETE', `/v1/flights/${id}`)).status).toBe(404)
      await kit.kit.worker.drain()
      const { data } = (await tenant.call('GET', `/v1/events?subjectId=${id}`)).body
      expect(data).toMatchObject([
        { type: 'flight.created', data: { id, endsOn: '2026-03-20' } },
        { type: 'flight.updated', data: { id, endsOn: '2026-03-21' }, previous: { endsOn: '2026-03-20' } },
        { type: 'flight.deleted', actor: { type: 'api_key' }, data: { id, endsOn: '2026-03-21' } },
      ])
    })

    test('rows are judged one by one, and a post is named as elsewhere', async () => {
      const content = await post()
      const results = await add(
        flight(content, '2026-03-10', '2026-03-20'),
        flight(`https://www.tiktok.com/@x/video/${nextPost}`, '2026-03-10', '2026-03-10'),
        flight('7195686135157299999', '2026-03-10', '2026-03-10'),
        flight(content, '2026-03-10', '2026-03-09'),
        { ...flight(content, '2026-02-30', '2026-03-09'), timeZone: 'UTC' },
        { ...flight(content, '2026-03-10', '2026-03-11'), timeZone: '+02:00' },
        { ...flight(content, '2026-03-10', '2026-03-11'), color: 'red' },
        'nonsense',
      )
      expect(results.map((row: { status: string; problem?: { code: string } }) => row.problem?.code ?? row.status)).toEqual([
        'created',
        'created',
        'content_not_found',
        ...Array(5).fill('invalid_request'),
      ])
    })

    test('a flight is read, changed, listed and deleted, and is missing for others', async () => {
      const content = await post()
      const [{ id }] = await add(flight(content, '2026-03-10', '2026-03-20'))
      const changed = await tenant.call('PATCH', `/v1/flights/${id}`, { endsOn: '2026-03-29', adAccountId: 'act_1' })
      expect(changed.body, changed.text).toMatchObject({
        startsAt: '2026-03-09T23:00:00.000Z',
        endsAt: '2026-03-29T22:00:00.000Z',
        adAccountId: 'act_1',
        coverage: { status: 'none', gaps: [{ days: 20 }] },
      })
      expect((await tenant.call('PATCH', `/v1/flights/${id}`, { startsOn: '2026-04-29' })).body.code).toBe('invalid_request')
      expect((await tenant.call('GET', `/v1/flights?adAccountId=act_1`)).body.data).toHaveLength(1)
      const other = await kit.tenant()
      for (const [method, body] of [['GET'], ['PATCH', {}], ['DELETE']] as const) {
        expect((await other.call(method, `/v1/flights/${id}`, body)).status).toBe(404)
      }
      expect((await kit.call('GET', `/v1/flights/${id}`)).status).toBe(401)
      expect((await tenant.call('DELETE', `/v1/flights/${id}`)).status).toBe(204)
      expect((await tenant.call('GET', `/v1/flights/${id}`)).status).toBe(404)
      expect((await tenant.call('DELETE', `/v1/flights/${id}`)).status).toBe(404)
    })
  })

  describe('a gap', () => {
    beforeAll(fresh)

    test('is announced when a flight is added around the end of a live code, once', async () => {
      const content = await post()
      const code = await addCode(content, { days: 15 })
      const [first] = await add(flight(content, '2026-03-10', '2026-03-20'), flight(content, '2026-04-10', '2026-04-20'))
      expect(first.coverage).toMatchObject({
        status: 'ends_early',
        sparkCodeId: code.id,
        gaps: [{ from: '2026-03-16T00:00:00.000Z', days: 5 }],
      })
      expect(await gaps()).toMatchObject([
        { data: { id: code.id, gap: { flightId: first.id, days: 5, from: '2026-03-16T00:00:00.000Z' } } },
      ])
      await tenant.call('PATCH', `/v1/flights/${first.id}`, { endsOn: '2026-03-25' })
      await advance(3)
      expect(await gaps()).toHaveLength(1)
    })

    test('is announced when a code arrives, for each flight it ends in, and again at the end of an extension', async () => {
      await fresh()
      const content = await post()
      await add(
        flight(content, '2026-03-10', '2026-03-20'),
        flight(content, '2026-03-15', '2026-04-20'),
        flight(content, '2026-03-02', '2026-03-09'),
      )
      const code = await addCode(content, { days: 17 })
      expect((await gaps()).map(event => event.data.gap.days)).toEqual([3, 34])
      const again = await tenant.call('POST', '/v1/spark-codes', { content, code: codeOf(codes), days: 30 })
      expect(again.body.id).toBe(code.id)
      expect((await gaps()).map(event => event.data.gap.days)).toEqual([3, 34, 21])
      await tenant.call('POST', '/v1/spark-codes', { content, code: codeOf(codes), days: 30 })
      expect(await gaps()).toHaveLength(3)
    })

    test('is not announced for a code that is over, or a flight that is', async () => {
      await fresh()
      const content = await post()
      await addCode(content, { days: 5 })
      await advance(7)
      await add(flight(content, '2026-03-01', '2026-03-20'))
      const second = await post()
      await add(flight(second, '2026-03-01', '2026-03-06'))
      await addCode(second, { startsAt: '2026-03-01', endsAt: '2026-03-05' })
      expect(await gaps()).toEqual([])
    })
  })

  describe('coverage', () => {
    beforeAll(fresh)

    test('lists flights with gaps, those first whose gap comes first, page by page, and counts what is unused', async () => {
      const [a, b, c, d] = [await post(), await post(), await post(), await post()]
      await addCode(a, { days: 40 })
      await addCode(b, { days: 20 })
      const late = await addCode(c, { days: 12 })
      await add(
        flight(a, '2026-03-05', '2026-03-20'),
        flight(b, '2026-03-05', '2026-03-30'),
        flight(c, '2026-03-05', '2026-03-30'),
        flight(d, '2026-03-17', '2026-03-18'),
      )
      const whole = await tenant.call('GET', '/v1/coverage')
      expect(
        whole.body.data.map((row: { contentId: string }) => row.contentId),
        whole.text,
      ).toEqual([c, d, b])
      expect(whole.body.unusedCodes).toBe(3)
      const pages: string[] = []
      for (let cursor = ''; ; ) {
        const page = await tenant.call('GET', `/v1/coverage?limit=1${cursor && `&cursor=${cursor}`}`)
        pages.push(...page.body.data.map((row: { contentId: string }) => row.contentId))
        if (page.body.nextCursor === null) break
        cursor = page.body.nextCursor
      }
      expect(pages).toEqual([c, d, b])
      const [soonest] = whole.body.data
      expect(soonest.coverage.gaps[0]).toMatchObject({ from: '2026-03-13T00:00:00.000Z', askAgainAt: '2026-03-10T00:00:00.000Z' })
      await tenant.call('POST', `/v1/spark-codes/${late.id}/used`, { adAccountId: 'act_9' })
      expect((await tenant.call('GET', '/v1/coverage')).body.unusedCodes).toBe(2)
      const unused = await tenant.call('GET', '/v1/spark-codes?used=false&status=live')
      expect(unused.body.data.map((code: { id: string }) => code.id)).not.toContain(late.id)
    })

    test('says since when to ask again from the time this creator took to answer', async () => {
      await fresh()
      const content = await post()
      const asked = await tenant.call('POST', '/v1/spark-requests', { content: [content], askedDays: 10 })
      const [link] = asked.body.approvalLinks
      await tenant.call('POST', `/v1/approval-links/${link.id}/sent`, {})
      await advance(2)
      const token = link.url.split('/').at(-1)
      codes += 1
      const answered = await kit.call('POST', `/v1/approvals/${token}/approve`, { requestId: link.requestIds[0], code: codeOf(codes) })
      expect(answered.status, answered.text).toBe(200)
      const [row] = await add(flight(content, '2026-03-05', '2026-03-20'))
      expect(row.coverage.gaps).toMatchObject([{ from: '2026-03-13T00:00:00.000Z', askAgainAt: '2026-03-11T00:00:00.000Z' }])
    })
  })
})
