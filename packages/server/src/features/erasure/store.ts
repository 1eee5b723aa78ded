import { and, asc, eq, gt, inArray, isNotNull, isNull, lte, or, type SQL, type SQLWrapper, sql } from 'drizzle-orm'
import type { Ctx, Services, Workspace } from '../../context.ts'
import { insertRows, isOneOf, updateRows } from '../../db/rows.ts'
import { Problem } from '../../problem.ts'

type Tables = Ctx['tables']
export type ErasureRow = Tables['erasures']['$inferSelect']
type EventRow = Tables['events']['$inferSelect']
type CodeRow = Tables['sparkCodes']['$inferSelect']

/** What the integrator wrote beside a noun may name the person too. */
const LABELS = { externalId: null, metadata: {} } as const

export async function blankCreator(ctx: Ctx, id: string): Promise<Tables['creators']['$inferSelect']> {
  const { creators: c } = ctx.tables
  const [row] = await ctx.db
    .update(c)
    .set({ ...LABELS, platformUserId: null, handle: null, displayName: null, doNotContact: true, erasedAt: ctx.now, updatedAt: ctx.now })
    .where(and(eq(c.workspaceNo, ctx.workspace.no), eq(c.id, id)))
    .returning()
  if (!row) throw new Problem('not_found')
  return row
}

/** Whether the text of a JSON column may hold this. */
const holds = (column: SQLWrapper, text: string): SQL =>
  sql`CAST(${column} AS text) LIKE ${`%${text.replace(/[\\%_]/g, '\\$&')}%`} ESCAPE '\\'`

type HandoffFilterRow = Pick<Tables['handoffs']['$inferSelect'], 'workspaceNo' | 'id' | 'filter'>

export async function findHandoffsWith(ctx: Ctx, text: string): Promise<string[]> {
  const { handoffs: h } = ctx.tables
  const rows = await ctx.db
    .select({ id: h.id })
    .from(h)
    .where(and(eq(h.workspaceNo, ctx.workspace.no), holds(h.filter, text)))
  return rows.map(({ id }) => id)
}

export async function findHandoffs(ctx: Ctx, ids: readonly string[]): Promise<HandoffFilterRow[]> {
  const { handoffs: h } = ctx.tables
  return ctx.db
    .select({ workspaceNo: h.workspaceNo, id: h.id, filter: h.filter })
    .from(h)
    .where(and(eq(h.workspaceNo, ctx.workspace.no), isOneOf(ctx, h.id, ids)))
}

export async function saveHandoffFilters(ctx: Ctx, rows: readonly HandoffFilterRow[]): Promise<void> {
  await updateRows(ctx, ctx.tables.handoffs, { by: ['workspaceNo', 'id'], rows })
}

/** What the log says about handoffs, now or before. */
export async function findHandoffEventsWith(ctx: Ctx, text: string): Promise<Pick<EventRow, 'workspaceNo' | 'id' | 'data' | 'previous'>[]> {
  const { events: e, handoffs: h } = ctx.tables
  const ours = ctx.db.select({ id: h.id }).from(h).where(eq(h.workspaceNo, ctx.workspace.no))
  return ctx.db
    .select({ workspaceNo: e.workspaceNo, id: e.id, data: e.data, previous: e.previous })
    .from(e)
    .where(and(eq(e.workspaceNo, ctx.workspace.no), inArray(e.subjectId, ours), or(holds(e.data, text), holds(e.previous, text))))
}

