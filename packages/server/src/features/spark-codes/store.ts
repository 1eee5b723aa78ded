import { DAY_MS } from '@sparkkit/core'
import { and, asc, eq, gt, inArray, isNotNull, isNull, lt, lte, ne, or, type SQL, sql } from 'drizzle-orm'
import type { Ctx } from '../../context.ts'
import { updateRows } from '../../db/rows.ts'
import type { Tables } from '../../db/schema.ts'
import type { ExportSparkCodesQuery, ListSparkCodesQuery } from './contract.ts'

export type CodeRow = Tables['sparkCodes']['$inferSelect']

export type CodePosition = readonly [endsAt: number, id: string]

/** What an embed token shows of the codes. */
function shown({ rowFilter, tables: { sparkCodes: c }, workspace }: Ctx): SQL | undefined {
  if (!rowFilter) return undefined
  const { codeStatus, creatorId, sparkStatus } = rowFilter
  return and(
    codeStatus && inArray(c.status, [...codeStatus]),
    creatorId && inArray(c.creatorId, [...creatorId]),
    sparkStatus &&
      sql`${c.contentId} IN (SELECT id FROM content WHERE workspace_no = ${workspace.no} AND spark_status IN ${[...sparkStatus]})`,
  )
}

function filtered(ctx: Ctx, query: ExportSparkCodesQuery): (SQL | undefined)[] {
  const { sparkCodes: c } = ctx.tables
  return [
    eq(c.workspaceNo, ctx.workspace.no),
    query.status && inArray(c.status, query.status),
    query.contentId === undefined ? undefined : eq(c.contentId, query.contentId),
    query.creatorId === undefined ? undefined : eq(c.creatorId, query.creatorId),
    query.endsBefore === undefined ? undefined : lt(c.endsAt, query.endsBefore),
    query.used === undefined ? undefined : query.used ? isNotNull(c.usedAt) : isNull(c.usedAt),
    query.externalId === undefined ? undefined : eq(c.externalId, query.externalId),
    shown(ctx),
  ]
}

const beyond = (ctx: Ctx, after: CodePosition | undefined): SQL | undefined => {
  const { sparkCodes: c } = ctx.tables
  return after && or(gt(c.endsAt, after[0]), and(eq(c.endsAt, after[0]), gt(c.id, after[1])))
}

/** Those that end soonest first; one more than the page holds. */
export async function findCodePage(ctx: Ctx, query: ListSparkCodesQuery, after: CodePosition | undefined): Promise<CodeRow[]> {
  const { sparkCodes: c } = ctx.tables
  return ctx.db
    .select()
    .from(c)
    .where(and(...filtered(ctx, query), beyond(ctx, after)))
    .orderBy(asc(c.endsAt), asc(c.id))
    .limit(query.limit + 1)
}

export async function countSparkCodes(ctx: Ctx, query: ExportSparkCodesQuery): Promise<number> {
  return ctx.db.$count(ctx.tables.sparkCodes, and(...filtered(ctx, query)))
}

export async function findCode(ctx: Ctx, id: string): Promise<CodeRow | undefined> {
  const { sparkCodes: c } = ctx.tables
  const [row] = await ctx.db
    .select()
    .from(c)
    .where(and(eq(c.workspaceNo, ctx.workspace.no), eq(c.id, id), shown(ctx)))
  return row
}

export async function findCodeByFingerprint(ctx: Ctx, fingerprints: readonly string[]): Promise<CodeRow | undefined> {
  const { sparkCodes: c } = ctx.tables
  const [row] = await ctx.db
    .select()
    .from(c)
    .where(and(eq(c.workspaceNo, ctx.workspace.no), inArray(c.fingerprint, [...fingerprints])))
  return row
}

export async function findExternalCodeId(ctx: Ctx, externalId: string): Promise<string | undefined> {
  const { sparkCodes: c } = ctx.tables
  const [row] = await ctx.db
    .select({ id: c.id })
    .from(c)
    .where(and(eq(c.workspaceNo, ctx.workspace.no), eq(c.externalId, externalId)))
  return row?.id
}

/** Posts with a code for which the clock has something to do. */
export async function findDueContentIds(ctx: Ctx, limit: number): Promise<string[]> {
  const { sparkCodes: c } = ctx.tables
  const rows = await ctx.db
    .select({ contentId: c.contentId })
    .from(c)
    .where(and(eq(c.workspaceNo, ctx.workspace.no), isNotNull(c.nextTickAt), lte(c.nextTickAt, ctx.now)))
    .orderBy(asc(c.nextTickAt))
    .limit(limit)
  return rows.map(row => row.contentId)
}

