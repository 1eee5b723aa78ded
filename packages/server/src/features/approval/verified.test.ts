import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createFakeVerifier } from '../../testing/fake-verifier.ts'
import { createTestKit, type TestKit, type TestTenant } from '../../testing/index.ts'

const CODE = '#p4KxVb2mQe7+Lr/9sTzWc1YhN0uJfGdA3oXiPq8vBn5='
const POST_ID = '7195686135157296390'
const NOW = Date.parse('2026-11-22T12:00:00Z')
const DAY = 86_400_000

const verifier = createFakeVerifier()
let now = NOW
let kit: TestKit
let tenant: TestTenant
let token: string
let requestId: string

beforeAll(async () => {
  kit = await createTestKit({ verifier, now: () => now })
})
afterAll(() => kit.close())

beforeEach(async () => {
  now = NOW
  verifier.says({ status: 'unknown' })
  verifier.asked.length = 0
  tenant = await kit.tenant()
  await tenant.call('POST', '/v1/content/batch', { items: [{ url: `https://www.tiktok.com/@mara.glow/video/${POST_ID}` }] })
  const asked = await tenant.call('POST', '/v1/spark-requests', { content: [POST_ID] })
  token = asked.body.approvalLinks[0].url.split('/').at(-1)
  requestId = asked.body.results[0].id
})

const check = async () => (await kit.call('POST', `/v1/approvals/${token}/check`, { requestId, code: CODE })).body
const approve = (code = CODE) => kit.call('POST', `/v1/approvals/${token}/approve`, { requestId, code, days: 30 })
const theCode = async () => (await tenant.call('GET', '/v1/spark-codes')).body.data[0]

describe("TikTok's word on a code", () => {
  test('verified: the true window counts, whatever was declared', async () => {
    verifier.says({ status: 'verified', startsAt: NOW - DAY, endsAt: NOW + 6 * DAY })
    expect(await check()).toMatchObject({ ok: true, verification: 'verified', shorterThanAsked: true })
    expect((await approve()).status).toBe(200)
    expect(await theCode()).toMatchObject({
      windowSource: 'verified',
      verification: 'verified',
      endsAt: new Date(NOW + 6 * DAY).toISOString(),
    })
    expect(verifier.asked[0]).toMatchObject({ code: CODE, contentPlatformId: POST_ID, workspace: { id: tenant.workspaceId } })
  })

  test.each([
    ['other_post', 'spark_code_other_post'],
    ['expired', 'spark_code_expired'],
    ['deleted', 'spark_code_deleted'],
  ] as const)('%s: refused, on the check and on the answer', async (status, code) => {
    verifier.says({ status })
    expect(await check()).toMatchObject({ ok: false, problem: { code } })
    expect((await approve()).body).toMatchObject({ status: 422, code })
    expect(await theCode()).toBeUndefined()
  })

  test('is not asked for a paste that is no code', async () => {
    await approve('#booktok')
    expect(verifier.asked).toEqual([])
  })

  test('nobody to ask: accepted unverified, and left at that', async () => {
    await approve()
    expect(await theCode()).toMatchObject({ windowSource: 'declared', verification: 'unverified' })
  })
})

describe('no word in time', () => {
  test('a code is accepted all the same, and another post’s proves invalid later', async () => {
    verifier.says('fails')
    expect(await check()).toMatchObject({ ok: true, verification: 'unverified' })
    expect((await approve()).status).toBe(200)
    expect(await theCode()).toMatchObject({ status: 'live', verification: 'pending' })

    verifier.says({ status: 'other_post' })
    await kit.kit.worker.drain()
    expect(await theCode()).toMatchObject({ status: 'live', verification: 'pending' })
    now += 60_000
    await kit.kit.worker.drain()
    expect(await theCode()).toMatchObject({ status: 'invalid', invalidReason: 'spark_code_other_post', verification: 'unverified' })
    const request = await tenant.call('GET', `/v1/spark-requests/${requestId}`)
    expect(request.body.status).toBe('pending')
  })

  test('a later end that TikTok tells afterwards counts', async () => {
    verifier.says('fails')
    await approve()
    verifier.says({ status: 'verified', startsAt: NOW, endsAt: NOW + 60 * DAY })
    now += 60_000
    await kit.kit.worker.drain()
    expect(await theCode()).toMatchObject({ verification: 'verified', endsAt: new Date(NOW + 60 * DAY).toISOString() })
  })

  test('a shorter window that TikTok tells afterwards counts too, and the gap it leaves is announced', async () => {
    verifier.says('fails')
    await approve()
    const { contentId, id } = await theCode()
    const flight = { content: contentId, startsOn: '2026-11-25', endsOn: '2026-12-04', timeZone: 'UTC' }
    await tenant.call('POST', '/v1/flights', { items: [flight] })
    verifier.says({ status: 'verified', startsAt: NOW - DAY, endsAt: NOW + 6 * DAY })
    now += 60_000
    await kit.kit.worker.drain()
    const endsAt = new Date(NOW + 6 * DAY).toISOString()
    expect(await theCode()).toMatchObject({ id, status: 'live', windowSource: 'verified', verification: 'verified', endsAt })
    await kit.kit.worker.drain()
    const events = (await tenant.call('GET', `/v1/events?subjectId=${id}&limit=100`)).body.data
    expect(events.map((event: { type: string }) => event.type)).toEqual(['spark_code.received', 'spark_code.verified', 'spark_code.gap'])
    expect(events[1]).toMatchObject({ actor: { type: 'system' }, data: { endsAt }, previous: { windowSource: 'declared' } })
    expect(events[2].data.gap).toMatchObject({ from: endsAt })
  })

  test('it is asked ever less often, and at last given up', async () => {
    verifier.says('fails')
    await approve()
    const asked = () => verifier.asked.length
    const before = asked()
    for (let hour = 0; hour < 24 * 4; hour++) {
      now += 3_600_000
      await kit.kit.worker.drain()
    }
    expect(asked() - before).toBeGreaterThan(10)
    expect(asked() - before).toBeLessThan(30)
    expect(await theCode()).toMatchObject({ status: 'live', verification: 'unverified' })
  })

  test('three seconds are waited, no longer', async () => {
    verifier.says('hangs')
    const start = performance.now()
    expect((await approve()).status).toBe(200)
    const waited = performance.now() - start
    expect(waited).toBeGreaterThan(2900)
    expect(await theCode()).toMatchObject({ status: 'live', verification: 'pending' })
  })
})
