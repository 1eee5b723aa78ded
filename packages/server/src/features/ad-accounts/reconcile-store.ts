import { and, asc, eq, inArray, lte, type SQL, sql } from 'drizzle-orm'
import type { Ctx } from '../../context.ts'
import type { Tables } from '../../db/schema.ts'
import type { AdAccountRow, ConnectionRow } from './store.ts'

const EVERY_MS = 6 * 3_600_000
const LEASE_MS = 10 * 60_000

/** Domain time of a workspace in SQL: its clock, or the machine's. */
const clockOf = (tables: Tables, wallNow: number): SQL => sql`COALESCE(${tables.workspaces.clockAt}, ${wallNow})`

/** A condition on a workspace: some ad account of it is due to be compared. */
export const reconcileDueIn = (tables: Tables, now: number): SQL =>
  sql`EXISTS (SELECT 1 FROM ${tables.adAccounts} AS a JOIN ${tables.connections} AS c ON c.workspace_no = a.workspace_no AND c.id = a.connection_id
    WHERE a.workspace_no = ${tables.workspaces.no} AND a.reconcile_at <= ${clockOf(tables, now)} AND a.leased_until <= ${now}
    AND a.status = 'active' AND c.status = 'active')`

/** A condition on a workspace: the ad accounts of some connection of it are due to be listed. */
export const syncDueIn = (tables: Tables, now: number): SQL =>
  sql`EXISTS (SELECT 1 FROM ${tables.connections} AS c WHERE c.workspace_no = ${tables.workspaces.no} AND c.sync_at <= ${clockOf(tables, now)})`

/** The ad account that waits longest to be compared, taken for a while. */
export async function claimAccount(ctx: Ctx): Promise<AdAccountRow | undefined> {
  const { adAccounts: a, connections: c } = ctx.tables
  await ctx.dialect.lock(ctx.db, `reconcile:${ctx.workspace.no}`)
  const wallNow = ctx.services.wallNow()
  const [found] = await ctx.db
    .select({ account: a })
    .from(a)
    .innerJoin(c, and(eq(c.workspaceNo, a.workspaceNo), eq(c.id, a.connectionId)))
    .where(
      and(
        eq(a.workspaceNo, ctx.workspace.no),
        lte(a.reconcileAt, ctx.now),
        lte(a.leasedUntil, wallNow),
        eq(a.status, 'active'),
        eq(c.status, 'active'),
      ),
    )
    .orderBy(asc(a.reconcileAt), asc(a.id))
    .limit(1)
  if (!found) return undefined
  await ctx.db
    .update(a)
    .set({ leasedUntil: wallNow + LEASE_MS })
    .where(and(eq(a.workspaceNo, ctx.workspace.no), eq(a.id, found.account.id)))
  return found.account
}

/** `retryAt`: it could not be done, and is due again then (wall time). */
export async function finishReconcile(ctx: Ctx, id: string, end: { isDone: boolean; retryAt: number | null }): Promise<void> {
  const { adAccounts: a } = ctx.tables
  await ctx.db
    .update(a)
    .set({
      leasedUntil: end.retryAt ?? 0,
      ...(end.retryAt === null && { reconcileAt: ctx.now + EVERY_MS }),
      ...(end.isDone && { reconciledAt: ctx.now }),
    })
    .where(and(eq(a.workspaceNo, ctx.workspace.no), eq(a.id, id)))
}

async function findConnectionsToSync(ctx: Ctx, limit: number): Promise<ConnectionRow[]> {
  const { connections: c } = ctx.tables
  return ctx.db
    .select()
    .from(c)
    .where(and(eq(c.workspaceNo, ctx.workspace.no), lte(c.syncAt, ctx.now)))
    .orderBy(asc(c.syncAt))
    .limit(limit)
}

/** Takes connections that are due, by putting off their next turn: whoever lists them sets it anew. */
export async function claimConnections(ctx: Ctx, limit: number): Promise<ConnectionRow[]> {
  const { connections: c } = ctx.tables
  await ctx.dialect.lock(ctx.db, `sync:${ctx.workspace.no}`)
  const rows = await findConnectionsToSync(ctx, limit)
  if (rows.length === 0) return []
  await ctx.db
    .update(c)
    .set({ syncAt: ctx.now + LEASE_MS })
    .where(
      and(
        eq(c.workspaceNo, ctx.workspace.no),
        inArray(
          c.id,
          rows.map(row => row.id),
        ),
      ),
    )
  return rows
}
