import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { transact } from '../../context.ts'
import { expectProblem } from '../../testing/endpoint-proof.ts'
import { expectSound } from '../../testing/expect-sound.ts'
import { createTestKit, type TestKit, type TestTenant } from '../../testing/index.ts'
import { approvedPost, ask, askedPost, creator, eventsOf, ingest, postUrl, sparkCode, typesOf } from '../../testing/scenario.ts'
import { findWorkspace } from '../access/index.ts'
import { loadSparkUnit, saveSparkUnits } from '../spark-requests/index.ts'

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

const codes = async (query = '') => (await brand.call('GET', `/v1/spark-codes?${query}`)).body.data
const codeOf = async (id: string) => (await brand.call('GET', `/v1/spark-codes/${id}`)).body
const count = async (type: string) => typesOf(await eventsOf(kit, brand)).filter(each => each === type).length
const daysFromNow = (iso: string) => (Date.parse(iso) - clock) / DAY_MS

/** What TikTok's refusal does, told by whoever learns of it. */
async function invalidate(contentId: string, codeId: string): Promise<void> {
  const { services } = kit.kit
  const workspace = await findWorkspace(services.engine, brand.workspaceId)
  if (!workspace) throw new Error('no workspace')
  await transact({ services, workspace, actor: { type: 'system' }, requestId: null }, async ctx => {
    const unit = await loadSparkUnit(ctx, contentId)
    unit.decide(ctx, { type: 'invalidate', codeId, reason: 'Refused by TikTok.' })
    await saveSparkUnits(ctx, [unit])
  })
}

describe('opening the page', () => {
  test('counts once, when its script says so; reading alone does not count', async () => {
    const { token, requestId } = await askedPost(brand, 1)
    await creator(kit, token).look()
    expect(await count('spark_request.opened')).toBe(0)
    await Promise.all([1, 2, 3].map(() => creator(kit, token).open()))
    expect(await count('spark_request.opened')).toBe(1)
    expect((await brand.call('GET', `/v1/spark-requests/${requestId}`)).body).toMatchObject({
      openedAt: expect.any(String),
      sentAt: expect.any(String),
    })
  })

  test('shows who asks, for what and how long, and never a code or another creator', async () => {
    const { token } = await approvedPost(kit, brand, { number: 1, code: sparkCode('shown'), days: 60 })
    await askedPost(brand, 2)
    await ask(brand, await ingest(brand, { url: postUrl(3, 'leo') }))
    const { body, text, headers } = await creator(kit, token).look()
    expect(body).toMatchObject({ brand: { name: 'Lumen Skincare' }, creator: { handle: 'mara.glow' } })
    expect(body.items).toHaveLength(2)
    expect(body.items[0]).toMatchObject({ status: 'approved', askedDays: 60, code: { status: 'live', daysLeft: 60 } })
    expect(text).not.toContain(sparkCode('shown').slice(1, 30))
    expect(text).not.toContain('leo')
    expect(headers.get('cache-control')).toBe('no-store')
  })
})

