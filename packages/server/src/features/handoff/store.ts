import { and, desc, eq, gt, isNotNull, isNull, lt, lte, or, type SQL } from 'drizzle-orm'
import type { Ctx, Services, Workspace } from '../../context.ts'
import { insertRows, updateRows } from '../../db/rows.ts'
import type { Tables } from '../../db/schema.ts'
import type { Handoff, ListHandoffsQuery } from './contract.ts'

export type HandoffRow = Tables['handoffs']['$inferSelect']

export const insertHandoff = (ctx: Ctx, row: HandoffRow): Promise<void> => insertRows(ctx, ctx.tables.handoffs, [row])

/** Its token never changes, and how it is sealed is not the caller's to write back. */
export const saveHandoff = (ctx: Ctx, { tokenHash, tokenSealed, ...row }: HandoffRow): Promise<void> =>
  updateRows(ctx, ctx.tables.handoffs, { by: ['workspaceNo', 'id'], rows: [row] })

export async function findHandoff(ctx: Ctx, id: string): Promise<HandoffRow | undefined> {
  const { handoffs: h } = ctx.tables
  const [row] = await ctx.db
    .select()
    .from(h)
    .where(and(eq(h.workspaceNo, ctx.workspace.no), eq(h.id, id)))
  return row
}

/** Newest first; one more than the page holds. */
export async function findHandoffPage(ctx: Ctx, query: ListHandoffsQuery, after: string | undefined): Promise<HandoffRow[]> {
  const { handoffs: h } = ctx.tables
  const byStatus: Record<Handoff['status'], SQL | undefined> = {
    open: and(isNull(h.revokedAt), gt(h.expiresAt, ctx.now)),
    expired: and(isNull(h.revokedAt), lte(h.expiresAt, ctx.now)),
    revoked: isNotNull(h.revokedAt),
  }
  return ctx.db
    .select()
    .from(h)
    .where(
      and(
        eq(h.workspaceNo, ctx.workspace.no),
        query.status && or(...query.status.map(status => byStatus[status])),
        after === undefined ? undefined : lt(h.id, after),
      ),
    )
    .orderBy(desc(h.id))
    .limit(query.limit + 1)
}

/** The handoff behind a token's hash, with its workspace: the token is the only authority here. */
export async function findHandoffByTokenHash(
  { db, tables }: Services['engine'],
  tokenHash: string,
): Promise<{ handoff: HandoffRow; workspace: Workspace } | undefined> {
  const { handoffs, workspaces } = tables
  const [row] = await db
    .select({ handoff: handoffs, workspace: workspaces })
    .from(handoffs)
    .innerJoin(workspaces, eq(workspaces.no, handoffs.workspaceNo))
    .where(eq(handoffs.tokenHash, tokenHash))
  return row
}

/** Notes the first visit of an open handoff; false when there was one already. */
export async function noteOpened(ctx: Ctx, id: string): Promise<boolean> {
  const { handoffs: h } = ctx.tables
  const noted = await ctx.db
    .update(h)
    .set({ openedAt: ctx.now })
    .where(and(eq(h.workspaceNo, ctx.workspace.no), eq(h.id, id), isNull(h.openedAt), isNull(h.revokedAt)))
    .returning({ id: h.id })
  return noted.length > 0
}
