import { and, asc, desc, eq, inArray, isNull, lt, type SQL, sql } from 'drizzle-orm'
import type { Ctx } from '../../context.ts'
import { insertRows, updateRows } from '../../db/rows.ts'
import type { Tables } from '../../db/schema.ts'
import type { ListCoverageQuery, ListFlightsQuery } from './contract.ts'

export type FlightRow = Tables['flights']['$inferSelect']
export type CoveragePosition = readonly [gapFrom: number, id: string]

export interface UncoveredFlight {
  flight: FlightRow
  /** Where its first gap begins, or would have begun had the flight not started already. */
  gapFrom: number
}

const filtered = (ctx: Ctx, query: { contentId?: string | undefined; adAccountId?: string | undefined }): (SQL | undefined)[] => {
  const { flights: f } = ctx.tables
  return [
    eq(f.workspaceNo, ctx.workspace.no),
    query.contentId === undefined ? undefined : eq(f.contentId, query.contentId),
    query.adAccountId === undefined ? undefined : eq(f.adAccountId, query.adAccountId),
  ]
}

export const insertFlights = (ctx: Ctx, rows: readonly FlightRow[]): Promise<void> => insertRows(ctx, ctx.tables.flights, rows)

export const updateFlightRow = (ctx: Ctx, row: FlightRow): Promise<void> =>
  updateRows(ctx, ctx.tables.flights, { by: ['workspaceNo', 'id'], rows: [row] })

export async function findFlight(ctx: Ctx, id: string): Promise<FlightRow | undefined> {
  const { flights: f } = ctx.tables
  const [row] = await ctx.db
    .select()
    .from(f)
    .where(and(eq(f.workspaceNo, ctx.workspace.no), eq(f.id, id)))
  return row
}

/** False when there was none. */
export async function deleteFlightRow(ctx: Ctx, id: string): Promise<boolean> {
  const { flights: f, flightGaps: g } = ctx.tables
  await ctx.db.delete(g).where(and(eq(g.workspaceNo, ctx.workspace.no), eq(g.flightId, id)))
  const deleted = await ctx.db
    .delete(f)
    .where(and(eq(f.workspaceNo, ctx.workspace.no), eq(f.id, id)))
    .returning({ id: f.id })
  return deleted.length > 0
}

/** Newest first; one more than the page holds. */
export async function findFlightPage(ctx: Ctx, query: ListFlightsQuery, after: string | undefined): Promise<FlightRow[]> {
  const { flights: f } = ctx.tables
  return ctx.db
    .select()
    .from(f)
    .where(and(...filtered(ctx, query), after === undefined ? undefined : lt(f.id, after)))
    .orderBy(desc(f.id))
    .limit(query.limit + 1)
}

/** Flights of some posts that are not over, soonest first. */
export async function findFlightsAhead(ctx: Ctx, contentIds: readonly string[]): Promise<FlightRow[]> {
  if (contentIds.length === 0) return []
  const { flights: f } = ctx.tables
  return ctx.db
    .select()
    .from(f)
    .where(and(eq(f.workspaceNo, ctx.workspace.no), inArray(f.contentId, [...contentIds]), sql`${f.endsAt} > ${ctx.now}`))
    .orderBy(asc(f.startsAt), asc(f.id))
}

/** Flights of which something lies ahead that no live code covers, by where that begins; one more than the page holds. */
export async function findUncovered(ctx: Ctx, query: ListCoverageQuery, after: CoveragePosition | undefined): Promise<UncoveredFlight[]> {
  const { flights: f, sparkCodes: c } = ctx.tables
  const left = sql`CASE WHEN ${f.startsAt} > ${ctx.now} THEN ${f.startsAt} ELSE ${ctx.now} END`
  const gapFrom = sql<number>`CASE WHEN ${c.id} IS NULL OR ${c.startsAt} > ${left} OR ${c.endsAt} <= ${left} THEN ${f.startsAt} ELSE ${c.endsAt} END`
  return ctx.db
    .select({ flight: f, gapFrom: gapFrom.mapWith(Number) })
    .from(f)
    .leftJoin(c, and(eq(c.workspaceNo, f.workspaceNo), eq(c.contentId, f.contentId), sql`${c.status} = 'live'`))
    .where(
      and(
        ...filtered(ctx, query),
        sql`${f.endsAt} > ${ctx.now}`,
        sql`(${c.id} IS NULL OR ${c.endsAt} < ${f.endsAt} OR ${c.startsAt} > ${left})`,
        after && sql`(${gapFrom} > ${after[0]} OR (${gapFrom} = ${after[0]} AND ${f.id} > ${after[1]}))`,
      ),
    )
    .orderBy(asc(gapFrom), asc(f.id))
    .limit(query.limit + 1)
}

export async function findLiveCodes(ctx: Ctx, contentIds: readonly string[]): Promise<Tables['sparkCodes']['$inferSelect'][]> {
  if (contentIds.length === 0) return []
  const { sparkCodes: c } = ctx.tables
  return ctx.db
    .select()
    .from(c)
    .where(and(eq(c.workspaceNo, ctx.workspace.no), inArray(c.contentId, [...contentIds]), sql`${c.status} = 'live'`))
}

export async function countUnusedCodes(ctx: Ctx): Promise<number> {
  const { sparkCodes: c } = ctx.tables
  return ctx.db.$count(c, and(eq(c.workspaceNo, ctx.workspace.no), sql`status = 'live'`, isNull(c.usedAt), sql`ends_at > ${ctx.now}`))
}