describe('approving', () => {
  test('twice with the same code is the same as once, and the answered link shows its receipt', async () => {
    const { token, requestId } = await askedPost(brand, 1)
    const first = await creator(kit, token).approve({ requestId, code: sparkCode('a') })
    clock += 60_000
    const second = await creator(kit, token).approve({ requestId, code: sparkCode('a') })
    expect(second.body.items[0]).toEqual(first.body.items[0])
    expect(typesOf(await eventsOf(kit, brand)).slice(-2)).toEqual(['spark_request.approved', 'spark_code.received'])
    const receipt = (await creator(kit, token).look()).body.items[0]
    expect(receipt).toMatchObject({
      status: 'approved',
      answeredAt: expect.any(String),
      code: { masked: expect.stringMatching(/^#••••••.{5}$/) },
    })
  })

  test.each([
    ['inside a sentence', (code: string) => `hi! the code is: ${code} — thanks :)`],
    ['percent-encoded', (code: string) => encodeURIComponent(code)],
    ['broken over lines', (code: string) => `${code.slice(0, 20)}\n${code.slice(20)}`],
    ['with invisible characters', (code: string) => `\u200b${code.slice(0, 9)}\u2060${code.slice(9)}\ufeff`],
    ['without its #', (code: string) => code.slice(1)],
  ])('takes a code pasted %s as the code it is', async (_name, paste) => {
    const code = `#pQ7+${'aB3/dE9fGh1J'.repeat(3)}kLm=`
    const { token, requestId } = await askedPost(brand, 1)
    const answer = await creator(kit, token).approve({ requestId, code: paste(code) })
    expect(answer.status, answer.text).toBe(200)
    const [{ id }] = await codes()
    expect((await brand.call('POST', `/v1/spark-codes/${id}/reveal`)).body.code).toBe(code)
  })

  test('with a code of another post is refused, said by the check before, and changes nothing', async () => {
    const first = await approvedPost(kit, brand, { number: 1, code: sparkCode('taken') })
    const { token, requestId } = await askedPost(brand, 2)
    expect(token).toBe(first.token)
    const checked = (await creator(kit, token).check({ requestId, code: sparkCode('taken') })).body
    expect(checked).toMatchObject({ ok: false, problem: { code: 'spark_code_used_elsewhere' } })
    expectProblem(await creator(kit, token).approve({ requestId, code: sparkCode('taken') }), 409, 'spark_code_used_elsewhere')
    expectProblem(
      await brand.call('POST', '/v1/spark-codes', { content: postUrl(2), code: sparkCode('taken') }),
      409,
      'spark_code_used_elsewhere',
    )
    expect(await codes()).toHaveLength(1)
  })

  test('with a code that another workspace has is no matter of ours', async () => {
    await approvedPost(kit, await kit.tenant(), { number: 1, code: sparkCode('shared') })
    await approvedPost(kit, brand, { number: 1, code: sparkCode('shared') })
    expect(await codes('status=live')).toHaveLength(1)
  })

  test('with a newer code supersedes the live one', async () => {
    const { token, requestId, codeId, contentId } = await approvedPost(kit, brand, { number: 1, code: sparkCode('old') })
    await creator(kit, token).approve({ requestId, code: sparkCode('new'), days: 7 })
    const [live] = await codes('status=live')
    expect(await codeOf(codeId)).toMatchObject({ status: 'superseded', supersededById: live.id })
    expect(live).toMatchObject({ windowSource: 'declared', contentId })
    expect(daysFromNow(live.endsAt)).toBe(7)
  })

  test('with the same code and more days extends it; with fewer changes nothing', async () => {
    const { token, requestId, codeId } = await approvedPost(kit, brand, { number: 1, code: sparkCode('longer') })
    await creator(kit, token).approve({ requestId, code: sparkCode('longer'), days: 7 })
    expect(daysFromNow((await codeOf(codeId)).endsAt)).toBe(30)
    expect((await creator(kit, token).check({ requestId, code: sparkCode('longer') })).body).toMatchObject({ ok: true, isExtension: true })
    await creator(kit, token).approve({ requestId, code: sparkCode('longer'), days: 180 })
    expect(daysFromNow((await codeOf(codeId)).endsAt)).toBe(180)
    expect([await count('spark_code.extended'), await count('spark_code.received')]).toEqual([1, 1])
  })

  test('with the same code after it expired makes it live again', async () => {
    const { token, requestId, codeId, contentId } = await approvedPost(kit, brand, { number: 1, code: sparkCode('again'), days: 7 })
    clock += 8 * DAY_MS
    await eventsOf(kit, brand)
    expect((await codeOf(codeId)).status).toBe('expired')
    await creator(kit, token).approve({ requestId, code: sparkCode('again'), days: 30 })
    expect(await codeOf(codeId)).toMatchObject({ status: 'live' })
    expect((await brand.call('GET', `/v1/content/${contentId}`)).body).toMatchObject({ sparkStatus: 'approved', liveCodeId: codeId })
    expect(await count('spark_code.extended')).toBe(1)
  })

  test('with a code that TikTok refused before stays refused, and the request is open again', async () => {
    const { token, requestId, codeId, contentId } = await approvedPost(kit, brand, { number: 1, code: sparkCode('bad') })
    await invalidate(contentId, codeId)
    expect((await brand.call('GET', `/v1/spark-requests/${requestId}`)).body.status).toBe('pending')
    expectProblem(await creator(kit, token).approve({ requestId, code: sparkCode('bad') }), 409, 'spark_code_invalid')
    expectProblem(await brand.call('POST', '/v1/spark-codes', { content: contentId, code: sparkCode('bad') }), 409, 'spark_code_invalid')
    expect((await creator(kit, token).check({ requestId, code: sparkCode('bad') })).body.problem.code).toBe('spark_code_invalid')
    expect((await creator(kit, token).approve({ requestId, code: sparkCode('good') })).status).toBe(200)
  })

  test('with a code that proves invalid brings the superseded one back', async () => {
    const { token, requestId, codeId, contentId } = await approvedPost(kit, brand, { number: 1, code: sparkCode('old') })
    await creator(kit, token).approve({ requestId, code: sparkCode('worse') })
    const [live] = await codes('status=live')
    await invalidate(contentId, live.id)
    expect(await codeOf(codeId)).toMatchObject({ status: 'live', supersededById: null })
    expect(await count('spark_code.restored')).toBe(1)
  })
})

describe('rejecting', () => {
  test('keeps the reason as it was written, and may become a yes later, which is no longer a no', async () => {
    const { token, requestId } = await askedPost(brand, 1)
    const reason = '<img src=x onerror=alert(1)> & “no”, 谢谢'
    for (let time = 0; time < 2; time += 1) await creator(kit, token).reject({ requestId, reason })
    expect((await brand.call('GET', `/v1/spark-requests/${requestId}`)).body).toMatchObject({ status: 'rejected', rejectionReason: reason })
    expect(await count('spark_request.rejected')).toBe(1)
    expect((await creator(kit, token).approve({ requestId, code: sparkCode('yes') })).status).toBe(200)
    expect((await brand.call('GET', `/v1/spark-requests/${requestId}`)).body).toMatchObject({ status: 'approved', rejectionReason: null })
    expectProblem(await creator(kit, token).reject({ requestId }), 409, 'request_already_approved')
  })
})

describe('withdrawing', () => {
  test('twice is the same as once, and the same code given again is live again', async () => {
    const { token, requestId, codeId, contentId } = await approvedPost(kit, brand, { number: 1, code: sparkCode('mine') })
    for (let time = 0; time < 2; time += 1) {
      const { status, body } = await creator(kit, token).withdraw({ requestId })
      expect([status, body.items[0].code.status]).toEqual([200, 'withdrawn'])
    }
    expect(await count('spark_code.withdrawn')).toBe(1)
    expect((await brand.call('GET', `/v1/content/${contentId}`)).body).toMatchObject({ sparkStatus: 'withdrawn', liveCodeId: null })
    await creator(kit, token).approve({ requestId, code: sparkCode('mine') })
    expect((await codeOf(codeId)).status).toBe('live')
    expect(await count('spark_code.restored')).toBe(1)
  })

  test('what was never given or has ended is refused', async () => {
    const asked = await askedPost(brand, 1)
    expectProblem(await creator(kit, asked.token).withdraw({ requestId: asked.requestId }), 409, 'spark_code_not_live')
    const { token, requestId } = await approvedPost(kit, brand, { number: 2, code: sparkCode('over'), days: 1 })
    clock += 2 * DAY_MS
    expectProblem(await creator(kit, token).withdraw({ requestId }), 409, 'spark_code_not_live')
    await eventsOf(kit, brand)
    expectProblem(await creator(kit, token).withdraw({ requestId }), 409, 'spark_code_not_live')
  })
})
