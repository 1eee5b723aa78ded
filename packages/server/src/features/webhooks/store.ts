import { and, asc, desc, eq, gt, gte, inArray, isNotNull, lt, ne, notExists, or, type SQL, sql } from 'drizzle-orm'
import type { Ctx, Services } from '../../context.ts'
import { type Hearer, OWN_CONFIGURATION, TEST_EVENT, typesOf } from './hears.ts'

type Tables = Services['engine']['tables']
type EventRow = Tables['events']['$inferSelect']
export type NumberedEventRow = Omit<EventRow, 'sequence' | 'data'> & { sequence: number; data: Record<string, unknown> }
export type EndpointRow = Tables['webhookEndpoints']['$inferSelect']
export type DeliveryRow = Tables['deliveries']['$inferSelect']
export type AttemptRow = Tables['deliveryAttempts']['$inferSelect']
export type ReplayRow = Tables['replays']['$inferSelect']
export type DeliveryStatus = DeliveryRow['status']

const MAX_ATTEMPTS_SHOWN = 100

/** `isNotNull(sequence)` stands in every query that ends here, and `data` is what a verb emitted: an object. */
export const asNumbered = (row: EventRow): NumberedEventRow => row as NumberedEventRow

export interface EventQuery {
  /** Types, families such as `spark_code.*`, or `*`. */
  type?: readonly string[] | undefined
  subjectId?: string | undefined
  actorId?: string | undefined
  since?: number | undefined
  until?: number | undefined
  /** What this endpoint should have taken and did not. */
  undeliveredTo?: Hearer | undefined
  afterSequence: number
  limit: number
}

/** {@link hears} as SQL. */
export function heardBy({ events }: Pick<Tables, 'events'>, endpoint: Hearer): SQL | undefined {
  return and(
    inArray(events.type, typesOf(endpoint.events)),
    or(ne(events.subjectId, endpoint.id), sql`${events.type} NOT IN ${[...OWN_CONFIGURATION]}`),
    or(eq(events.subjectId, endpoint.id), ne(events.type, TEST_EVENT)),
  )
}

/** Whether the endpoint has not taken the event. */
export function missedBy({ db, tables: { events, deliveries } }: Pick<Ctx, 'db' | 'tables'>, endpoint: Hearer): SQL {
  return notExists(
    db
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(
        and(
          eq(deliveries.workspaceNo, events.workspaceNo),
          eq(deliveries.endpointId, endpoint.id),
          eq(deliveries.eventId, events.id),
          eq(deliveries.status, 'succeeded'),
        ),
      ),
  )
}

export async function findEvents(ctx: Ctx, query: EventQuery): Promise<NumberedEventRow[]> {
  const { type, subjectId, actorId, since, until, undeliveredTo, afterSequence, limit } = query
  const { events } = ctx.tables
  const conditions: (SQL | undefined)[] = [
    eq(events.workspaceNo, ctx.workspace.no),
    isNotNull(events.sequence),
    gt(events.sequence, afterSequence),
    type && inArray(events.type, typesOf(type)),
    subjectId === undefined ? undefined : eq(events.subjectId, subjectId),
    actorId === undefined ? undefined : sql`${events.actor} ->> 'id' = ${actorId}`,
    since === undefined ? undefined : gte(events.occurredAt, since),
    until === undefined ? undefined : lt(events.occurredAt, until),
    undeliveredTo && heardBy(ctx.tables, undeliveredTo),
    undeliveredTo && missedBy(ctx, undeliveredTo),
  ]
  const rows = await ctx.db
    .select()
    .from(events)
    .where(and(...conditions))
    .orderBy(asc(events.sequence))
    .limit(limit)
  return rows.map(asNumbered)
}

export async function findEvent({ db, tables: { events }, workspace }: Ctx, id: string): Promise<NumberedEventRow | undefined> {
  const [row] = await db
    .select()
    .from(events)
    .where(and(eq(events.workspaceNo, workspace.no), eq(events.id, id), isNotNull(events.sequence)))
  return row && asNumbered(row)
}

/** The highest number given so far. */
export async function findLastSequence({ db, tables: { events }, workspace }: Ctx): Promise<number> {
  const [row] = await db
    .select({ sequence: events.sequence })
    .from(events)
    .where(and(eq(events.workspaceNo, workspace.no), isNotNull(events.sequence)))
    .orderBy(desc(events.sequence))
    .limit(1)
  return row?.sequence ?? 0
}

export async function countEndpoints({ db, tables: { webhookEndpoints }, workspace }: Ctx): Promise<number> {
  return db.$count(webhookEndpoints, eq(webhookEndpoints.workspaceNo, workspace.no))
}

export async function insertEndpoint({ db, tables }: Ctx, row: EndpointRow): Promise<void> {
  await db.insert(tables.webhookEndpoints).values(row)
}

export async function findEndpoint({ db, tables: { webhookEndpoints }, workspace }: Ctx, id: string): Promise<EndpointRow | undefined> {
  const [row] = await db
    .select()
    .from(webhookEndpoints)
    .where(and(eq(webhookEndpoints.workspaceNo, workspace.no), eq(webhookEndpoints.id, id)))
  return row
}

