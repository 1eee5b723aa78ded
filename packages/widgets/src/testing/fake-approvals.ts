import { onTestFinished, vi } from 'vitest'
import type { Approval, ApprovalItem, CodeVerdict } from '../internal/api-types.ts'

export const CODE = '#Zx8kQ2vB7nL4mT1pR6sW9yD3fH5j='

export const itemOf = (id: number, change: Partial<ApprovalItem> = {}): ApprovalItem => ({
  requestId: `req_01h455vb4pex5vsknk084sn0${id}q`,
  status: 'pending',
  askedDays: 30,
  respondBy: '2026-12-22T12:00:00.000Z',
  feeNote: null,
  terms: null,
  answeredAt: null,
  content: {
    platform: 'tiktok',
    url: `https://www.tiktok.com/@mara.glow/video/719568613515729639${id}`,
    caption: `Seven nights with the barrier serum, part ${id}`,
    postedAt: '2026-05-04T12:00:00.000Z',
    thumbnailUrl: 'data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=',
    views: 1_240_000,
  },
  code: null,
  ...change,
})

export const liveCode = (daysLeft = 23): NonNullable<ApprovalItem['code']> => ({
  masked: '#••••••fH5j=',
  status: 'live',
  startsAt: '2026-11-15T12:00:00.000Z',
  endsAt: '2026-12-15T12:00:00.000Z',
  windowSource: 'declared',
  daysLeft,
})

export const approvalOf = (...items: ApprovalItem[]): Approval => ({
  brand: {
    name: 'Lumen Skincare',
    handle: 'lumenskin',
    contact: 'hello@lumen.example',
    website: 'https://lumen.example/',
    logoUrl: null,
    accent: null,
  },
  creator: { handle: 'mara.glow' },
  locale: 'en',
  terms: [],
  items,
})

const FINE: CodeVerdict = {
  ok: true,
  masked: '#••••••fH5j=',
  repairs: [],
  problem: null,
  isExtension: false,
  shorterThanAsked: false,
  verification: 'unverified',
  window: null,
}

export interface Call {
  readonly verb: string
  readonly body: Record<string, unknown>
  readonly signal: AbortSignal | null
}

/** What a verb answers: data, or a problem code. */
export type Script = (call: Call) => unknown | Promise<unknown>

export const problem = (code: string, status = 422): Response => Response.json({ code, status }, { status })

/** Stands in for the public endpoints of one link, by replacing `fetch` for the length of a test. */
export function fakeApprovals(
  approval: Approval,
  scripts: Readonly<Record<string, Script>> = {},
): { readonly calls: Call[]; verbs(): string[] } {
  const calls: Call[] = []
  let now = approval
  const answer = (body: Record<string, unknown>, change: Partial<ApprovalItem>): Approval => {
    now = { ...now, items: now.items.map(item => (item.requestId === body.requestId ? { ...item, ...change } : item)) }
    return now
  }
  const usual: Readonly<Record<string, Script>> = {
    read: () => now,
    opened: () => null,
    check: () => FINE,
    approve: ({ body }) => answer(body, { status: 'approved', code: liveCode(30) }),
    reject: ({ body }) => answer(body, { status: 'rejected' }),
    withdraw: ({ body }) => answer(body, { code: { ...liveCode(), status: 'withdrawn' } }),
  }
  vi.stubGlobal('fetch', async (url: string, { body, signal }: RequestInit) => {
    const verb = /\/v1\/approvals\/[^/]+\/?(\w*)$/.exec(url)?.[1] || 'read'
    const call: Call = { verb, body: JSON.parse(String(body ?? '{}')), signal: signal ?? null }
    calls.push(call)
    const data = await (scripts[verb] ?? usual[verb])?.(call)
    if (data instanceof Response) return data
    return data === null ? new Response(null, { status: 204 }) : Response.json(data)
  })
  onTestFinished(() => {
    vi.unstubAllGlobals()
    localStorage.clear()
  })
  return { calls, verbs: () => calls.map(({ verb }) => verb) }
}
