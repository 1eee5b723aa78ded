import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { expectProblem } from '../../testing/endpoint-proof.ts'
import { expectSound } from '../../testing/expect-sound.ts'
import { createTestKit, type TestKit, type TestTenant } from '../../testing/index.ts'
import { approvedPost, ask, askedPost, creator, eventsOf, ingest, postUrl, sparkCode, tiktokId, typesOf } from '../../testing/scenario.ts'

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

const request = async (id: string) => (await brand.call('GET', `/v1/spark-requests/${id}`)).body
const content = async (id: string) => (await brand.call('GET', `/v1/content/${id}`)).body

describe('asking for codes', () => {
  test('gives a verdict per post: created, already open, approved, not eligible and why, not to be contacted, not there', async () => {
    const live = await approvedPost(kit, brand, { number: 1, code: sparkCode('a') })
    const open = await askedPost(brand, 2)
    const [fresh = '', story = '', instagram = '', silent = ''] = await ingest(
      brand,
      { url: postUrl(3) },
      { url: postUrl(4), mediaType: 'story' },
      { url: 'https://www.instagram.com/reel/C9aBcDeFgHi/' },
      { url: postUrl(5, 'quiet') },
    )
    const { creator: quiet } = await content(silent)
    await brand.call('PATCH', `/v1/creators/${quiet.id}`, { doNotContact: true })
    const { body } = await brand.call('POST', '/v1/spark-requests', {
      content: [fresh, open.contentId, live.contentId, story, instagram, silent, postUrl(99), fresh],
    })
    expect(body.results.map((row: { status: string; problem?: { code: string } }) => row.problem?.code ?? row.status)).toEqual([
      'created',
      'already_open',
      'already_approved',
      'not_eligible',
      'not_eligible',
      'do_not_contact',
      'content_not_found',
      'already_open',
    ])
    expect(body.results[3].problem.detail).toContain('story')
    expect(body.results[4].problem.detail).toContain('not_tiktok')
    expect(body.approvalLinks).toEqual([expect.objectContaining({ id: live.linkId, requestIds: [body.results[0].id] })])
    expect((await content(fresh)).sparkStatus).toBe('queued')
  })

  test('names a post by content id, by platform id or by any spelling of its URL', async () => {
    const ids = await ingest(brand, { url: postUrl(1) }, { url: postUrl(2) }, { url: postUrl(3) })
    const second = tiktokId(Date.UTC(2026, 0, 1) + 2 * 3_600_000, 2)
    const { requestIds } = await ask(brand, [ids[0] ?? '', second, `  ${postUrl(3, 'renamed').replace('www.', 'm.')}?lang=es#x `])
    const asked = await Promise.all(requestIds.map(request))
    expect(asked.map(({ contentId }) => contentId)).toEqual(ids)
  })

  test('keeps one approval link per creator, which later requests join', async () => {
    const [one = '', two = '', other = ''] = await ingest(brand, { url: postUrl(1) }, { url: postUrl(2) }, { url: postUrl(3, 'leo') })
    const { body } = await brand.call('POST', '/v1/spark-requests', { content: [one, other] })
    expect(body.approvalLinks).toHaveLength(2)
    const joined = await ask(brand, [two])
    expect(body.approvalLinks.map((link: { id: string }) => link.id)).toContain(joined.linkId)
    const { items } = (await creator(kit, joined.token).look()).body
    expect(items.map((item: { content: { url: string } }) => item.content.url)).toEqual([postUrl(1), postUrl(2)])
  })

  test('renews a live code without hiding it: the new one takes its place', async () => {
    const { contentId, codeId } = await approvedPost(kit, brand, { number: 1, code: sparkCode('old') })
    const renewal = await ask(brand, [contentId], { renews: true, askedDays: 60 })
    expect(await content(contentId)).toMatchObject({ sparkStatus: 'approved', liveCodeId: codeId, openRequestId: renewal.requestIds[0] })
    await creator(kit, renewal.token).approve({ requestId: renewal.requestIds[0], code: sparkCode('new') })
    expect((await brand.call('GET', `/v1/spark-codes/${codeId}`)).body.status).toBe('superseded')
    expect(await request(renewal.requestIds[0] ?? '')).toMatchObject({ status: 'approved', renewsCodeId: codeId, askedDays: 60 })
  })

  test('keeps its external id to itself, and echoes it with the metadata in events', async () => {
    const [one = '', two = ''] = await ingest(brand, { url: postUrl(1) }, { url: postUrl(2) })
    await ask(brand, [one], { externalId: 'crm-1', metadata: { campaign: 'spring' } })
    expectProblem(await brand.call('POST', '/v1/spark-requests', { content: [two], externalId: 'crm-1' }), 409, 'conflict')
    const created = (await eventsOf(kit, brand)).find(event => event.type === 'spark_request.created')
    expect(created?.data).toMatchObject({ externalId: 'crm-1', metadata: { campaign: 'spring' } })
    expect((await brand.call('GET', '/v1/spark-requests?externalId=crm-1')).body.data).toHaveLength(1)
  })

  test('builds the URL from the configured address or the template of the workspace, never from the Host header', async () => {
    const [one = '', two = ''] = await ingest(brand, { url: postUrl(1) }, { url: postUrl(2, 'leo') })
    const asked = new Request('http://evil.example/v1/spark-requests', {
      method: 'POST',
      headers: {
        authorization: `Bearer ${brand.key}`,
        'content-type': 'application/json',
        host: 'evil.example',
        'x-forwarded-host': 'evil.example',
      },
      body: JSON.stringify({ content: [one] }),
    })
    const answer = await kit.kit.fetch(asked).then(response => response.text())
    expect(answer).toContain('https://sparkkit.test/a/')
    expect(answer).not.toContain('evil.example')
    await brand.call('PATCH', '/v1/workspace', { approvalUrlTemplate: 'https://brand.example/yes?t={token}&x=1' })
    const { body } = await brand.call('POST', '/v1/spark-requests', { content: [two] })
    expect(body.approvalLinks[0].url).toMatch(/^https:\/\/brand\.example\/yes\?t=[\w-]{24}&x=1$/)
  })
})