export const codesDueIn = (tables: Tables, now: number): SQL =>
  sql`EXISTS (SELECT 1 FROM ${tables.sparkCodes} AS c WHERE c.workspace_no = ${tables.workspaces.no} AND c.next_tick_at IS NOT NULL AND c.next_tick_at <= ${now})`

export async function findNextTick(ctx: Ctx): Promise<number | null> {
  const { sparkCodes: c } = ctx.tables
  const [row] = await ctx.db
    .select({ at: c.nextTickAt })
    .from(c)
    .where(and(eq(c.workspaceNo, ctx.workspace.no), isNotNull(c.nextTickAt)))
    .orderBy(asc(c.nextTickAt))
    .limit(1)
  return row?.at ?? null
}

export interface ExportRow {
  code: CodeRow
  url: string | null
  caption: string
  handle: string | null
}

/** A slice of an export, codes beside their posts. */
export async function findExportRows(
  ctx: Ctx,
  query: ExportSparkCodesQuery,
  page: { after: CodePosition | undefined; limit: number },
): Promise<ExportRow[]> {
  const { sparkCodes: c, content } = ctx.tables
  return ctx.db
    .select({ code: c, url: content.url, caption: content.caption, handle: content.creatorHandle })
    .from(c)
    .innerJoin(content, and(eq(content.workspaceNo, c.workspaceNo), eq(content.id, c.contentId)))
    .where(and(...filtered(ctx, query), beyond(ctx, page.after)))
    .orderBy(asc(c.endsAt), asc(c.id))
    .limit(page.limit)
}

/** Sealed codes of any workspace, each found by its own. */
export async function findSealedCodes(
  { db, tables, dialect }: Pick<Ctx, 'db' | 'tables' | 'dialect'>,
  wanted: readonly { workspaceNo: number; subjectId: string }[],
): Promise<{ id: string; workspaceId: string; sealed: string }[]> {
  const { sparkCodes: c, workspaces } = tables
  const pairs = dialect.jsonRows(JSON.stringify(wanted.map(({ workspaceNo, subjectId }) => [workspaceNo, subjectId])))
  return db
    .selectDistinct({ id: c.id, workspaceId: workspaces.id, sealed: c.sealed })
    .from(c)
    .innerJoin(pairs, sql`${c.workspaceNo} = CAST(j.value ->> 0 AS bigint) AND ${c.id} = j.value ->> 1`)
    .innerJoin(workspaces, eq(workspaces.no, c.workspaceNo))
    .where(ne(c.masked, ''))
}

export async function saveNextTicks(ctx: Ctx, ticks: readonly { id: string; nextTickAt: number | null }[]): Promise<void> {
  const rows = ticks.map(tick => ({ workspaceNo: ctx.workspace.no, ...tick }))
  await updateRows(ctx, ctx.tables.sparkCodes, { by: ['workspaceNo', 'id'], rows })
}

/** The same as core's nextCodeTick, for all live codes at once. */
export async function resetNextTicks(ctx: Ctx, thresholdsDays: readonly number[]): Promise<void> {
  const { sparkCodes: c } = ctx.tables
  const cases = thresholdsDays
    .toSorted((a, b) => b - a)
    .map(days => sql`WHEN warned_days IS NULL OR warned_days > ${days} THEN ends_at - ${days * DAY_MS}`)
  const nextTickAt = cases.length === 0 ? sql`ends_at` : sql`CASE ${sql.join(cases, sql` `)} ELSE ends_at END`
  await ctx.db
    .update(c)
    .set({ nextTickAt })
    .where(and(eq(c.workspaceNo, ctx.workspace.no), sql`status = 'live'`))
}

export async function saveUse(ctx: Ctx, { id, usedAt, usedAdId, usedAdAccountId, updatedAt }: CodeRow): Promise<void> {
  const { sparkCodes: c } = ctx.tables
  await ctx.db
    .update(c)
    .set({ usedAt, usedAdId, usedAdAccountId, updatedAt })
    .where(and(eq(c.workspaceNo, ctx.workspace.no), eq(c.id, id)))
}

export async function saveCodeLabels(ctx: Ctx, { id, externalId, metadata, updatedAt }: CodeRow): Promise<void> {
  const { sparkCodes: c } = ctx.tables
  await ctx.db
    .update(c)
    .set({ externalId, metadata, updatedAt })
    .where(and(eq(c.workspaceNo, ctx.workspace.no), eq(c.id, id)))
}
