import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestKit, TestTenant } from '../../testing/index.ts'
import { onEveryEngine } from '../../testing/on-every-engine.ts'
import { ask, creator, ingest, postUrl, sparkCode } from '../../testing/scenario.ts'

onEveryEngine('the funnel', createKit => {
  let kit: TestKit
  let tenant: TestTenant
  beforeAll(async () => {
    kit = await createKit()
    tenant = await kit.tenant({ mode: 'sandbox' })
  })
  afterAll(() => kit.close())

  const days = async (by: number): Promise<void> => {
    expect((await tenant.call('POST', '/v1/sandbox/advance', { days: by })).status).toBe(200)
  }
  const stepsOf = (group: { steps: { step: string; count: number; medianHours: number | null }[] }) =>
    Object.fromEntries(group.steps.map(({ step, count, medianHours }) => [step, [count, medianHours]]))

  test('counts each step once and takes the middle of how long it took', async () => {
    const posts = await ingest(
      tenant,
      ...[1, 2, 3].map(n => ({ url: postUrl(n, 'mara') })),
      ...[4, 5].map(n => ({ url: postUrl(n, 'ben') })),
    )
    const mara = await ask(tenant, posts.slice(0, 3))
    const ben = await ask(tenant, posts.slice(3))
    await tenant.call('POST', `/v1/spark-requests/${ben.requestIds[1]}/cancel`)
    const page = creator(kit, mara.token)
    await days(1)
    await page.open()
    await days(2)
    await page.approve({ requestId: mara.requestIds[0], code: sparkCode('1'), days: 30 })
    await days(2)
    await page.approve({ requestId: mara.requestIds[1], code: sparkCode('2'), days: 10 })
    await days(5)
    const [code] = (await tenant.call('GET', `/v1/spark-codes?contentId=${posts[0]}`)).body.data
    await tenant.call('POST', `/v1/spark-codes/${code.id}/used`, {})
    const again = await ask(tenant, [posts[0] ?? ''], { renews: true })
    await page.approve({ requestId: again.requestIds[0], code: sparkCode('1'), days: 60 })
    await days(20)

    const { body, text } = await tenant.call('GET', '/v1/stats/funnel?groupBy=creator')
    expect(stepsOf(body.total), text).toEqual({
      asked: [5, null],
      opened: [3, 24],
      approved: [3, 48],
      verified: [0, null],
      used: [2, 84],
      renewed: [1, 168],
    })
    expect(body.groups.map((group: { steps: { count: number }[] }) => group.steps.map(step => step.count))).toEqual([
      [4, 3, 3, 0, 2, 1],
      [1, 0, 0, 0, 0, 0],
    ])
    // 7 days until the first use of one, all 10 of the other.
    expect([body.total.wastedDays, ...body.groups.map((group: { wastedDays: number }) => group.wastedDays)]).toEqual([17, 17, 0])
  })

  test('groups by what the messages were made from, and counts inside its range only', async () => {
    const { engine } = kit.kit.services
    const { sparkRequests: r } = engine.tables
    const { data } = (await tenant.call('GET', '/v1/spark-requests?status=approved&limit=1')).body
    await engine.db.update(r).set({ channel: 'email', templateId: 'tpl_1' }).where(eq(r.id, data[0].id))
    const keys = async (groupBy: string) =>
      (await tenant.call('GET', `/v1/stats/funnel?groupBy=${groupBy}`)).body.groups.map(
        (group: { key: string; steps: { count: number }[] }) => [group.key, group.steps[0]?.count],
      )
    expect(await keys('channel')).toEqual([
      [null, 4],
      ['email', 1],
    ])
    expect(await keys('template')).toEqual([
      [null, 4],
      ['tpl_1', 1],
    ])
    expect(await keys('none')).toEqual([])
    const none = await tenant.call('GET', '/v1/stats/funnel?from=2006-01-01&to=2006-02-01')
    expect(none.body.total).toMatchObject({ steps: [{ count: 0, rate: null }, ...Array(5).fill({ count: 0 })], wastedDays: 0 })
  })

  test('refuses a range that is none, callers without the scope, and shows nothing of others', async () => {
    expect((await tenant.call('GET', '/v1/stats/funnel?from=2026-01-02&to=2026-01-01')).status).toBe(400)
    expect((await tenant.call('GET', '/v1/stats/funnel?groupBy=mood')).status).toBe(400)
    expect((await kit.call('GET', '/v1/stats/funnel')).status).toBe(401)
    expect((await (await kit.tenant({ scopes: ['content:read'] })).call('GET', '/v1/stats/funnel')).status).toBe(403)
    expect((await (await kit.tenant()).call('GET', '/v1/stats/funnel')).body.total.steps[0].count).toBe(0)
  })
})