describe('a request', () => {
  test('taken back is final: cancelling twice is cancelling once, and the creator is told', async () => {
    const { requestId, token, contentId } = await askedPost(brand, 1)
    for (let time = 0; time < 2; time += 1) {
      expect((await brand.call('POST', `/v1/spark-requests/${requestId}/cancel`)).body.status).toBe('cancelled')
    }
    expect(typesOf(await eventsOf(kit, brand)).filter(type => type === 'spark_request.cancelled')).toHaveLength(1)
    expectProblem(await creator(kit, token).approve({ requestId, code: sparkCode('x') }), 409, 'request_cancelled')
    expectProblem(await creator(kit, token).reject({ requestId }), 409, 'request_cancelled')
    expect((await content(contentId)).sparkStatus).toBe('none')
    expect((await ask(brand, [contentId])).requestIds[0]).not.toBe(requestId)
  })

  test('that was approved cannot be cancelled', async () => {
    const { requestId } = await approvedPost(kit, brand, { number: 1, code: sparkCode('x') })
    expectProblem(await brand.call('POST', `/v1/spark-requests/${requestId}/cancel`), 409, 'request_already_approved')
  })

  test('lapses when its time to respond is over, and still takes a late yes', async () => {
    const { requestId, token, contentId } = await askedPost(brand, 1, { respondBy: new Date(clock + 3 * DAY_MS).toISOString() })
    clock += 3 * DAY_MS
    await eventsOf(kit, brand)
    expect([(await request(requestId)).status, (await content(contentId)).sparkStatus]).toEqual(['lapsed', 'lapsed'])
    const late = await creator(kit, token).approve({ requestId, code: sparkCode('late') })
    expect(late.status, late.text).toBe(200)
    expect([(await request(requestId)).status, (await content(contentId)).sparkStatus]).toEqual(['approved', 'approved'])
    expect(typesOf(await eventsOf(kit, brand)).slice(-3)).toEqual(['spark_request.lapsed', 'spark_request.approved', 'spark_code.received'])
  })

  test('lists by status, creator, post and link, newest first, page by page', async () => {
    const ids = await ingest(brand, ...[1, 2, 3, 4, 5].map(number => ({ url: postUrl(number) })))
    const { requestIds, linkId, token } = await ask(brand, ids)
    await creator(kit, token).reject({ requestId: requestIds[2] })
    const get = async (query: string) => (await brand.call('GET', `/v1/spark-requests?${query}`)).body
    const idsOf = ({ data }: { data: { id: string }[] }) => data.map(({ id }) => id)
    expect(idsOf(await get('status=pending'))).toEqual(requestIds.filter((_, index) => index !== 2).toReversed())
    expect(idsOf(await get('status=rejected,cancelled'))).toEqual([requestIds[2]])
    expect(idsOf(await get(`contentId=${ids[0]}`))).toEqual([requestIds[0]])
    expect(idsOf(await get(`approvalLinkId=${linkId}&limit=100`))).toHaveLength(5)
    const first = await get('limit=2')
    const second = await get(`limit=2&cursor=${encodeURIComponent(first.nextCursor)}`)
    const third = await get(`limit=2&cursor=${encodeURIComponent(second.nextCursor)}`)
    expect([first, second, third].flatMap(idsOf)).toEqual(requestIds.toReversed())
    expect(third.nextCursor).toBeNull()
  })
})