/** The endpoint, which nobody else changes until this transaction ends. */
export async function lockEndpoint(ctx: Ctx, id: string): Promise<EndpointRow | undefined> {
  const { webhookEndpoints } = ctx.tables
  await ctx.dialect.all(
    ctx.db,
    sql`SELECT id FROM ${webhookEndpoints} WHERE workspace_no = ${ctx.workspace.no} AND id = ${id} ${ctx.dialect.forUpdate}`,
  )
  return findEndpoint(ctx, id)
}

export async function findEndpoints(ctx: Ctx, page: { afterId: string | null; limit: number }): Promise<EndpointRow[]> {
  const { webhookEndpoints } = ctx.tables
  return ctx.db
    .select()
    .from(webhookEndpoints)
    .where(
      and(eq(webhookEndpoints.workspaceNo, ctx.workspace.no), page.afterId === null ? undefined : gt(webhookEndpoints.id, page.afterId)),
    )
    .orderBy(asc(webhookEndpoints.id))
    .limit(page.limit)
}

export async function updateEndpoint(ctx: Ctx, id: string, set: Partial<EndpointRow>): Promise<EndpointRow | undefined> {
  const { webhookEndpoints } = ctx.tables
  const [row] = await ctx.db
    .update(webhookEndpoints)
    .set(set)
    .where(and(eq(webhookEndpoints.workspaceNo, ctx.workspace.no), eq(webhookEndpoints.id, id)))
    .returning()
  return row
}

/** Gives nothing when it is disabled already, so that one of two processes announces it. */
export async function disableEnabledEndpoint(ctx: Ctx, id: string, set: Partial<EndpointRow>): Promise<EndpointRow | undefined> {
  const { webhookEndpoints } = ctx.tables
  const [row] = await ctx.db
    .update(webhookEndpoints)
    .set({ ...set, status: 'disabled' })
    .where(and(eq(webhookEndpoints.workspaceNo, ctx.workspace.no), eq(webhookEndpoints.id, id), eq(webhookEndpoints.status, 'enabled')))
    .returning()
  return row
}

export async function deleteEndpoint({ db, tables: { webhookEndpoints }, workspace }: Ctx, id: string): Promise<EndpointRow | undefined> {
  const [row] = await db
    .delete(webhookEndpoints)
    .where(and(eq(webhookEndpoints.workspaceNo, workspace.no), eq(webhookEndpoints.id, id)))
    .returning()
  return row
}

export async function cancelPendingDeliveries(ctx: Ctx, endpointId: string): Promise<void> {
  const { deliveries } = ctx.tables
  await ctx.db
    .update(deliveries)
    .set({ status: 'cancelled', nextAttemptAt: null, settledAt: ctx.services.wallNow() })
    .where(and(eq(deliveries.workspaceNo, ctx.workspace.no), eq(deliveries.endpointId, endpointId), eq(deliveries.status, 'pending')))
}

export interface DeliveryQuery {
  endpointId?: string | undefined
  eventId?: string | undefined
  status?: DeliveryStatus | undefined
  beforeId: string | null
  limit: number
}

export async function findDeliveries({ db, tables: { deliveries }, workspace }: Ctx, query: DeliveryQuery): Promise<DeliveryRow[]> {
  const { endpointId, eventId, status, beforeId, limit } = query
  const conditions: (SQL | undefined)[] = [
    eq(deliveries.workspaceNo, workspace.no),
    endpointId === undefined ? undefined : eq(deliveries.endpointId, endpointId),
    eventId === undefined ? undefined : eq(deliveries.eventId, eventId),
    status && eq(deliveries.status, status),
    beforeId === null ? undefined : lt(deliveries.id, beforeId),
  ]
  return db
    .select()
    .from(deliveries)
    .where(and(...conditions))
    .orderBy(desc(deliveries.id))
    .limit(limit)
}

export async function findDelivery({ db, tables: { deliveries }, workspace }: Ctx, id: string): Promise<DeliveryRow | undefined> {
  const [row] = await db
    .select()
    .from(deliveries)
    .where(and(eq(deliveries.workspaceNo, workspace.no), eq(deliveries.id, id)))
  return row
}

/** The newest attempts, oldest first. */
export async function findAttempts({ db, tables: { deliveryAttempts }, workspace }: Ctx, deliveryId: string): Promise<AttemptRow[]> {
  const newest = await db
    .select()
    .from(deliveryAttempts)
    .where(and(eq(deliveryAttempts.workspaceNo, workspace.no), eq(deliveryAttempts.deliveryId, deliveryId)))
    .orderBy(desc(deliveryAttempts.at), desc(deliveryAttempts.id))
    .limit(MAX_ATTEMPTS_SHOWN)
  return newest.reverse()
}

export async function requeueDelivery(
  { db, tables: { deliveries }, workspace, services }: Ctx,
  id: string,
): Promise<DeliveryRow | undefined> {
  const [row] = await db
    .update(deliveries)
    .set({ status: 'pending', nextAttemptAt: services.wallNow(), settledAt: null, priorAttempts: sql`${deliveries.attempts}` })
    .where(and(eq(deliveries.workspaceNo, workspace.no), eq(deliveries.id, id)))
    .returning()
  return row
}