/** Reports of imports quote cells that could not be read. */
export async function blankIssues(ctx: Ctx, names: readonly (string | null)[]): Promise<void> {
  const { importIssues: t } = ctx.tables
  const quoting = names.flatMap((name): SQL[] =>
    name ? [sql`lower(${t.message}) LIKE ${`%${name.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`} ESCAPE '\\'`] : [],
  )
  if (quoting.length === 0) return
  await ctx.db
    .update(t)
    .set({ message: '' })
    .where(and(eq(t.workspaceNo, ctx.workspace.no), or(...quoting)))
}

export async function insertErasure(ctx: Ctx, creatorId: string): Promise<void> {
  const { actor, requestId, services, workspace } = ctx
  const startedAt = services.wallNow()
  await insertRows(ctx, ctx.tables.erasures, [
    {
      workspaceNo: workspace.no,
      creatorId,
      phase: 'closing',
      position: 0,
      nextAt: startedAt,
      actor,
      requestId,
      startedAt,
      completedAt: null,
    },
  ])
}

export async function findDueErasure(
  { db, tables }: Services['engine'],
  now: number,
): Promise<{ workspace: Workspace; erasure: ErasureRow } | undefined> {
  const { erasures: e, workspaces: w } = tables
  const [row] = await db
    .select({ workspace: w, erasure: e })
    .from(e)
    .innerJoin(w, eq(w.no, e.workspaceNo))
    .where(and(sql`completed_at IS NULL`, lte(e.nextAt, now)))
    .orderBy(asc(e.nextAt))
    .limit(1)
  return row
}

/** Whether some code of theirs is still to be undone at an ad account. */
export async function isUnbinding(ctx: Ctx, creatorId: string): Promise<boolean> {
  const { bindings: b, content: c } = ctx.tables
  const rows = await ctx.db
    .select({ id: b.id })
    .from(b)
    .innerJoin(c, and(eq(c.workspaceNo, b.workspaceNo), eq(c.id, b.contentId)))
    .where(and(eq(b.workspaceNo, ctx.workspace.no), eq(c.creatorId, creatorId), sql`${b.tryAt} IS NOT NULL`))
    .limit(1)
  return rows.length > 0
}

export async function lockErasure(ctx: Ctx, creatorId: string): Promise<ErasureRow | undefined> {
  await ctx.dialect.lock(ctx.db, `erasure:${creatorId}`)
  const { erasures: e } = ctx.tables
  const [row] = await ctx.db
    .select()
    .from(e)
    .where(and(eq(e.workspaceNo, ctx.workspace.no), eq(e.creatorId, creatorId)))
  return row
}

export async function saveErasure(ctx: Ctx, row: ErasureRow): Promise<void> {
  await updateRows(ctx, ctx.tables.erasures, { by: ['workspaceNo', 'creatorId'], rows: [row] })
}

export async function findPosts(
  ctx: Ctx,
  { creatorId, after, limit }: { creatorId: string; after: number; limit: number },
): Promise<{ id: string; seq: number }[]> {
  const { content: c } = ctx.tables
  return ctx.db
    .select({ id: c.id, seq: c.seq })
    .from(c)
    .where(and(eq(c.workspaceNo, ctx.workspace.no), eq(c.creatorId, creatorId), gt(c.seq, after)))
    .orderBy(asc(c.seq))
    .limit(limit)
}

/** Blanks everything that hangs on posts, and the posts themselves. What a new table knows of a person is blanked here too. */
export async function blankNouns(ctx: Ctx, contentIds: readonly string[]): Promise<void> {
  if (contentIds.length === 0) return
  const { content: c, contentTags: tags, sparkRequests: r, sparkCodes: s, thumbnails: t } = ctx.tables
  const { db, workspace } = ctx
  const ids = [...contentIds]
  const seqs = db
    .select({ seq: c.seq })
    .from(c)
    .where(and(eq(c.workspaceNo, workspace.no), inArray(c.id, ids)))
  await db.delete(tags).where(and(eq(tags.workspaceNo, workspace.no), inArray(tags.tag, await tagsOf(ctx, ids)), inArray(tags.seq, seqs)))
  await db.delete(t).where(and(eq(t.workspaceNo, workspace.no), inArray(t.contentId, ids)))
  await db
    .update(c)
    .set({ ...LABELS, platformId: null, creatorHandle: null, url: null, caption: '', hashtags: [], searchText: '', updatedAt: ctx.now })
    .where(and(eq(c.workspaceNo, workspace.no), inArray(c.id, ids)))
  await db
    .update(r)
    .set({ ...LABELS, rejectionReason: null, feeNote: null })
    .where(and(eq(r.workspaceNo, workspace.no), inArray(r.contentId, ids)))
  await db
    .update(s)
    .set({ ...LABELS, masked: '', verifyAt: null })
    .where(and(eq(s.workspaceNo, workspace.no), inArray(s.contentId, ids)))
  await blankReceipts(ctx, ids)
}

/** Receipts are written once and never changed but for this. */
async function blankReceipts(ctx: Ctx, contentIds: readonly string[]): Promise<void> {
  if (contentIds.length === 0) return
  const { receipts: t, sparkRequests: r } = ctx.tables
  const rows = await ctx.db
    .select({ workspaceNo: t.workspaceNo, id: t.id, record: t.record })
    .from(t)
    .innerJoin(r, and(eq(r.workspaceNo, t.workspaceNo), eq(r.id, t.requestId)))
    .where(and(eq(t.workspaceNo, ctx.workspace.no), inArray(r.contentId, [...contentIds])))
  await updateRows(ctx, t, {
    by: ['workspaceNo', 'id'],
    rows: rows.map(({ record, ...row }) => ({
      ...row,
      record: {
        ...record,
        creator: { handle: null },
        post: { ...record.post, platformId: null, url: null, caption: '' },
        asked: { ...record.asked, feeNote: null },
        code: { ...record.code, masked: '' },
      },
    })),
  })
}

async function tagsOf(ctx: Ctx, contentIds: readonly string[]): Promise<string[]> {
  const { content: c } = ctx.tables
  const rows = await ctx.db
    .select({ hashtags: c.hashtags })
    .from(c)
    .where(and(eq(c.workspaceNo, ctx.workspace.no), inArray(c.id, [...contentIds])))
  return [...new Set(rows.flatMap(row => row.hashtags))]
}

export async function blankCodes(ctx: Ctx, rows: readonly Pick<CodeRow, 'workspaceNo' | 'id' | 'sealed' | 'fingerprint'>[]): Promise<void> {
  await updateRows(ctx, ctx.tables.sparkCodes, { by: ['workspaceNo', 'id'], rows })
}

/** Those without a number first: one that gets its number meanwhile is then found among the others. */
export async function findEventsAbout(
  ctx: Ctx,
  subjectIds: readonly string[],
): Promise<Pick<EventRow, 'workspaceNo' | 'id' | 'data' | 'previous'>[]> {
  if (subjectIds.length === 0) return []
  const { events: e } = ctx.tables
  const found = (isNumbered: SQL) =>
    ctx.db
      .select({ workspaceNo: e.workspaceNo, id: e.id, data: e.data, previous: e.previous })
      .from(e)
      .where(and(eq(e.workspaceNo, ctx.workspace.no), isOneOf(ctx, e.subjectId, subjectIds), isNumbered))
  const unnumbered = await found(isNull(e.sequence))
  const numbered = await found(isNotNull(e.sequence))
  return [...new Map([...unnumbered, ...numbered].map(row => [row.id, row])).values()]
}

export async function saveEvents(ctx: Ctx, rows: readonly Pick<EventRow, 'workspaceNo' | 'id' | 'data' | 'previous'>[]): Promise<void> {
  await updateRows(ctx, ctx.tables.events, { by: ['workspaceNo', 'id'], rows })
}

export async function blankExcerpts(ctx: Ctx, eventIds: readonly string[]): Promise<void> {
  if (eventIds.length === 0) return
  const { deliveries: d, deliveryAttempts: a } = ctx.tables
  const events = sql`SELECT j.value ->> 0 FROM ${ctx.dialect.jsonRows(JSON.stringify(eventIds.map(id => [id])))}`
  const sent = sql`SELECT id FROM ${d} WHERE workspace_no = ${ctx.workspace.no} AND event_id IN (${events})`
  await ctx.db
    .update(a)
    .set({ responseExcerpt: null })
    .where(and(eq(a.workspaceNo, ctx.workspace.no), sql`${a.deliveryId} IN (${sent})`, isNotNull(a.responseExcerpt)))
}
