import { and, desc, eq, inArray, isNull, lt, lte, type SQL, sql } from 'drizzle-orm'
import type { Ctx } from '../../context.ts'
import { insertRows, updateRows } from '../../db/rows.ts'
import type { Tables } from '../../db/schema.ts'
import type { ListSparkRequestsQuery } from './contract.ts'

export type RequestRow = Tables['sparkRequests']['$inferSelect']
export type CodeRow = Tables['sparkCodes']['$inferSelect']
export type LinkRow = Tables['approvalLinks']['$inferSelect']
export type ShortCodeCells = Pick<LinkRow, 'shortCodeHash' | 'shortCodeSealed' | 'shortCodeEndsAt'>

/** All requests and codes of these posts: what decisions about them are made from. */
export async function findRequestsAndCodes(ctx: Ctx, contentIds: readonly string[]): Promise<{ requests: RequestRow[]; codes: CodeRow[] }> {
  if (contentIds.length === 0) return { requests: [], codes: [] }
  const { sparkRequests: r, sparkCodes: c } = ctx.tables
  const ids = [...contentIds]
  const requests = await ctx.db
    .select()
    .from(r)
    .where(and(eq(r.workspaceNo, ctx.workspace.no), inArray(r.contentId, ids)))
  const codes = await ctx.db
    .select()
    .from(c)
    .where(and(eq(c.workspaceNo, ctx.workspace.no), inArray(c.contentId, ids)))
  return { requests, codes }
}

export interface Decisions {
  newRequests: readonly RequestRow[]
  changedRequests: readonly RequestRow[]
  newCodes: readonly CodeRow[]
  changedCodes: readonly CodeRow[]
}

/** Which link a request hangs on is not decided here, and may change meanwhile. */
const withoutLink = ({ linkId, ...row }: RequestRow) => row

/** Rows that leave `live` or `pending` go first: no two of one post may be so at once, not even inside a statement. */
export async function saveDecisions(ctx: Ctx, { newRequests, changedRequests, newCodes, changedCodes }: Decisions): Promise<void> {
  const { sparkRequests, sparkCodes } = ctx.tables
  const by = ['workspaceNo', 'id'] as const
  const changed = changedRequests.map(withoutLink)
  await updateRows(ctx, sparkRequests, { by, rows: changed.filter(row => row.status !== 'pending') })
  await updateRows(ctx, sparkRequests, { by, rows: changed.filter(row => row.status === 'pending') })
  await insertRows(ctx, sparkRequests, newRequests)
  await updateRows(ctx, sparkCodes, { by, rows: changedCodes.filter(row => row.status !== 'live') })
  await updateRows(ctx, sparkCodes, { by, rows: changedCodes.filter(row => row.status === 'live') })
  await insertRows(ctx, sparkCodes, newCodes)
}

export async function findRequests(ctx: Ctx, ids: readonly string[]): Promise<RequestRow[]> {
  if (ids.length === 0) return []
  const { sparkRequests: r } = ctx.tables
  return ctx.db
    .select()
    .from(r)
    .where(and(eq(r.workspaceNo, ctx.workspace.no), inArray(r.id, [...ids])))
}

/** Newest first; one more than the page holds. */
export async function findRequestPage(ctx: Ctx, query: ListSparkRequestsQuery, after: string | undefined): Promise<RequestRow[]> {
  const { sparkRequests: r } = ctx.tables
  return ctx.db
    .select()
    .from(r)
    .where(
      and(
        eq(r.workspaceNo, ctx.workspace.no),
        query.status && inArray(r.status, query.status),
        query.contentId === undefined ? undefined : eq(r.contentId, query.contentId),
        query.creatorId === undefined ? undefined : eq(r.creatorId, query.creatorId),
        query.approvalLinkId === undefined ? undefined : eq(r.linkId, query.approvalLinkId),
        query.externalId === undefined ? undefined : eq(r.externalId, query.externalId),
        after === undefined ? undefined : lt(r.id, after),
      ),
    )
    .orderBy(desc(r.id))
    .limit(query.limit + 1)
}

export const findRequestsOfLink = (ctx: Ctx, linkId: string): Promise<RequestRow[]> => findRequestsOfLinks(ctx, [linkId])

export async function findRequestsOfLinks(ctx: Ctx, linkIds: readonly string[]): Promise<RequestRow[]> {
  if (linkIds.length === 0) return []
  const { sparkRequests: r } = ctx.tables
  return ctx.db
    .select()
    .from(r)
    .where(and(eq(r.workspaceNo, ctx.workspace.no), inArray(r.linkId, [...linkIds])))
    .orderBy(r.id)
}

/** Posts with a pending request whose time to respond is over. */
export async function findLapsedContentIds(ctx: Ctx, limit: number): Promise<string[]> {
  const { sparkRequests: r } = ctx.tables
  const rows = await ctx.db
    .select({ contentId: r.contentId })
    .from(r)
    .where(and(eq(r.workspaceNo, ctx.workspace.no), sql`status = 'pending'`, lte(r.respondBy, ctx.now)))
    .orderBy(r.respondBy)
    .limit(limit)
  return rows.map(row => row.contentId)
}

