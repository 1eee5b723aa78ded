import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { codedPost, connect, DAY } from '../../testing/ad-scenario.ts'
import { createFakeAdPlatforms, type FakeCode } from '../../testing/fake-ad-platform.ts'
import { createTestKit, type TestKit, type TestTenant } from '../../testing/index.ts'
import { askedPost, creator, eventsOf, sparkCode, typesOf } from '../../testing/scenario.ts'

const T0 = Date.UTC(2026, 5, 1)
const CODE = sparkCode('pasted')
const fake = createFakeAdPlatforms()
let wall = T0
let kit: TestKit
let tenant: TestTenant
let asked: Awaited<ReturnType<typeof askedPost>>
let platformId = ''

beforeAll(async () => {
  kit = await createTestKit({ now: () => wall, adPlatforms: fake })
})
afterAll(() => kit.close())
beforeEach(async () => {
  wall = T0
  fake.reset()
  tenant = await kit.tenant()
  await connect(tenant, fake)
  asked = await askedPost(tenant, 1)
  ;({ platformId } = (await tenant.call('GET', `/v1/content/${asked.contentId}`)).body)
})

const known = (set: Partial<FakeCode> = {}) =>
  fake.codes.set(CODE, { postId: platformId, startsAt: T0 - DAY, endsAt: T0 + 7 * DAY, ...set })
const pasted = () => ({ requestId: asked.requestId, code: CODE, days: 30 })
const check = async () => (await creator(kit, asked.token).check(pasted())).body
const approve = () => creator(kit, asked.token).approve(pasted())
const theCode = async () => (await tenant.call('GET', '/v1/spark-codes')).body.data[0]

describe('with a connection, the verdict on a paste', () => {
  test('has the true window, which counts', async () => {
    known()
    const endsAt = new Date(T0 + 7 * DAY).toISOString()
    expect(await check()).toMatchObject({ ok: true, verification: 'verified', shorterThanAsked: true, window: { endsAt } })
    expect((await approve()).status).toBe(200)
    expect(await theCode()).toMatchObject({ windowSource: 'verified', endsAt })
  })

  test.each([
    ["another post's code", { postId: '7000000000000000001' }, 'spark_code_other_post'],
    ['an ended window', { endsAt: T0 - 1 }, 'spark_code_expired'],
    ['an ended code', { refusal: 'code_expired' }, 'spark_code_expired'],
    ['a deleted code', { refusal: 'code_not_found' }, 'spark_code_deleted'],
    ['a wrong code', { refusal: 'code_malformed' }, 'spark_code_malformed'],
  ] as const)('names %s, and the paste is refused', async (_, set, problem) => {
    known(set)
    expect(await check()).toMatchObject({ ok: false, problem: { code: problem } })
    expect((await approve()).body).toMatchObject({ status: 422, code: problem })
    expect(await theCode()).toBeUndefined()
  })

  test('claims nothing where TikTok knows only bound codes', async () => {
    known()
    fake.isInspectable = false
    expect(await check()).toMatchObject({ ok: true, verification: 'unverified' })
    await approve()
    expect(await theCode()).toMatchObject({ windowSource: 'declared', verification: 'unverified' })
  })

  test('is not waited for while TikTok is away: the code is taken, and asked about later', async () => {
    known()
    fake.faults.inspectCode = ['unreachable', 'unreadable', 'rate_limited']
    expect(await check()).toMatchObject({ ok: true, verification: 'unverified' })
    expect((await approve()).status).toBe(200)
    expect(await theCode()).toMatchObject({ verification: 'pending' })
    for (let minute = 0; minute < 3; minute += 1) {
      wall += 60_000
      await kit.kit.worker.drain()
    }
    expect(await theCode()).toMatchObject({ windowSource: 'verified', endsAt: new Date(T0 + 7 * DAY).toISOString() })
  })

  test('a token that is refused breaks the connection, and the code is taken', async () => {
    known()
    fake.tokens.clear()
    expect((await approve()).status).toBe(200)
    expect((await theCode()).verification).toBe('unverified')
    expect(typesOf(await eventsOf(kit, tenant))).toContain('connection.broken')
  })

  test('comes in a sandbox too, from its simulator', async () => {
    const sandbox = await kit.tenant({ mode: 'sandbox' })
    await connect(sandbox, fake)
    const { token, requestId } = await askedPost(sandbox, 1)
    known({ endsAt: T0 + 9 * DAY })
    const verdict = await creator(kit, token).check({ requestId, code: CODE })
    expect(verdict.body).toMatchObject({ ok: true, verification: 'verified' })
  })
})

describe('asking about a code that is there', () => {
  const verify = (codeId: string) => tenant.call('POST', `/v1/spark-codes/${codeId}/verify`, {})

  test('confirms it with its true window', async () => {
    const { codeId } = await codedPost({ kit, tenant, fake }, 2, { endsAt: T0 + 3 * DAY })
    expect((await verify(codeId)).body).toMatchObject({
      outcome: 'confirmed',
      reason: null,
      sparkCode: { status: 'live', windowSource: 'verified', endsAt: new Date(T0 + 3 * DAY).toISOString() },
    })
  })

  test("finds another post's", async () => {
    const { codeId } = await codedPost({ kit, tenant, fake }, 2, { postId: '7000000000000000001' })
    expect((await verify(codeId)).body).toMatchObject({
      outcome: 'refused',
      reason: { code: 'code_other_post', fixableBy: 'creator' },
      sparkCode: { status: 'invalid' },
    })
  })

  test('takes back one that was good once and was deleted since', async () => {
    const { codeId, code, platformId: postId } = await codedPost({ kit, tenant, fake }, 2)
    await verify(codeId)
    fake.codes.set(code, { postId, startsAt: T0, endsAt: T0 + DAY, refusal: 'code_not_found' })
    expect((await verify(codeId)).body).toMatchObject({ outcome: 'refused', sparkCode: { status: 'withdrawn' } })
  })

  test('says that nothing is known when TikTok does not answer', async () => {
    const { codeId } = await codedPost({ kit, tenant, fake }, 2)
    fake.faults.inspectCode = ['timed_out']
    expect((await verify(codeId)).body).toMatchObject({ outcome: 'unknown', reason: { code: 'timed_out' }, sparkCode: { status: 'live' } })
  })

  test('needs an ad account', async () => {
    const lone = await kit.tenant()
    const { codeId } = await codedPost({ kit, tenant: lone, fake }, 2)
    expect((await lone.call('POST', `/v1/spark-codes/${codeId}/verify`, {})).body).toMatchObject({ status: 409, code: 'no_ad_account' })
  })
})
