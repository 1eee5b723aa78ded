import { z } from '@hono/zod-openapi'

const pageSchema = z.looseObject({
  items: z.array(
    z.looseObject({
      requestId: z.string(),
      status: z.string(),
      askedDays: z.number(),
      content: z.looseObject({ url: z.string().nullable() }),
    }),
  ),
})

export interface AskedItem {
  readonly requestId: string
  readonly status: string
  readonly askedDays: number
  /** The post it is for, where its URL tells. */
  readonly postId: string | null
}

export interface ApprovalVisit {
  items(): Promise<readonly AskedItem[]>
  /** Gives the status of the answer; 0: the service could not be reached. */
  say(verb: 'opened' | 'check' | 'approve' | 'reject' | 'withdraw', body?: object): Promise<number>
}

const APPROVAL_URL = /(https?:\/\/[^\s"'<>]+)\/a\/([A-Za-z0-9_-]{16,})/

/** A creator with the approval link that stands in a message: what the page does, through the same public API. */
export function visitApproval(message: string): ApprovalVisit | null {
  const [, origin, token] = APPROVAL_URL.exec(message) ?? []
  if (origin === undefined || token === undefined) return null
  const base = `${origin}/v1/approvals/${token}`
  return {
    async items() {
      const response = await fetch(base)
      if (!response.ok) return []
      const { items } = pageSchema.parse(await response.json())
      return items.map(({ content, ...item }) => ({ ...item, postId: /\/(?:video|photo)\/(\d+)/.exec(content.url ?? '')?.[1] ?? null }))
    },
    async say(verb, body) {
      const response = await fetch(`${base}/${verb}`, {
        method: 'POST',
        ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      })
      await response.arrayBuffer()
      return response.status
    },
  }
}
