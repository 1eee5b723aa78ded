import { and, desc, eq, inArray, lt, type SQL, sql } from 'drizzle-orm'
import type { Ctx } from '../../context.ts'
import { insertRows, updateRows } from '../../db/rows.ts'
import type { Tables } from '../../db/schema.ts'
import type { ListAdAccountsQuery } from './contract.ts'

export type ConnectionRow = Tables['connections']['$inferSelect']
export type AdAccountRow = Tables['adAccounts']['$inferSelect']

export const insertConnection = (ctx: Ctx, row: ConnectionRow): Promise<void> => insertRows(ctx, ctx.tables.connections, [row])

export const saveConnection = (ctx: Ctx, row: ConnectionRow): Promise<void> =>
  updateRows(ctx, ctx.tables.connections, { by: ['workspaceNo', 'id'], rows: [row] })

export async function findConnection(ctx: Ctx, id: string): Promise<ConnectionRow | undefined> {
  const { connections: c } = ctx.tables
  const [row] = await ctx.db
    .select()
    .from(c)
    .where(and(eq(c.workspaceNo, ctx.workspace.no), eq(c.id, id)))
  return row
}

/** Those who change a connection, or learn about it, go one after another. */
export async function lockConnection(ctx: Ctx, id: string): Promise<ConnectionRow | undefined> {
  await ctx.dialect.lock(ctx.db, `connection:${ctx.workspace.no}:${id}`)
  return findConnection(ctx, id)
}

/** Newest first; one more than the page holds. */
export async function findConnectionPage(ctx: Ctx, page: { after: string | undefined; limit: number }): Promise<ConnectionRow[]> {
  const { connections: c } = ctx.tables
  return ctx.db
    .select()
    .from(c)
    .where(and(eq(c.workspaceNo, ctx.workspace.no), page.after === undefined ? undefined : lt(c.id, page.after)))
    .orderBy(desc(c.id))
    .limit(page.limit + 1)
}

export async function deleteConnectionRow(ctx: Ctx, id: string): Promise<void> {
  const { connections: c, adAccounts: a } = ctx.tables
  await ctx.db
    .update(a)
    .set({ connectionId: null, updatedAt: ctx.now })
    .where(and(eq(a.workspaceNo, ctx.workspace.no), eq(a.connectionId, id)))
  await ctx.db.delete(c).where(and(eq(c.workspaceNo, ctx.workspace.no), eq(c.id, id)))
}

export async function saveAdAccounts(ctx: Ctx, rows: { added: readonly AdAccountRow[]; changed: readonly AdAccountRow[] }): Promise<void> {
  await insertRows(ctx, ctx.tables.adAccounts, rows.added)
  await updateRows(ctx, ctx.tables.adAccounts, { by: ['workspaceNo', 'id'], rows: rows.changed })
}

/** By id, or by TikTok's id of the advertiser. */
export async function findAdAccounts(ctx: Ctx, refs: readonly string[]): Promise<AdAccountRow[]> {
  if (refs.length === 0) return []
  const { adAccounts: a } = ctx.tables
  const named = ctx.dialect.jsonRows(JSON.stringify([...new Set(refs)].map(ref => [ref])))
  const wanted = sql`(SELECT j.value ->> 0 FROM ${named})`
  return ctx.db
    .select()
    .from(a)
    .where(and(eq(a.workspaceNo, ctx.workspace.no), sql`(${a.id} IN ${wanted} OR ${a.advertiserId} IN ${wanted})`))
}

export async function findAdAccountsOf(ctx: Ctx, connectionId: string): Promise<AdAccountRow[]> {
  const { adAccounts: a } = ctx.tables
  return ctx.db
    .select()
    .from(a)
    .where(and(eq(a.workspaceNo, ctx.workspace.no), eq(a.connectionId, connectionId)))
    .orderBy(a.id)
}

export async function findAdAccountPage(ctx: Ctx, query: ListAdAccountsQuery, after: string | undefined): Promise<AdAccountRow[]> {
  const { adAccounts: a } = ctx.tables
  const conditions: (SQL | undefined)[] = [
    eq(a.workspaceNo, ctx.workspace.no),
    query.connectionId === undefined ? undefined : eq(a.connectionId, query.connectionId),
    query.status && inArray(a.status, query.status),
    after === undefined ? undefined : lt(a.id, after),
  ]
  return ctx.db
    .select()
    .from(a)
    .where(and(...conditions))
    .orderBy(desc(a.id))
    .limit(query.limit + 1)
}

/** The first ad account that can be asked. */
export async function findUsableAccount(ctx: Ctx): Promise<AdAccountRow | undefined> {
  const { adAccounts: a, connections: c } = ctx.tables
  const [row] = await ctx.db
    .select({ account: a })
    .from(a)
    .innerJoin(c, and(eq(c.workspaceNo, a.workspaceNo), eq(c.id, a.connectionId)))
    .where(and(eq(a.workspaceNo, ctx.workspace.no), eq(a.status, 'active'), eq(c.status, 'active')))
    .orderBy(a.id)
    .limit(1)
  return row?.account
}

/** What waits for this connection is tried at once, but for what somebody is deciding about: that comes by itself. */
export async function wakeBindings(ctx: Ctx, connectionId: string): Promise<void> {
  const { bindings: b, adAccounts: a } = ctx.tables
  const mine = sql`SELECT id FROM ${a} WHERE workspace_no = ${ctx.workspace.no} AND connection_id = ${connectionId}`
  const free = sql`SELECT id FROM ${b} WHERE workspace_no = ${ctx.workspace.no} AND try_at IS NOT NULL AND ad_account_id IN (${mine})
    ${ctx.dialect.forUpdateSkipLocked}`
  await ctx.db
    .update(b)
    .set({ tryAt: ctx.services.wallNow() })
    .where(and(eq(b.workspaceNo, ctx.workspace.no), sql`${b.id} IN (${free})`))
}