describe('the message to a creator', () => {
  test('holds the link, and marking it sent counts once', async () => {
    const { linkId, requestId, contentId, token } = await askedPost(brand, 1)
    const message = (await brand.call('GET', `/v1/approval-links/${linkId}/message`)).body
    expect(message).toMatchObject({ url: `https://sparkkit.test/a/${token}`, pendingRequestIds: [requestId] })
    expect(message.text).toContain('@mara.glow')
    for (let time = 0; time < 2; time += 1) await brand.call('POST', `/v1/approval-links/${linkId}/sent`, { text: message.text })
    expect(typesOf(await eventsOf(kit, brand)).filter(type => type === 'spark_request.sent')).toHaveLength(1)
    expect((await content(contentId)).sparkStatus).toBe('requested')
  })

  test('without the very link is refused, and nothing counts as sent', async () => {
    const { linkId, requestId, token } = await askedPost(brand, 1)
    for (const text of ['Hi!', 'https://sparkkit.test/a/', `https://sparkkit.test/a/${token}x`]) {
      expectProblem(await brand.call('POST', `/v1/approval-links/${linkId}/sent`, { text }), 422, 'message_without_link')
    }
    expect((await request(requestId)).sentAt).toBeNull()
  })
})

describe('an approval link', () => {
  test('revoked is dead at once, revoking again changes nothing, and the next request gets a new one', async () => {
    const { linkId, token, requestId } = await askedPost(brand, 1)
    for (let time = 0; time < 2; time += 1) {
      expect((await brand.call('POST', `/v1/approval-links/${linkId}/revoke`)).body.status).toBe('revoked')
    }
    for (const answer of [
      await creator(kit, token).look(),
      await creator(kit, token).approve({ requestId, code: sparkCode('x') }),
      await brand.call('GET', `/v1/approval-links/${linkId}/message`),
      await brand.call('POST', `/v1/approval-links/${linkId}/reissue`),
    ]) {
      expectProblem(answer, 404, 'link_revoked')
    }
    expect(typesOf(await eventsOf(kit, brand)).filter(type => type === 'approval_link.revoked')).toHaveLength(1)
    expect((await askedPost(brand, 2)).linkId).not.toBe(linkId)
  })

  test('re-issued has a new URL for the same requests, and the old URL is dead', async () => {
    const { linkId, token, requestId } = await askedPost(brand, 1)
    const { body } = await brand.call('POST', `/v1/approval-links/${linkId}/reissue`)
    const { url } = (await brand.call('GET', `/v1/approval-links/${body.id}/message`)).body
    const fresh = String(url).split('/').at(-1) ?? ''
    expect(fresh).not.toBe(token)
    expectProblem(await creator(kit, token).look(), 404, 'link_revoked')
    expect((await creator(kit, fresh).approve({ requestId, code: sparkCode('x') })).status).toBe(200)
    expect((await request(requestId)).approvalLinkId).toBe(body.id)
  })

  test('shows its URL to nobody but those who make requests and messages', async () => {
    const { linkId, token } = await askedPost(brand, 1)
    const shown = await Promise.all(
      ['/v1/approval-links', `/v1/approval-links/${linkId}`, '/v1/spark-requests', '/v1/events'].map(path => brand.call('GET', path)),
    )
    for (const { text } of shown) expect(text).not.toContain(token)
  })
})
