import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { expectProblem } from '../../testing/endpoint-proof.ts'
import { expectSound } from '../../testing/expect-sound.ts'
import type { TestKit, TestTenant } from '../../testing/index.ts'
import { onEveryEngine } from '../../testing/on-every-engine.ts'
import { approvedPost, askedPost, creator, eventsOf, postUrl, sparkCode } from '../../testing/scenario.ts'

const DAY_MS = 86_400_000
const TERMS = 'You keep your post.\nWe <b>pay</b> 150 €.'

onEveryEngine('receipts', createKit => {
  let kit: TestKit
  let brand: TestTenant
  let clock = Date.UTC(2026, 5, 1)
  const at = (days: number) => new Date(clock + days * DAY_MS).toISOString()

  beforeAll(async () => {
    kit = await createKit({ now: () => clock })
  })
  afterAll(() => kit.close())
  beforeEach(async () => {
    brand = await kit.tenant()
    await brand.call('PATCH', '/v1/workspace', { branding: { handle: 'lumenskin', contact: 'hello@lumen.example' } })
  })
  afterEach(() => expectSound(kit, brand))

  const ask = () => askedPost(brand, 1, { askedDays: 60, feeNote: '150 € & a gift', terms: { text: TERMS, version: '3' } })
  const receiptOf = async (requestId: string) => (await brand.call('GET', `/v1/spark-requests/${requestId}/receipt`)).body

  test('say who asked and answered, for what, how long and how sure, under which terms, and when, the same to both sides', async () => {
    const { token, requestId, contentId, linkId } = await ask()
    const askedAt = at(0)
    clock += DAY_MS
    await creator(kit, token).approve({ requestId, code: sparkCode('a'), days: 30 })
    const receipt = await receiptOf(requestId)
    const [code] = (await brand.call('GET', '/v1/spark-codes')).body.data
    expect(receipt).toMatchObject({
      requestId,
      contentId,
      approvalLinkId: linkId,
      sparkCodeId: code.id,
      answeredAt: at(0),
      brand: { name: 'Lumen Skincare', handle: 'lumenskin', contact: 'hello@lumen.example', website: null },
      creator: { handle: 'mara.glow' },
      post: { platform: 'tiktok', url: postUrl(1) },
      asked: { at: askedAt, days: 60, feeNote: '150 € & a gift' },
      terms: { hash: createHash('sha256').update(TERMS).digest('hex'), locale: 'en', version: '3', text: TERMS },
      code: { masked: code.masked, startsAt: at(0), endsAt: at(30), windowSource: 'declared' },
      now: { requestStatus: 'approved', codeStatus: 'live', codeEndsAt: at(30), withdrawnAt: null },
      earlier: [],
    })
    const logged = await eventsOf(kit, brand)
    const named = receipt.events.map(({ id }: { id: string }) => logged.find(event => Reflect.get(event, 'id') === id)?.type)
    expect(named).toEqual(['spark_request.approved', 'spark_code.received'])
    expect((await kit.call('GET', `/v1/approvals/${token}/receipts/${requestId}`)).body).toEqual(receipt)
    expect(JSON.stringify(receipt)).not.toContain(sparkCode('a').slice(1, 20))
  })

  test('keep what the creator saw, whatever changes later', async () => {
    const { token, requestId, contentId, linkId } = await ask()
    await creator(kit, token).approve({ requestId, code: sparkCode('a'), days: 30 })
    const before = await receiptOf(requestId)
    await brand.call('PATCH', '/v1/workspace', { branding: { name: 'Another Name', contact: null } })
    await brand.call('POST', '/v1/content/batch', { items: [{ url: postUrl(1), caption: 'edited' }] })
    await brand.call('POST', `/v1/approval-links/${linkId}/reissue`)
    clock += DAY_MS
    await brand.call('PATCH', `/v1/spark-codes/${before.sparkCodeId}`, { endsAt: at(90) })
    expect((await brand.call('GET', `/v1/content/${contentId}`)).body.caption).toBe('edited')
    const { now, ...after } = await receiptOf(requestId)
    expect({ ...after, now: before.now }).toEqual(before)
    expect(now).toMatchObject({ codeEndsAt: at(90) })
  })

  test('are written once for the same answer twice, and anew for a replacement; the earlier answer stays on it', async () => {
    const { token, requestId } = await ask()
    await Promise.all([1, 2, 3].map(() => creator(kit, token).approve({ requestId, code: sparkCode('a'), days: 30 })))
    const first = await receiptOf(requestId)
    expect(first.earlier).toEqual([])
    clock += DAY_MS
    await creator(kit, token).approve({ requestId, code: sparkCode('b'), days: 60 })
    const second = await receiptOf(requestId)
    expect(second.earlier).toEqual([{ id: first.id, answeredAt: first.answeredAt, code: first.code }])
    expect(second.code).toMatchObject({ endsAt: at(60) })
  })

  test('tell a withdrawal and an end', async () => {
    const { token, requestId } = await ask()
    await creator(kit, token).approve({ requestId, code: sparkCode('a'), days: 30 })
    await creator(kit, token).withdraw({ requestId })
    expect((await receiptOf(requestId)).now).toMatchObject({ codeStatus: 'withdrawn', withdrawnAt: at(0) })
    await creator(kit, token).approve({ requestId, code: sparkCode('a'), days: 30 })
    clock += 31 * DAY_MS
    expect((await receiptOf(requestId)).now).toMatchObject({ codeStatus: 'expired', withdrawnAt: null })
  })

  test('are of answers on the page: none before one, after a no, or for a code added by hand', async () => {
    const { token, requestId, contentId } = await ask()
    const none = () => brand.call('GET', `/v1/spark-requests/${requestId}/receipt`)
    expectProblem(await none(), 404, 'not_found')
    await creator(kit, token).reject({ requestId })
    expectProblem(await none(), 404, 'not_found')
    await brand.call('POST', '/v1/spark-codes', { content: contentId, code: sparkCode('dm') })
    expectProblem(await none(), 404, 'not_found')
    expectProblem(await kit.call('GET', `/v1/approvals/${token}/receipts/${requestId}`), 404, 'not_found')
  })

  describe('as a page', () => {
    test('say the same in the language asked for, escape what people wrote, and load nothing', async () => {
      const { token, requestId } = await ask()
      await creator(kit, token).approve({ requestId, code: sparkCode('a'), days: 30 })
      const { id, terms, code } = await receiptOf(requestId)
      const { status, text, headers } = await kit.call('GET', `/a/${token}/receipt/${requestId}?lang=de`)
      expect([status, headers.get('cache-control'), headers.get('referrer-policy')]).toEqual([200, 'no-store', 'no-referrer'])
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      for (const part of [
        '<html lang="de">',
        'Beleg',
        'Lumen Skincare',
        '@mara.glow',
        '60 Tage',
        '150 € &amp; a gift',
        'We &lt;b&gt;pay&lt;/b&gt;',
      ]) {
        expect(text).toContain(part)
      }
      for (const part of [id, terms.hash, code.masked, 'Fassung 3']) expect(text).toContain(part)
      expect(text).not.toMatch(/<script|<img|src=/)
    })

    test('can be kept: a file that holds no link to the page', async () => {
      const { token, requestId } = await ask()
      await creator(kit, token).approve({ requestId, code: sparkCode('a') })
      const { text, headers } = await kit.call('GET', `/a/${token}/receipt/${requestId}?download=html`)
      expect(headers.get('content-disposition')).toMatch(/^attachment; filename="rct_\w+\.html"$/)
      expect(text).toContain('Lumen Skincare')
      expect(text).not.toContain(token)
    })

    test("of nothing, of another link's request and behind a dead link are dead ends", async () => {
      const { token, requestId, linkId } = await ask()
      const theirs = await approvedPost(kit, await kit.tenant(), { number: 1, code: sparkCode('x') })
      for (const id of [requestId, theirs.requestId, 'nothing']) {
        const { status, text } = await kit.call('GET', `/a/${token}/receipt/${id}?lang=en`)
        expect(status).toBe(404)
        expect(text).toContain('This link is not complete.')
      }
      await brand.call('POST', `/v1/approval-links/${linkId}/revoke`)
      expect((await kit.call('GET', `/a/${token}/receipt/${requestId}?lang=en`)).text).toContain('no longer in use')
    })
  })
})
