import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { expectSound } from '../testing/expect-sound.ts'
import type { TestKit, TestTenant } from '../testing/index.ts'
import { onEveryEngine } from '../testing/on-every-engine.ts'
import { approvedPost, ask, askedPost, creator, eventsOf, ingest, postUrl, sparkCode, typesOf } from '../testing/scenario.ts'

const DAY_MS = 86_400_000
const statuses = (answers: readonly { status: number }[]) => answers.map(({ status }) => status).toSorted()

onEveryEngine('the lifecycle', createKit => {
  let kit: TestKit
  let tenant: TestTenant
  let clock = Date.UTC(2026, 5, 1)

  beforeAll(async () => {
    kit = await createKit({ now: () => clock })
  })
  afterAll(() => kit.close())
  beforeEach(async () => {
    tenant = await kit.tenant()
  })
  afterEach(() => expectSound(kit, tenant))

  test('the story: asked, opened, approved, rejected, revealed, each step one event in order', async () => {
    const ids = await ingest(tenant, { url: postUrl(1) }, { url: postUrl(2) })
    const { requestIds, linkId, token } = await ask(tenant, ids)
    await tenant.call('POST', `/v1/approval-links/${linkId}/sent`, {})
    await creator(kit, token).open()
    await creator(kit, token).approve({ requestId: requestIds[0], code: sparkCode('story') })
    await creator(kit, token).reject({ requestId: requestIds[1], reason: 'not this one' })
    const [code] = (await tenant.call('GET', '/v1/spark-codes')).body.data
    await tenant.call('POST', `/v1/spark-codes/${code.id}/reveal`)
    expect(typesOf(await eventsOf(kit, tenant))).toEqual([
      'content.created',
      'content.created',
      'approval_link.created',
      'spark_request.created',
      'spark_request.created',
      'spark_request.sent',
      'spark_request.sent',
      'spark_request.opened',
      'spark_request.opened',
      'spark_request.approved',
      'spark_code.received',
      'spark_request.rejected',
      'spark_code.revealed',
    ])
    const { body } = await tenant.call('GET', '/v1/content/facets')
    expect(body.sparkStatus).toEqual({ approved: 1, rejected: 1 })
  })

  test('two concurrent approvals of one post with different codes leave one live code', async () => {
    const { requestId, token, contentId } = await askedPost(tenant, 10)
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map(seed => creator(kit, token).approve({ requestId, code: sparkCode(seed) })))
    expect(statuses(answers)).toEqual([200, 200, 200, 200])
    const codes = (await tenant.call('GET', `/v1/spark-codes?contentId=${contentId}`)).body.data
    expect(codes.map((code: { status: string }) => code.status).toSorted()).toEqual(['live', 'superseded', 'superseded', 'superseded'])
    expect(typesOf(await eventsOf(kit, tenant)).filter(type => type === 'spark_request.approved')).toHaveLength(1)
  })

  test('one code sent by many at once for one post is one code', async () => {
    const { requestId, token } = await askedPost(tenant, 11)
    const answers = await Promise.all([1, 2, 3, 4].map(() => creator(kit, token).approve({ requestId, code: sparkCode('same') })))
    expect(statuses(answers)).toEqual([200, 200, 200, 200])
    expect((await tenant.call('GET', '/v1/spark-codes')).body.data).toHaveLength(1)
  })

  test('one code sent for two posts at once goes to one of them and is refused for the other', async () => {
    const ids = await ingest(tenant, { url: postUrl(12) }, { url: postUrl(13) })
    const { requestIds, token } = await ask(tenant, ids)
    const answers = await Promise.all(requestIds.map(requestId => creator(kit, token).approve({ requestId, code: sparkCode('two') })))
    expect(statuses(answers)).toEqual([200, 409])
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('spark_code_used_elsewhere')
    expect((await tenant.call('GET', '/v1/spark-codes')).body.data).toHaveLength(1)
  })

  test('approve against cancel: whoever comes first wins, and the other is told', async () => {
    for (const number of [14, 15, 16]) {
      const { requestId, token } = await askedPost(tenant, number)
      const [approved, cancelled] = await Promise.all([
        creator(kit, token).approve({ requestId, code: sparkCode(`race ${number}`) }),
        tenant.call('POST', `/v1/spark-requests/${requestId}/cancel`),
      ])
      expect([
        [200, undefined, 409, 'request_already_approved'],
        [409, 'request_cancelled', 200, undefined],
      ]).toContainEqual([approved.status, approved.body.code, cancelled.status, cancelled.body.code])
    }
  })

  test('asking for one post many times at once opens one request under one link', async () => {
    const ids = await ingest(tenant, { url: postUrl(17) }, { url: postUrl(18) })
    const answers = await Promise.all([1, 2, 3, 4].map(() => tenant.call('POST', '/v1/spark-requests', { content: ids })))
    const results = answers.flatMap(({ body }) => body.results)
    expect(results.filter(result => result.status === 'created')).toHaveLength(2)
    expect(new Set(results.flatMap(result => result.problem?.code ?? []))).toEqual(new Set(['already_open']))
    expect((await tenant.call('GET', '/v1/approval-links')).body.data).toHaveLength(1)
  })

  test('withdraw against extend leaves one truth', async () => {
    const { requestId, token, codeId } = await approvedPost(kit, tenant, { number: 19, code: sparkCode('extend'), days: 7 })
    const answers = await Promise.all([
      creator(kit, token).withdraw({ requestId }),
      creator(kit, token).approve({ requestId, code: sparkCode('extend'), days: 60 }),
    ])
    expect(statuses(answers)).toEqual([200, 200])
    expect(['live', 'withdrawn']).toContain((await tenant.call('GET', `/v1/spark-codes/${codeId}`)).body.status)
  })

  test('a link revoked while its creator answers stays revoked', async () => {
    for (const number of [20, 21, 22]) {
      const { linkId, token } = await askedPost(tenant, number)
      await Promise.all([
        creator(kit, token).open(),
        tenant.call('POST', `/v1/approval-links/${linkId}/revoke`),
        tenant.call('POST', `/v1/approval-links/${linkId}/revoke`),
      ])
      expect((await tenant.call('GET', `/v1/approval-links/${linkId}`)).body.status).toBe('revoked')
      const events = (await eventsOf(kit, tenant)).filter(event => event.data.id === linkId)
      expect(typesOf(events)).toEqual(['approval_link.created', 'approval_link.revoked'])
    }
  })

  test('a request made while its link is re-issued hangs on the link that is open', async () => {
    const [first = '', second = ''] = await ingest(tenant, { url: postUrl(23) }, { url: postUrl(24) })
    const { linkId } = await ask(tenant, [first])
    await Promise.all([
      tenant.call('POST', `/v1/approval-links/${linkId}/reissue`),
      tenant.call('POST', '/v1/spark-requests', { content: [second] }),
    ])
    const links: { id: string; status: string }[] = (await tenant.call('GET', '/v1/approval-links')).body.data
    const requests: { approvalLinkId: string }[] = (await tenant.call('GET', '/v1/spark-requests')).body.data
    const open = links.filter(link => link.status === 'open').map(link => link.id)
    expect(open).toHaveLength(1)
    expect(new Set(requests.map(request => request.approvalLinkId))).toEqual(new Set(open))
  })

  test('answers that come in while a link is re-issued are kept, and every request hangs on the open link', async () => {
    for (const round of [0, 1, 2]) {
      const ids = await ingest(tenant, ...[0, 1, 2, 3].map(at => ({ url: postUrl(40 + round * 4 + at, `leo${round}`) })))
      const { requestIds, linkId, token } = await ask(tenant, ids)
      const page = creator(kit, token)
      const [reissued, ...answers] = await Promise.all([
        tenant.call('POST', `/v1/approval-links/${linkId}/reissue`),
        page.open(),
        page.approve({ requestId: requestIds[0], code: sparkCode(`moved ${round} 0`) }),
        page.approve({ requestId: requestIds[1], code: sparkCode(`moved ${round} 1`) }),
        page.reject({ requestId: requestIds[2] }),
        tenant.call('POST', `/v1/spark-requests/${requestIds[3]}/cancel`),
      ])
      expect(reissued.status).toBe(201)
      // Who came too late was told that the link is dead, and nothing of theirs was kept.
      const answered = [null, 'approved', 'approved', 'rejected', 'cancelled']
      const requests = await Promise.all(requestIds.map(async id => (await tenant.call('GET', `/v1/spark-requests/${id}`)).body))
      for (const [at, { status, approvalLinkId }] of requests.entries()) {
        const answer = answers[at + 1]
        expect([200, 404]).toContain(answer?.status)
        expect([approvalLinkId, status]).toEqual([reissued.body.id, answer?.status === 200 ? answered[at + 1] : 'pending'])
      }
    }
  })

  test('asking for a renewal many times at once opens one request, and the live code stays', async () => {
    const { contentId, codeId } = await approvedPost(kit, tenant, { number: 60, code: sparkCode('renewed') })
    const ask = () => tenant.call('POST', '/v1/spark-requests', { content: [contentId], renews: true })
    const results = (await Promise.all([ask(), ask(), ask()])).flatMap(({ body }) => body.results)
    expect(results.map(({ status, problem }) => problem?.code ?? status).toSorted()).toEqual(['already_open', 'already_open', 'created'])
    const { body } = await tenant.call('GET', `/v1/content/${contentId}`)
    expect(body).toMatchObject({ sparkStatus: 'approved', liveCodeId: codeId, openRequestId: expect.any(String) })
  })

  test('a form of the page posted twice at once is one answer with one receipt', async () => {
    const { requestId, token } = await askedPost(tenant, 61)
    const form = new URLSearchParams({ requestId, code: sparkCode('form'), days: '30', answer: 'approve' }).toString()
    const post = () =>
      kit.kit.fetch(
        new Request(`https://sparkkit.test/a/${token}?lang=en`, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: form,
        }),
      )
    const answers = await Promise.all([post(), post(), post()])
    expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
    expect((await tenant.call('GET', '/v1/spark-codes')).body.data).toHaveLength(1)
    expect((await tenant.call('GET', `/v1/spark-requests/${requestId}/receipt`)).body.earlier).toEqual([])
  })

  test('counters that come in while a creator approves take nothing of it back', async () => {
    for (const number of [25, 26, 27]) {
      const { requestId, token, contentId } = await askedPost(tenant, number)
      const item = { url: postUrl(number), metrics: { views: number } }
      await Promise.all([
        tenant.call('POST', '/v1/content/batch', { items: [item] }),
        creator(kit, token).approve({ requestId, code: sparkCode(`metrics ${number}`) }),
        tenant.call('POST', '/v1/content/batch', { items: [{ ...item, metrics: { likes: 1 } }] }),
      ])
      const { body } = await tenant.call('GET', `/v1/content/${contentId}`)
      expect(body).toMatchObject({ sparkStatus: 'approved', metrics: { views: number, likes: 1 } })
    }
  })

  test('two batches that bring the same new posts at once make each of them once', async () => {
    const items = Array.from({ length: 20 }, (_, index) => ({ url: postUrl(100 + index), creator: { platformUserId: '77' } }))
    const answers = await Promise.all([items, items.toReversed()].map(batch => tenant.call('POST', '/v1/content/batch', { items: batch })))
    expect(statuses(answers)).toEqual([200, 200])
    expect((await tenant.call('GET', '/v1/content/facets')).body.total).toBe(20)
  })

  test('one external id given to two codes at once goes to one of them', async () => {
    await ingest(tenant, { url: postUrl(30) }, { url: postUrl(31) })
    const answers = await Promise.all(
      [30, 31].map(number =>
        tenant.call('POST', '/v1/spark-codes', { content: postUrl(number), code: sparkCode(`x${number}`), externalId: 'deal-7' }),
      ),
    )
    expect(statuses(answers)).toEqual([201, 409])
  })

  test('codes expire and requests lapse when the wall clock passes, and one look after a pause catches up with all of it', async () => {
    const { codeId } = await approvedPost(kit, tenant, { number: 40, code: sparkCode('clock'), days: 30 })
    const { requestId } = await askedPost(tenant, 41)
    clock += 24 * DAY_MS
    const early = (await eventsOf(kit, tenant)).filter(event => event.type === 'spark_code.expiring')
    expect(early.map(event => Reflect.get(event.data, 'warnedDays'))).toEqual([7])
    clock += 40 * DAY_MS
    const log = await eventsOf(kit, tenant)
    expect(typesOf(log).filter(type => /expir|lapsed/.test(type))).toEqual([
      'spark_code.expiring',
      'spark_request.lapsed',
      'spark_code.expired',
    ])
    expect((await tenant.call('GET', `/v1/spark-codes/${codeId}`)).body.status).toBe('expired')
    expect((await tenant.call('GET', `/v1/spark-requests/${requestId}`)).body.status).toBe('lapsed')
  })

  test('what fell due while the process was down happens at its next start', async () => {
    const { codeId } = await approvedPost(kit, tenant, { number: 42, code: sparkCode('down'), days: 7 })
    await kit.restart()
    clock += 8 * DAY_MS
    expect(typesOf(await eventsOf(kit, tenant)).slice(-1)).toEqual(['spark_code.expired'])
    expect((await tenant.call('GET', `/v1/spark-codes/${codeId}`)).body.status).toBe('expired')
  })

  test('sixty days of a sandbox pass in one call, each thing at its own time', async () => {
    const sandbox = await kit.tenant({ mode: 'sandbox' })
    const start = Date.parse((await sandbox.call('GET', '/v1/me')).body.workspace.now)
    await approvedPost(kit, sandbox, { number: 43, code: sparkCode('sandbox'), days: 30 })
    await askedPost(sandbox, 44)
    const { status, text } = await sandbox.call('POST', '/v1/sandbox/advance', { days: 60 })
    expect(status, text).toBe(200)
    const due = (await eventsOf(kit, sandbox)).filter(event => /expir|lapsed/.test(event.type))
    expect(due.map(event => [event.type, (Date.parse(event.timestamp) - start) / DAY_MS])).toEqual([
      ['spark_code.expiring', 23],
      ['spark_code.expiring', 27],
      ['spark_code.expiring', 29],
      ['spark_request.lapsed', 30],
      ['spark_code.expired', 30],
    ])
    await expectSound(kit, sandbox)
  })
})
