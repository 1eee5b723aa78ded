import { and, asc, count, eq, gt, gte, inArray, isNotNull, lt, lte, type SQL, sql } from 'drizzle-orm'
import type { Ctx } from '../../context.ts'
import { insertRows } from '../../db/rows.ts'
import { typesOf } from './hears.ts'
import type { Open } from './queue-store.ts'
import { type DeliveryRow, type EndpointRow, heardBy, missedBy, type ReplayRow } from './store.ts'

export async function insertReplay({ db, tables }: Ctx, row: ReplayRow): Promise<void> {
  await db.insert(tables.replays).values(row)
}

export async function findReplay({ db, tables: { replays }, workspace }: Ctx, id: string): Promise<ReplayRow | undefined> {
  const [row] = await db
    .select()
    .from(replays)
    .where(and(eq(replays.workspaceNo, workspace.no), eq(replays.id, id)))
  return row
}

export async function findRunningReplay(ctx: Ctx, endpointId: string): Promise<ReplayRow | undefined> {
  const { replays } = ctx.tables
  const [row] = await ctx.db
    .select()
    .from(replays)
    .where(and(eq(replays.workspaceNo, ctx.workspace.no), eq(replays.endpointId, endpointId), eq(replays.status, 'running')))
  return row
}

/** Replays under way, the oldest first. */
export async function findRunningReplays({ db, tables: { replays } }: Open, limit: number): Promise<ReplayRow[]> {
  return db.select().from(replays).where(eq(replays.status, 'running')).orderBy(asc(replays.createdAt)).limit(limit)
}

/** The replay, if it still runs; nobody else goes on with it until this transaction ends. */
export async function lockRunningReplay(ctx: Ctx, id: string): Promise<ReplayRow | undefined> {
  const { replays } = ctx.tables
  await ctx.dialect.all(
    ctx.db,
    sql`SELECT id FROM ${replays} WHERE workspace_no = ${ctx.workspace.no} AND id = ${id} ${ctx.dialect.forUpdate}`,
  )
  const row = await findReplay(ctx, id)
  return row?.status === 'running' ? row : undefined
}

export async function updateReplay(ctx: Ctx, id: string, set: Partial<ReplayRow>): Promise<ReplayRow> {
  const { replays } = ctx.tables
  const [row] = await ctx.db
    .update(replays)
    .set(set)
    .where(and(eq(replays.workspaceNo, ctx.workspace.no), eq(replays.id, id)))
    .returning()
  if (!row) throw new Error(`Replay ${id} is gone.`)
  return row
}

/** Deliveries of an endpoint that are due or leased until then, counted up to `limit`. */
export async function countDue(
  { db, tables: { deliveries } }: Open,
  query: { endpointId: string; until: number; limit: number },
): Promise<number> {
  const due = await db
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(and(eq(deliveries.endpointId, query.endpointId), lte(deliveries.nextAttemptAt, query.until)))
    .limit(query.limit)
  return due.length
}

function matching(ctx: Ctx, replay: ReplayRow, endpoint: EndpointRow): SQL | undefined {
  const { events } = ctx.tables
  return and(
    eq(events.workspaceNo, ctx.workspace.no),
    isNotNull(events.sequence),
    gt(events.sequence, replay.position),
    gte(events.occurredAt, replay.since),
    lt(events.occurredAt, replay.until),
    heardBy(ctx.tables, endpoint),
    inArray(events.type, typesOf(replay.types)),
    replay.only === 'missing' ? missedBy(ctx, endpoint) : undefined,
  )
}

export async function countReplayed(ctx: Ctx, replay: ReplayRow, endpoint: EndpointRow): Promise<number> {
  const [row] = await ctx.db
    .select({ total: count() })
    .from(ctx.tables.events)
    .where(matching(ctx, replay, endpoint))
  return row?.total ?? 0
}

/** The next events of a replay, in order. */
export async function findReplayed(ctx: Ctx, { replay, endpoint, limit }: { replay: ReplayRow; endpoint: EndpointRow; limit: number }) {
  const { id, type, sequence } = ctx.tables.events
  return ctx.db
    .select({ id, type, sequence })
    .from(ctx.tables.events)
    .where(matching(ctx, replay, endpoint))
    .orderBy(asc(sequence))
    .limit(limit)
}

/**
 * Makes events due at an endpoint: queued anew, or again with a fresh round of tries. What is due or under way anyway is left alone.
 */
export async function queueAgain(ctx: Ctx, rows: readonly DeliveryRow[], leaseMs: number): Promise<void> {
  const now = ctx.services.wallNow()
  await insertRows(ctx, ctx.tables.deliveries, {
    rows,
    conflict: sql`ON CONFLICT (workspace_no, event_id, endpoint_id) DO UPDATE SET
      status = 'pending', next_attempt_at = excluded.next_attempt_at, settled_at = NULL, prior_attempts = deliveries.attempts
      WHERE deliveries.next_attempt_at IS NULL OR deliveries.next_attempt_at > ${now + leaseMs}`,
  })
}
