import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestKit, type TestKit, type TestTenant } from './testing/index.ts'

let kit: TestKit
let tenant: TestTenant

beforeAll(async () => {
  kit = await createTestKit()
  tenant = await kit.tenant()
})
afterAll(() => kit.close())

const post = (id: string, more: object = {}) => ({
  url: `https://www.tiktok.com/@mara.glow/video/${id}`,
  caption: 'Seven nights with the barrier serum #lumen',
  metrics: { views: 1_240_000, likes: 88_200 },
  ...more,
})

const CODE = '#p4KxVb2mQe7+Lr/9sTzWc1YhN0uJfGdA3oXiPq8vBn5='

describe('the story, end to end', () => {
  test('posts become requests, requests become codes, codes are revealed on the record', async () => {
    const batch = await tenant.call('POST', '/v1/content/batch', { items: [post('7195686135157296390'), post('7266293045786692870')] })
    expect(batch.status, batch.text).toBe(200)
    expect(batch.body.results.map((row: { status: string }) => row.status)).toEqual(['created', 'created'])

    const eligible = await tenant.call('GET', '/v1/content?sparkEligible=true&q=barrier%20ser*&minViews=100000')
    expect(eligible.status, eligible.text).toBe(200)
    expect(eligible.body.data).toHaveLength(2)
    const [newest, oldest] = eligible.body.data
    expect(newest.platformId).toBe('7266293045786692870')

    const asked = await tenant.call('POST', '/v1/spark-requests', {
      content: [oldest.id, 'https://m.tiktok.com/@mara.glow/video/7266293045786692870?utm_source=dm'],
    })
    expect(asked.status, asked.text).toBe(200)
    expect(asked.body.approvalLinks).toHaveLength(1)
    const [link] = asked.body.approvalLinks

    const message = await tenant.call('GET', `/v1/approval-links/${link.id}/message`)
    expect(message.body.text).toContain(link.url)
    const sent = await tenant.call('POST', `/v1/approval-links/${link.id}/sent`, { text: message.body.text })
    expect(sent.status, sent.text).toBe(200)

    const token = link.url.split('/').at(-1)
    const page = await kit.call('GET', `/v1/approvals/${token}`)
    expect(page.status, page.text).toBe(200)
    expect(page.body.items).toHaveLength(2)
    const requestId = page.body.items[0].requestId

    const check = await kit.call('POST', `/v1/approvals/${token}/check`, { requestId, code: `hey, here is my code: ${CODE} thanks` })
    expect(check.body).toMatchObject({ ok: true, verification: 'unverified' })
    const approved = await kit.call('POST', `/v1/approvals/${token}/approve`, { requestId, code: CODE })
    expect(approved.status, approved.text).toBe(200)
    expect(approved.body.items.find((item: { requestId: string }) => item.requestId === requestId)).toMatchObject({
      status: 'approved',
      code: { status: 'live', daysLeft: 30 },
    })
    const rejected = await kit.call('POST', `/v1/approvals/${token}/reject`, { requestId: page.body.items[1].requestId, reason: 'not now' })
    expect(rejected.status, rejected.text).toBe(200)

    const live = await tenant.call('GET', '/v1/content?sparkStatus=approved')
    expect(live.body.data).toHaveLength(1)
    const codes = await tenant.call('GET', '/v1/spark-codes')
    expect(codes.text).not.toContain(CODE)
    const revealed = await tenant.call('POST', `/v1/spark-codes/${codes.body.data[0].id}/reveal`)
    expect(revealed.body.code).toBe(CODE)

    const facets = await tenant.call('GET', '/v1/content/facets')
    expect(facets.body).toMatchObject({ total: 2, platform: { tiktok: 2 }, sparkStatus: { approved: 1, rejected: 1 } })

    await kit.kit.worker.drain()
    const events = await tenant.call('GET', '/v1/events')
    expect(events.body.data.map((event: { type: string }) => event.type)).toEqual([
      'content.created',
      'content.created',
      'approval_link.created',
      'spark_request.created',
      'spark_request.created',
      'spark_request.sent',
      'spark_request.sent',
      'spark_request.approved',
      'spark_code.received',
      'spark_request.rejected',
      'spark_code.revealed',
    ])
    expect(events.text).not.toContain(CODE)
  })
})