export const requestsDueIn = (tables: Tables, now: number): SQL =>
  sql`EXISTS (SELECT 1 FROM ${tables.sparkRequests} AS r WHERE r.workspace_no = ${tables.workspaces.no} AND r.status = 'pending' AND r.respond_by <= ${now})`

export async function findNextRespondBy(ctx: Ctx): Promise<number | null> {
  const { sparkRequests: r } = ctx.tables
  const [row] = await ctx.db
    .select({ at: r.respondBy })
    .from(r)
    .where(and(eq(r.workspaceNo, ctx.workspace.no), sql`status = 'pending'`))
    .orderBy(r.respondBy)
    .limit(1)
  return row?.at ?? null
}

/** What reminders change of requests. */
export const saveReminded = (ctx: Ctx, rows: readonly RequestRow[]): Promise<void> =>
  updateRows(ctx, ctx.tables.sparkRequests, {
    by: ['workspaceNo', 'id'],
    rows: rows.map(({ workspaceNo, id, reminders, remindAt, reminderDueAt, remindedAt, updatedAt }) => ({
      workspaceNo,
      id,
      reminders,
      remindAt,
      reminderDueAt,
      remindedAt,
      updatedAt,
    })),
  })

export async function findExternalRequestId(ctx: Ctx, externalId: string): Promise<string | undefined> {
  const { sparkRequests: r } = ctx.tables
  const [row] = await ctx.db
    .select({ id: r.id })
    .from(r)
    .where(and(eq(r.workspaceNo, ctx.workspace.no), eq(r.externalId, externalId)))
  return row?.id
}

export async function findLink(ctx: Ctx, id: string): Promise<LinkRow | undefined> {
  const { approvalLinks: l } = ctx.tables
  const [row] = await ctx.db
    .select()
    .from(l)
    .where(and(eq(l.workspaceNo, ctx.workspace.no), eq(l.id, id)))
  return row
}

export async function findLinkPage(
  ctx: Ctx,
  query: { creatorId?: string | undefined; limit: number },
  after: string | undefined,
): Promise<LinkRow[]> {
  const { approvalLinks: l } = ctx.tables
  return ctx.db
    .select()
    .from(l)
    .where(
      and(
        eq(l.workspaceNo, ctx.workspace.no),
        query.creatorId === undefined ? undefined : eq(l.creatorId, query.creatorId),
        after === undefined ? undefined : lt(l.id, after),
      ),
    )
    .orderBy(desc(l.id))
    .limit(query.limit + 1)
}

export async function findOpenLinks(ctx: Ctx, creatorIds: readonly string[]): Promise<LinkRow[]> {
  if (creatorIds.length === 0) return []
  const { approvalLinks: l } = ctx.tables
  return ctx.db
    .select()
    .from(l)
    .where(and(eq(l.workspaceNo, ctx.workspace.no), inArray(l.creatorId, [...creatorIds]), isNull(l.revokedAt)))
}

export async function insertLinks(ctx: Ctx, rows: readonly LinkRow[]): Promise<void> {
  await insertRows(ctx, ctx.tables.approvalLinks, rows)
}

export async function findLinks(ctx: Ctx, ids: readonly string[]): Promise<LinkRow[]> {
  if (ids.length === 0) return []
  const { approvalLinks: l } = ctx.tables
  return ctx.db
    .select()
    .from(l)
    .where(and(eq(l.workspaceNo, ctx.workspace.no), inArray(l.id, [...ids])))
}

export async function saveShortCode(ctx: Ctx, { id, ...code }: { id: string } & ShortCodeCells): Promise<void> {
  const { approvalLinks: l } = ctx.tables
  await ctx.db
    .update(l)
    .set(code)
    .where(and(eq(l.workspaceNo, ctx.workspace.no), eq(l.id, id)))
}

/** Its token never changes, and how that and the short code are sealed is not the caller's to write back. */
export async function updateLink(ctx: Ctx, { tokenHash, tokenSealed, shortCodeHash, shortCodeSealed, ...row }: LinkRow): Promise<void> {
  await updateRows(ctx, ctx.tables.approvalLinks, { by: ['workspaceNo', 'id'], rows: [row] })
}

/** Notes the first visit; a link that was revoked meanwhile takes no note of it. */
export async function noteLinkOpened(ctx: Ctx, id: string): Promise<void> {
  const { approvalLinks: l } = ctx.tables
  await ctx.db
    .update(l)
    .set({ openedAt: ctx.now })
    .where(and(eq(l.workspaceNo, ctx.workspace.no), eq(l.id, id), isNull(l.openedAt), isNull(l.revokedAt)))
}

/** The requests of a revoked link go on under the new one. */
export async function moveRequests(ctx: Ctx, link: { from: string; to: string }): Promise<void> {
  const { sparkRequests: r } = ctx.tables
  await ctx.db
    .update(r)
    .set({ linkId: link.to })
    .where(and(eq(r.workspaceNo, ctx.workspace.no), eq(r.linkId, link.from)))
}
