import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestKit, type TestKit, type TestTenant } from '../../testing/index.ts'

const CODE = '#p4KxVb2mQe7+Lr/9sTzWc1YhN0uJfGdA3oXiPq8vBn5='
const DAY = 86_400_000

let kit: TestKit

beforeAll(async () => {
  kit = await createTestKit()
})
afterAll(() => kit.close())

async function asked({ isSent }: { isSent: boolean }) {
  const tenant = await kit.tenant({ mode: 'sandbox' })
  await tenant.call('POST', '/v1/content/batch', { items: [{ url: 'https://www.tiktok.com/@mara.glow/video/7195686135157296390' }] })
  const { body } = await tenant.call('POST', '/v1/spark-requests', { content: ['7195686135157296390'] })
  const [link] = body.approvalLinks
  if (isSent) await tenant.call('POST', `/v1/approval-links/${link.id}/sent`, {})
  const start = Date.parse((await tenant.call('GET', '/v1/me')).body.workspace.now)
  return { tenant, start, link, token: link.url.split('/').at(-1), requestId: body.results[0].id }
}

async function reminders(tenant: TestTenant, start: number): Promise<[number, number][]> {
  await kit.kit.worker.drain()
  const { body } = await tenant.call('GET', '/v1/events?type=spark_request.reminder_due&limit=100')
  return body.data.map((event: { timestamp: string; data: { reminders: number } }) => [
    Math.round((Date.parse(event.timestamp) - start) / DAY),
    event.data.reminders,
  ])
}

const advance = (tenant: TestTenant, days: number) => tenant.call('POST', '/v1/sandbox/advance', { days })

describe('reminders', () => {
  test('fall due 3, 7 and 14 days after the message, each once, and no more', async () => {
    const { tenant, start, requestId } = await asked({ isSent: true })
    expect((await advance(tenant, 60)).status).toBe(200)
    expect(await reminders(tenant, start)).toEqual([
      [3, 1],
      [7, 2],
      [14, 3],
    ])
    expect((await tenant.call('GET', `/v1/spark-requests/${requestId}`)).body).toMatchObject({ reminders: 3 })
  })

  test('stop at the answer', async () => {
    const { tenant, start, token, requestId } = await asked({ isSent: true })
    await advance(tenant, 4)
    await kit.call('POST', `/v1/approvals/${token}/approve`, { requestId, code: CODE, days: 30 })
    await advance(tenant, 20)
    expect(await reminders(tenant, start)).toEqual([[3, 1]])
  })

  test('stop when the request is taken back', async () => {
    const { tenant, start, requestId } = await asked({ isSent: true })
    await tenant.call('POST', `/v1/spark-requests/${requestId}/cancel`)
    await advance(tenant, 20)
    expect(await reminders(tenant, start)).toEqual([])
  })

  test('stop when the link is revoked, and go on when it is only renewed', async () => {
    const revoked = await asked({ isSent: true })
    await revoked.tenant.call('POST', `/v1/approval-links/${revoked.link.id}/revoke`)
    await advance(revoked.tenant, 20)
    expect(await reminders(revoked.tenant, revoked.start)).toEqual([])

    const renewed = await asked({ isSent: true })
    await renewed.tenant.call('POST', `/v1/approval-links/${renewed.link.id}/reissue`)
    await advance(renewed.tenant, 5)
    expect(await reminders(renewed.tenant, renewed.start)).toEqual([[3, 1]])
  })

  test('nobody is reminded of a message that was never sent', async () => {
    const { tenant, start } = await asked({ isSent: false })
    await advance(tenant, 20)
    expect(await reminders(tenant, start)).toEqual([])
  })
})
