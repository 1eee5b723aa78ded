import { and, asc, type Column, eq, getTableColumns, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import type { Services, Workspace } from '../../context.ts'
import { insertRows, isOneOf, updateRows } from '../../db/rows.ts'
import { asNumbered, type DeliveryRow, type EndpointRow, type NumberedEventRow } from './store.ts'

type Engine = Services['engine']
export type Open = Pick<Engine, 'db' | 'tables' | 'dialect'>

export async function findWorkspaceByNo({ db, tables: { workspaces } }: Open, no: number): Promise<Workspace | undefined> {
  const [row] = await db.select().from(workspaces).where(eq(workspaces.no, no))
  return row
}

/** Workspaces of the oldest events without a sequence, each once, in ascending order. */
export async function findUnnumberedWorkspaces({ db, tables: { events } }: Open, limit: number): Promise<number[]> {
  const rows = await db
    .select({ workspaceNo: events.workspaceNo })
    .from(events)
    .where(isNull(events.sequence))
    .orderBy(asc(events.position))
    .limit(limit)
  return [...new Set(rows.map(row => row.workspaceNo))].sort((a, b) => a - b)
}

export interface UnnumberedEvent {
  position: number
  workspaceNo: number
  id: string
  type: string
  subjectId: string
}

export async function findUnnumberedEvents(
  { db, tables: { events } }: Open,
  workspaceNos: number[],
  limit: number,
): Promise<UnnumberedEvent[]> {
  const { position, workspaceNo, id, type, subjectId } = events
  return db
    .select({ position, workspaceNo, id, type, subjectId })
    .from(events)
    .where(and(isNull(events.sequence), inArray(workspaceNo, workspaceNos)))
    .orderBy(asc(position))
    .limit(limit)
}

export async function findLastSequences({ db, tables: { workspaces } }: Open, workspaceNos: number[]): Promise<Map<number, number>> {
  const rows = await db
    .select({ no: workspaces.no, lastSequence: workspaces.lastSequence })
    .from(workspaces)
    .where(inArray(workspaces.no, workspaceNos))
  return new Map(rows.map(row => [row.no, row.lastSequence]))
}

export type Listener = Pick<EndpointRow, 'workspaceNo' | 'id' | 'events'>

export async function findListeners({ db, tables: { webhookEndpoints } }: Open, workspaceNos: number[]): Promise<Listener[]> {
  const { workspaceNo, id, events, status } = webhookEndpoints
  return db
    .select({ workspaceNo, id, events })
    .from(webhookEndpoints)
    .where(and(inArray(workspaceNo, workspaceNos), eq(status, 'enabled')))
}

export interface Numbering {
  events: { workspaceNo: number; position: number; sequence: number }[]
  workspaces: { no: number; lastSequence: number }[]
  deliveries: DeliveryRow[]
}

export async function saveNumbering(open: Open, { events, workspaces, deliveries }: Numbering): Promise<void> {
  await updateRows(open, open.tables.events, { by: ['workspaceNo', 'position'], rows: events })
  await updateRows(open, open.tables.workspaces, { by: ['no'], rows: workspaces })
  await insertRows(open, open.tables.deliveries, {
    rows: deliveries,
    conflict: sql`ON CONFLICT (workspace_no, event_id, endpoint_id) DO NOTHING`,
  })
}

export interface DueLane {
  endpointId: string
  due: number
}

/** Endpoints with something due, the longest waiting first. Steps from endpoint to endpoint, however much each has waiting. */
export async function findDueLanes({ db, dialect }: Open, now: number, limit: number): Promise<DueLane[]> {
  return dialect.all<DueLane>(
    db,
    sql`WITH RECURSIVE lane(endpoint_id) AS (
      SELECT (SELECT endpoint_id FROM deliveries WHERE next_attempt_at IS NOT NULL ORDER BY endpoint_id LIMIT 1)
      UNION ALL
      SELECT (SELECT d.endpoint_id FROM deliveries d WHERE d.next_attempt_at IS NOT NULL AND d.endpoint_id > lane.endpoint_id ORDER BY d.endpoint_id LIMIT 1)
      FROM lane WHERE lane.endpoint_id IS NOT NULL
    ), lanes AS (
      SELECT endpoint_id, (
        SELECT d.next_attempt_at FROM deliveries d WHERE d.endpoint_id = lane.endpoint_id AND d.next_attempt_at IS NOT NULL ORDER BY d.next_attempt_at LIMIT 1
      ) AS due FROM lane WHERE endpoint_id IS NOT NULL
    )
    SELECT endpoint_id AS "endpointId", due FROM lanes WHERE due <= ${now} ORDER BY due LIMIT ${limit}`,
  )
}

export interface Claimed {
  workspaceNo: number
  id: string
  endpointId: string
  eventId: string
  attempts: number
  priorAttempts: number
}

export interface Claim {
  endpointId: string
  limit: number
  now: number
  /** Wall time until which the rows are ours; it is also the mark by which an answer finds them again. */
  leaseUntil: number
}

export async function claimLane({ db, dialect }: Open, { endpointId, limit, now, leaseUntil }: Claim): Promise<Claimed[]> {
  const rows = await dialect.all<Claimed>(
    db,
    sql`WITH picked AS MATERIALIZED (
      SELECT workspace_no, id FROM deliveries
      WHERE endpoint_id = ${endpointId} AND next_attempt_at <= ${now}
      ORDER BY next_attempt_at, id LIMIT ${limit} ${dialect.forUpdateSkipLocked}
    )
    UPDATE deliveries SET next_attempt_at = ${leaseUntil} FROM picked
    WHERE deliveries.workspace_no = picked.workspace_no AND deliveries.id = picked.id
    RETURNING deliveries.workspace_no AS "workspaceNo", deliveries.id AS id, endpoint_id AS "endpointId", event_id AS "eventId", attempts,
      prior_attempts AS "priorAttempts"`,
  )
  return rows.sort((a, b) => (a.id < b.id ? -1 : 1))
}

export interface RateLimit {
  workspaceNo: number
  id: string
  ratePerSecond: number | null
  rateNextAt: number | null
}

/** The limited endpoints among these, locked, so that two processes do not hand out the same slots. */
export async function lockLimits({ db, tables: { webhookEndpoints: e }, dialect }: Open, ids: readonly string[]): Promise<RateLimit[]> {
  const limited = and(isOneOf({ dialect }, e.id, ids), isNotNull(e.ratePerSecond))
  const found = await db.select({ id: e.id }).from(e).where(limited).limit(1)
  if (found.length === 0) return []
  await dialect.all(db, sql`SELECT id FROM ${e} WHERE ${limited} ORDER BY id ${dialect.forUpdate}`)
  return db
    .select({ workspaceNo: e.workspaceNo, id: e.id, ratePerSecond: e.ratePerSecond, rateNextAt: e.rateNextAt })
    .from(e)
    .where(limited)
}

export async function saveLimits(open: Open, limits: readonly Pick<RateLimit, 'workspaceNo' | 'id' | 'rateNextAt'>[]): Promise<void> {
  await updateRows(open, open.tables.webhookEndpoints, { by: ['workspaceNo', 'id'], rows: limits })
}

/** (workspace, id) pairs as rows to join with: SQLite searches an index by both columns then, which it does not for a row value IN. */
export function wantedRows(dialect: Open['dialect'], pairs: readonly (readonly [number, string])[]) {
  const unique = new Map(pairs.map(pair => [pair.join(), pair]))
  return dialect.jsonRows(JSON.stringify([...unique.values()]))
}

export const isWanted = (table: { workspaceNo: Column; id: Column }) =>
  sql`${table.workspaceNo} = CAST(j.value ->> 0 AS bigint) AND ${table.id} = j.value ->> 1`

export async function findClaimedEvents(
  { db, tables: { events }, dialect }: Open,
  claimed: readonly Claimed[],
): Promise<NumberedEventRow[]> {
  const wanted = wantedRows(
    dialect,
    claimed.map(row => [row.workspaceNo, row.eventId]),
  )
  const rows = await db.select(getTableColumns(events)).from(events).innerJoin(wanted, isWanted(events))
  return rows.map(asNumbered)
}

export type Target = Pick<
  EndpointRow,
  'workspaceNo' | 'id' | 'url' | 'secretSealed' | 'oldSecrets' | 'headersSealed' | 'payload' | 'includeCodes'
> & { workspaceId: string }

/** The enabled endpoints among those claimed for. */
export async function findTargets({ db, tables, dialect }: Open, claimed: readonly Claimed[]): Promise<Target[]> {
  const { webhookEndpoints: endpoints, workspaces } = tables
  const wanted = wantedRows(
    dialect,
    claimed.map(row => [row.workspaceNo, row.endpointId]),
  )
  const { workspaceNo, id, url, secretSealed, oldSecrets, headersSealed, payload, includeCodes } = endpoints
  return db
    .select({ workspaceNo, id, url, secretSealed, oldSecrets, headersSealed, payload, includeCodes, workspaceId: workspaces.id })
    .from(endpoints)
    .innerJoin(wanted, isWanted(endpoints))
    .innerJoin(workspaces, eq(workspaces.no, endpoints.workspaceNo))
    .where(eq(endpoints.status, 'enabled'))
}
