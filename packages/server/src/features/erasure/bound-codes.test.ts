import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ADVERTISER, bind, codedPost, connect } from '../../testing/ad-scenario.ts'
import { createFakeAdPlatforms } from '../../testing/fake-ad-platform.ts'
import type { TestKit, TestTenant } from '../../testing/index.ts'
import { onEveryEngine } from '../../testing/on-every-engine.ts'

const DAY = 86_400_000

onEveryEngine('erasing a creator whose code is bound', createKit => {
  const fake = createFakeAdPlatforms()
  let kit: TestKit
  let tenant: TestTenant
  let now = Date.UTC(2026, 5, 1)

  beforeAll(async () => {
    kit = await createKit({ now: () => now, adPlatforms: fake })
  })
  beforeEach(async () => {
    fake.reset()
    tenant = await kit.tenant()
  })
  afterAll(() => kit.close())

  test('takes the code back from the ad account before the post loses its name', async () => {
    const { account } = await connect(tenant, fake)
    const post = await codedPost({ kit, tenant, fake }, 1)
    await bind(tenant, post, account)
    expect([...(fake.bound.get(ADVERTISER)?.values() ?? [])]).toEqual([post.code])
    const { body } = await tenant.call('GET', `/v1/spark-codes/${post.codeId}`)
    expect((await tenant.call('POST', `/v1/creators/${body.creatorId}/erase`)).status).toBe(202)
    await kit.kit.worker.drain()
    now += DAY
    await kit.kit.worker.drain()
    expect([...(fake.bound.get(ADVERTISER)?.values() ?? [])]).toEqual([])
    expect((await tenant.call('GET', `/v1/content/${body.contentId}`)).body).toMatchObject({ platformId: null, url: null })
  })

  test('waits a day for an ad account that cannot be reached, and no longer', async () => {
    const { account } = await connect(tenant, fake)
    const post = await codedPost({ kit, tenant, fake }, 2)
    await bind(tenant, post, account)
    const { body } = await tenant.call('GET', `/v1/spark-codes/${post.codeId}`)
    await tenant.call('POST', `/v1/creators/${body.creatorId}/erase`)
    const { db, tables } = kit.kit.services.engine
    await db.update(tables.connections).set({ status: 'broken' })
    await kit.kit.worker.drain()
    const named = async () => (await tenant.call('GET', `/v1/content/${body.contentId}`)).body.platformId
    expect(await named()).not.toBeNull()
    now += DAY
    await kit.kit.worker.drain()
    expect(await named()).toBeNull()
    now += 7 * DAY
    await kit.kit.worker.drain()
    const { body: bindings } = await tenant.call('GET', `/v1/bindings?sparkCodeId=${post.codeId}`)
    expect(bindings.data.map((binding: { status: string }) => binding.status)).not.toContain('pending')
  })
})
