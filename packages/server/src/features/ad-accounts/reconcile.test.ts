import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { ADVERTISER, bind, bindingsOf, type Coded, codedPost, connect, DAY, unbind } from '../../testing/ad-scenario.ts'
import { expectSound } from '../../testing/expect-sound.ts'
import { createFakeAdPlatforms, type FakeCode } from '../../testing/fake-ad-platform.ts'
import type { TestKit, TestTenant } from '../../testing/index.ts'
import { onEveryEngine } from '../../testing/on-every-engine.ts'
import { creator, eventsOf, ingest, postUrl, sparkCode, typesOf } from '../../testing/scenario.ts'

const T0 = Date.UTC(2026, 5, 1)
const HOUR = 3_600_000
const fake = createFakeAdPlatforms()

onEveryEngine('comparing with TikTok', createKit => {
  let kit: TestKit
  let tenant: TestTenant
  let wall = T0
  let account = ''

  beforeAll(async () => {
    kit = await createKit({ now: () => wall, adPlatforms: fake })
  })
  afterAll(() => kit.close())
  beforeEach(async () => {
    wall = T0
    fake.reset()
    tenant = await kit.tenant()
    ;({ account } = await connect(tenant, fake))
    await kit.kit.worker.drain()
  })
  afterEach(() => expectSound(kit, tenant))

  const boundPost = async (number: number): Promise<Coded & { bindingId: string }> => {
    const post = await codedPost({ kit, tenant, fake }, number)
    const { body } = await bind(tenant, post, account)
    expect(body.status).toBe('bound')
    return { ...post, bindingId: body.id }
  }
  const changeThere = (post: Coded, set: Partial<FakeCode>): void => {
    const known = fake.codes.get(post.code)
    if (known) fake.codes.set(post.code, { ...known, ...set })
  }
  const compared = async (ms = 6 * HOUR + 1) => {
    wall += ms
    await kit.kit.worker.drain()
  }
  const theCode = async ({ codeId }: Coded) => (await tenant.call('GET', `/v1/spark-codes/${codeId}`)).body
  const the = async ({ bindingId }: { bindingId: string }) => (await tenant.call('GET', `/v1/bindings/${bindingId}`)).body
  const there = () => [...(fake.bound.get(ADVERTISER)?.values() ?? [])]
  const told = async () => typesOf(await eventsOf(kit, tenant))

  test('happens every six hours, and at once when it is asked for', async () => {
    const lists = () => fake.calls.filter(call => call.method === 'listBound' && call.adAccountId === ADVERTISER).length
    const before = lists()
    await compared(5 * HOUR)
    expect(lists()).toBe(before)
    await compared(HOUR + 1)
    expect(lists()).toBe(before + 1)
    await tenant.call('POST', `/v1/ad-accounts/${account}/reconcile`)
    await kit.kit.worker.drain()
    expect(lists()).toBe(before + 2)
  })

  test('in a sandbox its clock says when', async () => {
    const sandbox = await kit.tenant({ mode: 'sandbox' })
    await connect(sandbox, fake)
    await kit.kit.worker.drain()
    const lists = () => fake.calls.filter(call => call.method === 'listBound' && call.token.includes(sandbox.workspaceId)).length
    const before = lists()
    wall += 30 * DAY
    await kit.kit.worker.drain()
    expect(lists()).toBe(before)
    await sandbox.call('POST', '/v1/sandbox/advance', { days: 1 })
    await kit.kit.worker.drain()
    expect(lists()).toBe(before + 2)
  })

  test('nothing new tells nothing', async () => {
    await boundPost(1)
    await compared()
    const before = await told()
    await compared()
    expect(await told()).toEqual(before)
  })

  test('another window there is the true one', async () => {
    const [longer, shorter] = [await boundPost(1), await boundPost(2)]
    changeThere(longer, { endsAt: T0 + 60 * DAY })
    changeThere(shorter, { endsAt: T0 + 5 * DAY })
    await compared()
    expect(await theCode(longer)).toMatchObject({ windowSource: 'verified', endsAt: new Date(T0 + 60 * DAY).toISOString() })
    expect(await theCode(shorter)).toMatchObject({ windowSource: 'verified', endsAt: new Date(T0 + 5 * DAY).toISOString() })
    expect((await told()).slice(-4)).toContain('spark_code.extended')
  })

  test('a post that is deleted takes its code back, and is taken out', async () => {
    const post = await boundPost(1)
    changeThere(post, { visibility: 'deleted' })
    await compared()
    expect((await theCode(post)).status).toBe('withdrawn')
    expect(await the(post)).toMatchObject({ status: 'unbound', reason: { code: 'code_withdrawn' } })
    expect((await tenant.call('GET', `/v1/content/${post.contentId}`)).body.eligibility.eligible).toBe(false)
    expect(there()).toEqual([])
  })

  test('a post that is made private is told once, stays bound, and is told once more when it is public again', async () => {
    const post = await boundPost(1)
    changeThere(post, { visibility: 'private' })
    await compared()
    await compared()
    expect(await the(post)).toMatchObject({ status: 'bound', reason: { code: 'post_private', fixableBy: 'creator' } })
    changeThere(post, { visibility: 'public' })
    await compared()
    expect(await the(post)).toMatchObject({ status: 'bound', reason: null })
    expect((await told()).filter(type => type === 'binding.updated')).toHaveLength(2)
  })

  test('a code that the creator revoked is withdrawn, and its post taken out', async () => {
    const post = await boundPost(1)
    changeThere(post, { authorization: 'UNAUTHORIZED', refusal: 'code_not_found' })
    await compared()
    expect((await theCode(post)).status).toBe('withdrawn')
    expect((await the(post)).status).toBe('unbound')
    expect(there()).toEqual([])
  })

  test('a post taken out by hand is unbound, its code lives on, and it stays out until somebody asks or puts it back', async () => {
    const post = await boundPost(1)
    fake.bound.get(ADVERTISER)?.clear()
    await compared()
    expect(await the(post)).toMatchObject({ status: 'unbound', reason: { code: 'removed_there', fixableBy: 'ad_manager' } })
    expect((await theCode(post)).status).toBe('live')
    await compared()
    expect(there()).toEqual([])
    fake.bound.get(ADVERTISER)?.set(post.platformId, post.code)
    await compared()
    expect((await the(post)).status).toBe('bound')
  })

  test('a page that moved while the list was read loses no post', async () => {
    const post = await boundPost(1)
    fake.onCall = async ({ method }) => {
      if (method === 'listBound') fake.bound.get(ADVERTISER)?.delete(post.platformId)
      if (method === 'findBound') fake.bound.get(ADVERTISER)?.set(post.platformId, post.code)
    }
    await compared()
    expect((await the(post)).status).toBe('bound')
  })

  test('what was unbound and is there all the same is taken out again', async () => {
    const post = await boundPost(1)
    await unbind(tenant, post, account)
    fake.bound.get(ADVERTISER)?.set(post.platformId, post.code)
    await compared()
    expect(there()).toEqual([])
    expect((await the(post)).status).toBe('unbound')
  })

  test('a post bound while the list was read is not taken for missing', async () => {
    const post = await codedPost({ kit, tenant, fake }, 1)
    let bindingId = ''
    fake.onCall = async ({ method }) => {
      if (method !== 'listBound') return
      fake.onCall = async () => {}
      wall += 1
      bindingId = (await bind(tenant, post, account)).body.id
      // The list was made before: it does not show the post, and nobody asks for it by itself.
      fake.bound.get(ADVERTISER)?.clear()
    }
    await compared()
    expect((await the({ bindingId })).status).toBe('bound')
  })

  test('while TikTok is away nothing is believed, and it is asked again in a minute', async () => {
    const post = await boundPost(1)
    fake.bound.get(ADVERTISER)?.clear()
    fake.faults.listBound = ['unreadable', 'unreadable']
    await compared()
    expect((await the(post)).status).toBe('bound')
    await compared(61_000)
    expect((await the(post)).status).toBe('unbound')
  })

  test('a token that is refused breaks the connection; an advertiser that is gone vanishes', async () => {
    fake.tokens.clear()
    await compared()
    expect((await tenant.call('GET', '/v1/connections')).body.data[0].status).toBe('broken')
    expect((await told()).filter(type => type === 'connection.broken')).toHaveLength(1)

    const other = await kit.tenant()
    const { account: theirs } = await connect(other, fake)
    fake.advertisers.delete(ADVERTISER)
    await compared()
    expect((await other.call('GET', `/v1/ad-accounts/${theirs}`)).body.status).toBe('vanished')
  })

  test('more than fit one transaction are compared, each seen', async () => {
    const numbers = Array.from({ length: 103 }, (_, index) => index + 1)
    const contentIds = await ingest(tenant, ...numbers.map(number => ({ url: postUrl(number) })))
    const items: { sparkCodeId: string; adAccountId: string }[] = []
    for (const [index, content] of contentIds.entries()) {
      const code = sparkCode(`${tenant.workspaceId} ${index}`)
      const added = await tenant.call('POST', '/v1/spark-codes', { content, code, days: 30 })
      items.push({ sparkCodeId: added.body.id, adAccountId: account })
      const postId =
        postUrl(index + 1)
          .split('/')
          .at(-1) ?? ''
      fake.codes.set(code, { postId, startsAt: T0, endsAt: T0 + 30 * DAY })
    }
    await tenant.call('POST', '/v1/bindings', { items })
    await kit.kit.worker.drain()
    expect(there()).toHaveLength(103)
    fake.bound.get(ADVERTISER)?.clear()
    await compared()
    expect(await bindingsOf(tenant, '&status=unbound')).toHaveLength(100)
    expect(await bindingsOf(tenant, '&status=bound')).toHaveLength(0)
  })

  test('codes are bound as they come in, where the workspace says so', async () => {
    const set = await tenant.call('PATCH', '/v1/workspace', { settings: { bindTo: ADVERTISER } })
    expect(set.body.settings.bindTo).toBe(account)
    const post = await codedPost({ kit, tenant, fake }, 1)
    await kit.kit.worker.drain()
    expect((await bindingsOf(tenant))[0]).toMatchObject({ sparkCodeId: post.codeId, status: 'bound', origin: 'automatic' })
    await tenant.call('PATCH', '/v1/workspace', { settings: { bindTo: null } })
    await codedPost({ kit, tenant, fake }, 2)
    await kit.kit.worker.drain()
    expect(await bindingsOf(tenant)).toHaveLength(1)
    expect((await tenant.call('PATCH', '/v1/workspace', { settings: { bindTo: '99' } })).body.code).toBe('ad_account_not_found')
  })

  test('a code that was withdrawn and comes back is bound again where it was', async () => {
    const post = await boundPost(1)
    await creator(kit, post.token).withdraw({ requestId: post.requestId })
    await kit.kit.worker.drain()
    expect((await the(post)).status).toBe('unbound')
    expect((await creator(kit, post.token).approve({ requestId: post.requestId, code: post.code })).status).toBe(200)
    await kit.kit.worker.drain()
    expect((await the(post)).status).toBe('bound')
    expect(there()).toEqual([post.code])
  })

  test('a newer code that was applied there by hand takes the place of the old one', async () => {
    const post = await boundPost(1)
    const code = sparkCode(`${tenant.workspaceId} by hand`)
    fake.codes.set(code, { postId: post.platformId, startsAt: T0, endsAt: T0 + 60 * DAY })
    fake.faults.bindCode = ['post_nested_duet']
    const newer = await tenant.call('POST', '/v1/spark-codes', { content: post.contentId, code, days: 60 })
    await kit.kit.worker.drain()
    expect((await the(post)).status).toBe('bound')
    fake.bound.get(ADVERTISER)?.set(post.platformId, code)
    await compared()
    const [binding] = await bindingsOf(tenant, `&sparkCodeId=${newer.body.id}`)
    expect(binding.status).toBe('bound')
    expect(await the(post)).toMatchObject({ status: 'unbound', reason: { code: 'code_superseded' } })
  })
})
