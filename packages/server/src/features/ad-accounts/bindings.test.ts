import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ADVERTISER, bind, bindingsOf, codedPost, connect, DAY, unbind } from '../../testing/ad-scenario.ts'
import { expectProblem } from '../../testing/endpoint-proof.ts'
import { expectSound } from '../../testing/expect-sound.ts'
import { createFakeAdPlatforms } from '../../testing/fake-ad-platform.ts'
import type { TestKit, TestTenant } from '../../testing/index.ts'
import { onEveryEngine } from '../../testing/on-every-engine.ts'
import { creator, eventsOf, sparkCode, typesOf } from '../../testing/scenario.ts'

const T0 = Date.UTC(2026, 5, 1)
const fake = createFakeAdPlatforms()

onEveryEngine('bindings', createKit => {
  let kit: TestKit
  let tenant: TestTenant
  let wall = T0
  let account = ''
  let connectionToken = ''

  beforeAll(async () => {
    kit = await createKit({ now: () => wall, adPlatforms: fake })
  })
  afterAll(() => kit.close())
  beforeEach(async () => {
    wall = T0
    fake.reset()
    tenant = await kit.tenant()
    ;({ account, token: connectionToken } = await connect(tenant, fake))
  })
  afterEach(() => expectSound(kit, tenant))

  const coded = (number: number, known = {}) => codedPost({ kit, tenant, fake }, number, known)
  const drain = () => kit.kit.worker.drain()
  /** Everything that waits for its next try gets one. */
  const later = async (ms = 3_700_000) => {
    wall += ms
    await drain()
  }
  const theCode = async (id: string) => (await tenant.call('GET', `/v1/spark-codes/${id}`)).body
  const the = async (id: string) => (await tenant.call('GET', `/v1/bindings/${id}`)).body
  const boundThere = () => [...(fake.bound.get(ADVERTISER)?.values() ?? [])]
  const told = async () => typesOf(await eventsOf(kit, tenant)).filter(type => /^(binding|connection|ad_account)\./.test(type))

  test('a code is bound while its buyer waits, read back, and its true window is kept', async () => {
    const post = await coded(1, { startsAt: T0 - DAY, endsAt: T0 + 6 * DAY })
    const { status, body } = await bind(tenant, post, account)
    expect([status, body.status, body.reason, body.advertiserId]).toEqual([200, 'bound', null, ADVERTISER])
    expect(boundThere()).toEqual([post.code])
    expect(await theCode(post.codeId)).toMatchObject({ windowSource: 'verified', endsAt: new Date(T0 + 6 * DAY).toISOString() })
    expect((await told()).filter(type => type.startsWith('binding.'))).toEqual(['binding.requested', 'binding.bound'])
  })

  test('the ad account may be named by the id that TikTok gave it', async () => {
    const post = await coded(1)
    expect((await bind(tenant, post, ADVERTISER)).body).toMatchObject({ adAccountId: account, status: 'bound' })
    expect(await bindingsOf(tenant, `&adAccountId=${ADVERTISER}`)).toHaveLength(1)
    expect(await bindingsOf(tenant, `&sparkCodeId=${post.codeId}`)).toHaveLength(1)
  })

  test('many are bound with a verdict per row', async () => {
    const posts = [await coded(1), await coded(2), await coded(3)]
    const items = [
      ...posts.map(post => ({ sparkCodeId: post.codeId, adAccountId: account })),
      { sparkCodeId: 'code_01h455vb4pex5vsknk084sn02q', adAccountId: account },
      { sparkCodeId: posts[0]?.codeId, adAccountId: 'nobody' },
    ]
    const { body } = await tenant.call('POST', '/v1/bindings', { items })
    expect(body.results.map((row: { status: string; problem?: { code: string } }) => row.problem?.code ?? row.status)).toEqual([
      'wanted',
      'wanted',
      'wanted',
      'not_found',
      'ad_account_not_found',
    ])
    await drain()
    expect(boundThere().toSorted()).toEqual(posts.map(post => post.code).toSorted())
    expect((await bindingsOf(tenant)).map((binding: { status: string }) => binding.status)).toEqual(['bound', 'bound', 'bound'])
  })

  test('two buyers who bind one code to one account get one binding, authorized once', async () => {
    const post = await coded(1)
    const answers = await Promise.all([bind(tenant, post, account), bind(tenant, post, account), bind(tenant, post, ADVERTISER)])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    await drain()
    expect((await the(answers[0].body.id)).status).toBe('bound')
    expect(fake.calls.filter(call => call.method === 'bindCode')).toHaveLength(1)
  })

  test('done but unheard: the next try reads back first, and no code is bound twice', async () => {
    const post = await coded(1)
    fake.faults.bindCode = ['done_unheard']
    const { body } = await bind(tenant, post, account)
    expect(body).toMatchObject({ status: 'pending', reason: { code: 'timed_out', fixableBy: 'nobody' } })
    await later()
    expect((await the(body.id)).status).toBe('bound')
    expect(fake.calls.filter(call => call.method === 'bindCode')).toHaveLength(1)
  })

  test('a worker that dies in the middle leaves it to the next one, once its lease is over', async () => {
    const post = await coded(1)
    let dies = true
    fake.onCall = async ({ method }) => {
      if (method === 'bindCode' && dies) throw new Error('the process ends here')
    }
    const { body } = await bind(tenant, post, account)
    expect(body.status).toBe('pending')
    dies = false
    await later(60_000)
    expect((await the(body.id)).status, 'still leased').toBe('pending')
    await later(31_000)
    expect((await the(body.id)).status).toBe('bound')
  })

  test('what passes by itself is tried again, ever less often; what does not fails with an action and who can take it', async () => {
    const post = await coded(1)
    fake.faults.bindCode = ['rate_limited', 'platform_failed', 'unreadable', 'maintenance']
    const { body } = await bind(tenant, post, account)
    expect(body.status).toBe('pending')
    for (const pause of [2000, 4000, 8000]) {
      await later(pause - 1)
      const before = fake.calls.length
      await later(1)
      expect(fake.calls.length).toBeGreaterThan(before)
    }
    await later(16_000)
    expect((await the(body.id)).status).toBe('bound')

    const refused = await coded(2, { refusal: 'post_nested_duet' })
    expect((await bind(tenant, refused, account)).body).toMatchObject({
      status: 'failed',
      reason: { code: 'post_nested_duet', action: expect.stringContaining('choose another post'), fixableBy: 'marketer' },
    })
    expect((await told()).at(-1)).toBe('binding.failed')
  })

  describe('a refusal', () => {
    test('before authorize proves nothing unless it names the code', async () => {
      fake.isInspectable = false
      const post = await coded(1)
      expect((await bind(tenant, post, account)).body.status).toBe('bound')
    })

    test("of another post's code keeps it out of the account, and the code proves invalid", async () => {
      const post = await coded(1, { postId: '7000000000000000001' })
      expect((await bind(tenant, post, account)).body).toMatchObject({ status: 'failed', reason: { code: 'code_other_post' } })
      expect(boundThere()).toEqual([])
      expect(await theCode(post.codeId)).toMatchObject({ status: 'invalid', invalidReason: 'spark_code_other_post' })
    })

    test("of another post's code that could not be looked at before is undone", async () => {
      fake.isInspectable = false
      const post = await coded(1, { postId: '7000000000000000001' })
      expect((await bind(tenant, post, account)).body).toMatchObject({ status: 'failed', reason: { code: 'code_other_post' } })
      expect(boundThere()).toEqual([])
    })

    test('of a code that ended expires it, and of a deleted post withdraws it', async () => {
      const over = await coded(1, { refusal: 'code_expired' })
      expect((await bind(tenant, over, account)).body.status).not.toBe('bound')
      expect((await theCode(over.codeId)).status).toBe('expired')
      const gone = await coded(2, { refusal: 'post_deleted' })
      await bind(tenant, gone, account)
      expect((await theCode(gone.codeId)).status).toBe('withdrawn')
      expect((await tenant.call('GET', `/v1/content/${gone.contentId}`)).body.eligibility.eligible).toBe(false)
    })
  })

  test('a private post is bound, and told', async () => {
    const post = await coded(1, { visibility: 'private' })
    expect((await bind(tenant, post, account)).body).toMatchObject({
      status: 'bound',
      reason: { code: 'post_private', fixableBy: 'creator' },
    })
  })

  test('unbound by hand it is gone there, and bound again when asked again', async () => {
    const post = await coded(1)
    await bind(tenant, post, account)
    expect((await unbind(tenant, post, account)).body).toMatchObject({ status: 'unbound', intent: 'unbind', reason: { code: 'asked' } })
    expect(boundThere()).toEqual([])
    expect((await bind(tenant, post, account)).body.status).toBe('bound')
    expect(boundThere()).toEqual([post.code])
  })

  test('a code that was never there cannot be taken out', async () => {
    expectProblem(await unbind(tenant, await coded(1), account), 404, 'not_found')
  })

  test('unbinding that TikTok refuses leaves it bound, with the reason', async () => {
    const post = await coded(1)
    await bind(tenant, post, account)
    fake.faults.unbindPost = ['permission_missing']
    expect((await unbind(tenant, post, account)).body).toMatchObject({
      status: 'bound',
      intent: 'unbind',
      reason: { code: 'permission_missing', fixableBy: 'ad_manager' },
    })
  })

  test('bind against withdraw: whoever comes first, a withdrawn code ends unbound', async () => {
    for (let number = 1; number <= 6; number += 1) {
      const post = await coded(number)
      await Promise.all([bind(tenant, post, account), creator(kit, post.token).withdraw({ requestId: post.requestId })])
      expect((await theCode(post.codeId)).status).toBe('withdrawn')
    }
    await later()
    expect(boundThere()).toEqual([])
    for (const { status } of await bindingsOf(tenant)) expect(['unbound', 'failed']).toContain(status)
  })

  test('withdrawn while it is being authorized it is taken out afterwards', async () => {
    const post = await coded(1)
    fake.onCall = async ({ method }) => {
      if (method !== 'bindCode') return
      fake.onCall = async () => {}
      await creator(kit, post.token).withdraw({ requestId: post.requestId })
    }
    const { body } = await bind(tenant, post, account)
    expect(body).toMatchObject({ status: 'bound', intent: 'unbind' })
    await drain()
    expect(await the(body.id)).toMatchObject({ status: 'unbound', reason: { code: 'code_withdrawn' } })
    expect(boundThere()).toEqual([])
  })

  describe('a newer code', () => {
    const renew = async (post: { contentId: string; platformId: string }, known = {}) => {
      const code = sparkCode(`${tenant.workspaceId} newer`)
      fake.codes.set(code, { postId: post.platformId, startsAt: wall, endsAt: wall + 60 * DAY, ...known })
      const { status, body } = await tenant.call('POST', '/v1/spark-codes', { content: post.contentId, code, days: 60 })
      expect(status).toBe(201)
      return { code, codeId: String(body.id) }
    }

    test('takes the place of a bound one in every account where that was bound', async () => {
      const post = await coded(1)
      const first = (await bind(tenant, post, account)).body
      const newer = await renew(post)
      expect((await the(first.id)).status, 'until the new one is there').toBe('bound')
      const [pending] = await bindingsOf(tenant, `&sparkCodeId=${newer.codeId}`)
      expect(pending).toMatchObject({ status: 'pending', origin: 'successor', replacesId: first.id })
      await drain()
      expect(await the(pending.id)).toMatchObject({ status: 'bound' })
      expect(await the(first.id)).toMatchObject({ status: 'unbound', reason: { code: 'code_superseded' } })
      expect(boundThere()).toEqual([newer.code])
    })

    test('that cannot be bound there is told as a gap, once, and the old one stays', async () => {
      const post = await coded(1)
      const first = (await bind(tenant, post, account)).body
      const newer = await renew(post, { refusal: 'post_nested_duet' })
      await later()
      const [failed] = await bindingsOf(tenant, `&sparkCodeId=${newer.codeId}`)
      expect(failed.status).toBe('failed')
      expect((await the(first.id)).status).toBe('bound')
      expect((await told()).filter(type => type === 'binding.not_rebound')).toHaveLength(1)
    })

    test('that comes while the old one is being bound is the one that ends up bound', async () => {
      const post = await coded(1)
      let newer = { code: '', codeId: '' }
      fake.onCall = async ({ method }) => {
        if (method !== 'bindCode') return
        fake.onCall = async () => {}
        newer = await renew(post)
      }
      const { body } = await bind(tenant, post, account)
      await later()
      expect(boundThere()).toEqual([newer.code])
      expect((await the(body.id)).status).toBe('unbound')
      expect((await bindingsOf(tenant, `&sparkCodeId=${newer.codeId}`))[0].status).toBe('bound')
    })
  })

  test('a code that ends is unbound, and bound again when it is extended', async () => {
    const post = await coded(1)
    const { body } = await bind(tenant, post, account)
    await later(31 * DAY)
    expect(await the(body.id)).toMatchObject({ status: 'unbound', reason: { code: 'code_ended' } })
    fake.codes.set(post.code, { postId: post.platformId, startsAt: T0, endsAt: wall + 30 * DAY })
    await tenant.call('PATCH', `/v1/spark-codes/${post.codeId}`, { endsAt: new Date(wall + 30 * DAY).toISOString() })
    await drain()
    expect((await the(body.id)).status).toBe('bound')
    expect(
      fake.calls.filter(call => call.method === 'bindCode'),
      'it was still there',
    ).toHaveLength(1)
  })

  test('a token that is revoked in the middle breaks the connection, tells it once, and what waited goes on with a new token', async () => {
    const [one, two] = [await coded(1), await coded(2)]
    fake.tokens.clear()
    expect((await bind(tenant, one, account)).body).toMatchObject({ status: 'pending', reason: { code: 'connection_broken' } })
    const [connection] = (await tenant.call('GET', '/v1/connections')).body.data
    expect(connection).toMatchObject({ status: 'broken', reason: { code: 'token_invalid', fixableBy: 'ad_manager' } })
    expectProblem(await bind(tenant, two, account), 409, 'ad_account_unusable')
    await later()
    expect((await told()).filter(type => type === 'connection.broken')).toHaveLength(1)

    fake.tokens.add('a new one')
    const mended = await tenant.call('PATCH', `/v1/connections/${connection.id}`, { token: 'a new one' })
    expect(mended.body).toMatchObject({ status: 'active', reason: null })
    await drain()
    expect((await bindingsOf(tenant))[0].status).toBe('bound')
    expect(await told()).toContain('connection.restored')
  })

  test('a connection that is mended while its bindings are tried loses none of them', async () => {
    const posts = []
    for (let number = 1; number <= 12; number += 1) posts.push(await coded(number))
    const items = posts.map(post => ({ sparkCodeId: post.codeId, adAccountId: account }))
    await tenant.call('POST', '/v1/bindings', { items })
    fake.tokens.clear()
    fake.tokens.add('a new one')
    const [connection] = (await tenant.call('GET', '/v1/connections')).body.data
    const mend = () => tenant.call('PATCH', `/v1/connections/${connection.id}`, { token: 'a new one' })
    const answers = await Promise.all([drain(), mend(), drain(), mend(), mend()])
    for (const answer of answers) if (answer) expect(answer.status, answer.text).toBe(200)
    await later()
    expect(boundThere()).toHaveLength(12)
    expect(await bindingsOf(tenant, '&status=bound')).toHaveLength(12)
  })

  test('a creator who takes the newer code back means the post: the older one is taken out too', async () => {
    const post = await coded(1)
    const { body } = await bind(tenant, post, account)
    const code = sparkCode(`${tenant.workspaceId} refused there`)
    fake.codes.set(code, { postId: post.platformId, startsAt: wall, endsAt: wall + 60 * DAY, refusal: 'post_nested_duet' })
    fake.faults.inspectCode = ['refused', 'refused']
    const again = await tenant.call('POST', '/v1/spark-codes', { content: post.contentId, code, days: 60 })
    expect(again.status).toBe(201)
    await drain()
    expect((await the(body.id)).status).toBe('bound')
    await creator(kit, post.token).withdraw({ requestId: post.requestId })
    await drain()
    expect(await the(body.id)).toMatchObject({ status: 'unbound', reason: { code: 'code_withdrawn' } })
    expect(boundThere()).toEqual([])
  })

  test('an advertiser that vanished is marked and told, and its bindings fail', async () => {
    const post = await coded(1)
    fake.advertisers.delete(ADVERTISER)
    expect((await bind(tenant, post, account)).body).toMatchObject({ status: 'failed', reason: { code: 'ad_account_not_found' } })
    expect((await tenant.call('GET', `/v1/ad-accounts/${account}`)).body.status).toBe('vanished')
    expectProblem(await bind(tenant, await coded(2), account), 409, 'ad_account_unusable')
    expect((await told()).filter(type => type === 'ad_account.vanished')).toHaveLength(1)
    fake.advertisers.set(ADVERTISER, 'Lumen EU')
    await later(7 * 3_600_000)
    expect((await bind(tenant, post, account)).body.status).toBe('bound')
  })

  test('codes that are not live are not bound', async () => {
    const post = await coded(1)
    await creator(kit, post.token).withdraw({ requestId: post.requestId })
    expectProblem(await bind(tenant, post, account), 409, 'spark_code_not_live')
  })

  test("another workspace's codes and accounts are missing", async () => {
    const stranger = await kit.tenant()
    const { account: theirs } = await connect(stranger, fake)
    const post = await coded(1)
    expectProblem(await bind(stranger, post, theirs), 404, 'not_found')
    expectProblem(await bind(tenant, post, theirs), 404, 'ad_account_not_found')
    expect(fake.calls.some(call => call.method === 'bindCode')).toBe(false)
  })

  test('neither code nor token is in an event', async () => {
    const post = await coded(1)
    await bind(tenant, post, account)
    const log = JSON.stringify(await eventsOf(kit, tenant))
    expect(log).not.toContain(post.code.slice(0, 20))
    expect(log).not.toContain(connectionToken)
  })
})
