import type { Ctx } from '../../context.ts'
import { type CursorContext, decodeCursor, encodeCursor } from '../../http/cursor.ts'
import { Problem } from '../../problem.ts'
import type { Handoff, HandoffUrl, ListHandoffsQuery } from './contract.ts'
import { assertNoWider, type Granted } from './no-wider.ts'
import { toHandoff, urlOf } from './resource.ts'
import { findHandoff, findHandoffPage, type HandoffRow } from './store.ts'

export async function loadHandoff(ctx: Ctx, id: string): Promise<HandoffRow> {
  const row = await findHandoff(ctx, id)
  if (!row) throw new Problem('not_found')
  return row
}

export const getHandoff = async (ctx: Ctx, id: string): Promise<Handoff> => toHandoff(await loadHandoff(ctx, id), ctx.now)

export async function listHandoffs(ctx: Ctx, query: ListHandoffsQuery): Promise<{ data: Handoff[]; nextCursor: string | null }> {
  const { cursor, limit, ...binding } = query
  const context: CursorContext = { keyRing: ctx.services.keyRing, workspaceId: ctx.workspace.id, list: 'handoffs', query: binding }
  const rows = await findHandoffPage(ctx, query, cursor === undefined ? undefined : String(decodeCursor(context, cursor)[0]))
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    data: page.map(row => toHandoff(row, ctx.now)),
    nextCursor: rows.length > limit && last ? encodeCursor(context, [last.id]) : null,
  }
}

/** Whoever sees the URL can do what it allows, so it takes what it took to make it. */
export async function getHandoffUrl(ctx: Ctx, { id, granted }: { id: string; granted: Granted }): Promise<HandoffUrl> {
  const row = await loadHandoff(ctx, id)
  assertNoWider(granted, row.scopes)
  if (row.revokedAt !== null) throw new Problem('handoff_revoked')
  return { url: urlOf(ctx, row) }
}
