import { and, desc, eq, lt, type SQL, sql } from 'drizzle-orm'
import type { Ctx, Services, Workspace } from '../../context.ts'
import { insertRows } from '../../db/rows.ts'
import type { Tables } from '../../db/schema.ts'

type Engine = Services['engine']
type Target = Pick<Ctx, 'db' | 'tables' | 'workspace'>
export type ImportRow = Tables['imports']['$inferSelect']
export type ImportIssueRow = Tables['importIssues']['$inferSelect']

/** An import that this process may work on until the lease ends. */
export interface ClaimedImport {
  readonly row: ImportRow
  readonly workspace: Workspace
}

export async function insertChunk(
  { db, tables, workspace }: Target,
  chunk: { importId: string; index: number; data: Buffer },
): Promise<void> {
  await db.insert(tables.importChunks).values({ workspaceNo: workspace.no, ...chunk })
}

export async function findChunk({ db, tables, workspace }: Target, importId: string, index: number): Promise<Buffer | undefined> {
  const { importChunks } = tables
  const [row] = await db
    .select({ data: importChunks.data })
    .from(importChunks)
    .where(and(eq(importChunks.workspaceNo, workspace.no), eq(importChunks.importId, importId), eq(importChunks.index, index)))
  return row && Buffer.from(row.data)
}

export async function deleteChunks({ db, tables, workspace }: Target, importId: string): Promise<void> {
  const { importChunks } = tables
  await db.delete(importChunks).where(and(eq(importChunks.workspaceNo, workspace.no), eq(importChunks.importId, importId)))
}

/** What uploads left behind that never became an import, because their process ended. Of every workspace. */
export async function deleteOrphanChunks({ db, tables: { importChunks, imports } }: Engine, beforeId: string): Promise<void> {
  const isImport = sql`EXISTS (SELECT 1 FROM ${imports} WHERE ${imports.workspaceNo} = ${importChunks.workspaceNo} AND ${imports.id} = ${importChunks.importId})`
  await db.delete(importChunks).where(and(lt(importChunks.importId, beforeId), sql`NOT ${isImport}`))
}

export async function insertImport({ db, tables }: Target, row: ImportRow): Promise<void> {
  await db.insert(tables.imports).values(row)
}

const isImport = ({ tables, workspace }: Target, id: string): SQL | undefined =>
  and(eq(tables.imports.workspaceNo, workspace.no), eq(tables.imports.id, id))

export async function findImportRow(ctx: Target, id: string): Promise<ImportRow | undefined> {
  const [row] = await ctx.db.select().from(ctx.tables.imports).where(isImport(ctx, id))
  return row
}

/** Newest first, one more than asked for where there is one. */
export async function findImportPage(
  { db, tables, workspace }: Target,
  page: { beforeId: string | undefined; limit: number },
): Promise<ImportRow[]> {
  const { imports } = tables
  return db
    .select()
    .from(imports)
    .where(and(eq(imports.workspaceNo, workspace.no), page.beforeId === undefined ? undefined : lt(imports.id, page.beforeId)))
    .orderBy(desc(imports.id))
    .limit(page.limit + 1)
}

export interface IssuePage {
  importId: string
  severity: 'error' | 'warning' | undefined
  after: Pick<ImportIssueRow, 'line' | 'severity' | 'code' | 'field'> | undefined
  limit: number
}

/** In the order of the file, one more than asked for where there is one. */
export async function findIssuePage({ db, tables: { importIssues: t }, workspace }: Target, page: IssuePage): Promise<ImportIssueRow[]> {
  const { after } = page
  return db
    .select()
    .from(t)
    .where(
      and(
        eq(t.workspaceNo, workspace.no),
        eq(t.importId, page.importId),
        page.severity && eq(t.severity, page.severity),
        after && sql`(${t.line}, ${t.severity}, ${t.code}, ${t.field}) > (${after.line}, ${after.severity}, ${after.code}, ${after.field})`,
      ),
    )
    .orderBy(t.line, t.severity, t.code, t.field)
    .limit(page.limit + 1)
}

export const insertIssues = (ctx: Ctx, rows: readonly ImportIssueRow[]): Promise<void> => insertRows(ctx, ctx.tables.importIssues, rows)

export type ImportChanges = Partial<Pick<ImportRow, 'status' | 'error' | 'completedAt' | 'leasedUntil' | ProgressColumn>>
type ProgressColumn = 'rowsDone' | 'linesDone' | 'bytesDone' | 'created' | 'updated' | 'unchanged' | 'failed' | 'warnings'

/** Writes to an import whose lease is still the one in `held`; undefined when another process took it over. */
export async function updateHeld(ctx: Target, held: ImportRow, set: ImportChanges): Promise<ImportRow | undefined> {
  const { imports } = ctx.tables
  const isHeld = held.leasedUntil === null ? sql`${imports.leasedUntil} IS NULL` : eq(imports.leasedUntil, held.leasedUntil)
  const [row] = await ctx.db
    .update(imports)
    .set(set)
    .where(and(isImport(ctx, held.id), isHeld))
    .returning()
  return row
}

/** The open import, of any workspace, that has waited longest for a worker: several take turns. */
export async function findDue({ db, dialect, tables: { imports } }: Pick<Engine, 'db' | 'dialect' | 'tables'>, now: number) {
  const [due] = await dialect.all<{ workspaceNo: number; id: string }>(
    db,
    sql`SELECT workspace_no AS "workspaceNo", id FROM ${imports}
      WHERE status IN ('pending', 'running') AND (leased_until IS NULL OR leased_until <= ${now})
      ORDER BY leased_until IS NOT NULL, leased_until, created_at LIMIT 1 ${dialect.forUpdateSkipLocked}`,
  )
  return due
}

export async function claimDue(engine: Engine, { now, until }: { now: number; until: number }): Promise<ClaimedImport | undefined> {
  const { tables, dialect } = engine
  return engine.transaction(async db => {
    const due = await findDue({ db, dialect, tables }, now)
    if (!due) return undefined
    const [workspace] = await db
      .select()
      .from(tables.workspaces)
      .where(eq(tables.workspaces.no, Number(due.workspaceNo)))
    if (!workspace) throw new Error(`Import ${due.id} belongs to no workspace.`)
    const [row] = await db
      .update(tables.imports)
      .set({ status: 'running', leasedUntil: until })
      .where(isImport({ db, tables, workspace }, due.id))
      .returning()
    return row && { row, workspace }
  })
}
