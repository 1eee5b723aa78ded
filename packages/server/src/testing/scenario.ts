import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import type { TestKit, TestTenant } from './index.ts'

/** A TikTok id that was given out at this time. */
export const tiktokId = (time: number, counter = 1): string => String((BigInt(Math.floor(time / 1000)) << 32n) + BigInt(counter))

/** The URL of a post; posts of one handle and number are the same post. */
export const postUrl = (number: number, handle = 'mara.glow'): string =>
  `https://www.tiktok.com/@${handle}/video/${tiktokId(Date.UTC(2026, 0, 1) + number * 3_600_000, number)}`

/** A Spark Code of the usual shape, the same for the same seed. */
export const sparkCode = (seed: string): string => `#${createHash('sha256').update(seed).digest('base64')}`

/** Ingests posts and gives their content ids in the order of the items. */
export async function ingest(tenant: TestTenant, ...items: object[]): Promise<string[]> {
  const { status, body, text } = await tenant.call('POST', '/v1/content/batch', { items })
  expect(status, text).toBe(200)
  return body.results.map((row: { id: string }) => row.id)
}

export interface Asked {
  readonly requestIds: readonly string[]
  readonly linkId: string
  /** Of the approval link; its creator's only key. */
  readonly token: string
}

/** Asks for posts of one creator. */
export async function ask(tenant: TestTenant, content: readonly string[], options: object = {}): Promise<Asked> {
  const { status, body, text } = await tenant.call('POST', '/v1/spark-requests', { content, ...options })
  expect(status, text).toBe(200)
  const [link] = body.approvalLinks
  expect(link, text).toBeDefined()
  return { requestIds: body.results.map((row: { id: string }) => row.id), linkId: link.id, token: link.url.split('/').at(-1) }
}

/** A post that was asked for. */
export async function askedPost(tenant: TestTenant, number: number, options: object = {}) {
  const [contentId = ''] = await ingest(tenant, { url: postUrl(number) })
  const asked = await ask(tenant, [contentId], options)
  return { ...asked, contentId, requestId: asked.requestIds[0] ?? '' }
}

/** What a creator does on their page. */
export function creator(kit: TestKit, token: string) {
  const say = (verb: string) => (body?: object) => kit.call('POST', `/v1/approvals/${token}/${verb}`, body)
  return {
    look: () => kit.call('GET', `/v1/approvals/${token}`),
    open: say('opened'),
    check: say('check'),
    approve: say('approve'),
    reject: say('reject'),
    withdraw: say('withdraw'),
  }
}

/** A post with a live code. */
export async function approvedPost(kit: TestKit, tenant: TestTenant, input: { number: number; code: string; days?: number }) {
  const asked = await askedPost(tenant, input.number, input.days ? { askedDays: input.days } : {})
  const { status, text } = await creator(kit, asked.token).approve({ requestId: asked.requestId, code: input.code })
  expect(status, text).toBe(200)
  const { body } = await tenant.call('GET', `/v1/spark-codes?contentId=${asked.contentId}&status=live`)
  return { ...asked, codeId: String(body.data[0].id) }
}

/** Every event of a workspace so far, in order; the worker numbers them first. */
export async function eventsOf(kit: TestKit, tenant: TestTenant, filter = '') {
  await kit.kit.worker.drain()
  const events: { type: string; subjectId?: string; data: { id: string }; previous?: Record<string, unknown>; timestamp: string }[] = []
  for (let cursor = ''; ; ) {
    const { status, body, text } = await tenant.call('GET', `/v1/events?limit=100${filter}${cursor}`)
    expect(status, text).toBe(200)
    events.push(...body.data)
    if (body.nextCursor === null) return events
    cursor = `&cursor=${encodeURIComponent(body.nextCursor)}`
  }
}

export const typesOf = (events: readonly { type: string }[]): string[] => events.map(event => event.type)
