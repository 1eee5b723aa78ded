import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Ctx } from '../../context.ts'
import { insertRows, isOneOf, updateRows } from '../../db/rows.ts'
import type { Tables } from '../../db/schema.ts'

export type BindingRow = Tables['bindings']['$inferSelect']
export type AdAccountRow = Tables['adAccounts']['$inferSelect']

/** The bindings of these posts, locked: a worker may be about to begin one of them. */
export async function lockBindings(ctx: Ctx, contentIds: readonly string[]): Promise<BindingRow[]> {
  if (contentIds.length === 0) return []
  const { bindings: b } = ctx.tables
  const wanted = and(eq(b.workspaceNo, ctx.workspace.no), isOneOf(ctx, b.contentId, contentIds))
  if (ctx.dialect.engine === 'postgres') {
    await ctx.dialect.all(ctx.db, sql`SELECT id FROM ${b} WHERE ${wanted} ORDER BY id ${ctx.dialect.forUpdate}`)
  }
  return ctx.db.select().from(b).where(wanted).orderBy(b.id)
}

export async function saveBindingRows(ctx: Ctx, rows: { added: readonly BindingRow[]; changed: readonly BindingRow[] }): Promise<void> {
  await insertRows(ctx, ctx.tables.bindings, rows.added)
  await updateRows(ctx, ctx.tables.bindings, { by: ['workspaceNo', 'id'], rows: rows.changed })
}

export async function findAdAccountRows(ctx: Ctx, ids: readonly string[]): Promise<AdAccountRow[]> {
  if (ids.length === 0) return []
  const { adAccounts: a } = ctx.tables
  return ctx.db
    .select()
    .from(a)
    .where(and(eq(a.workspaceNo, ctx.workspace.no), inArray(a.id, [...ids])))
}
