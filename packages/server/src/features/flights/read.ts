import type { Ctx } from '../../context.ts'
import { type CursorContext, decodeCursor, encodeCursor } from '../../http/cursor.ts'
import { Problem } from '../../problem.ts'
import type { CoverageReport, Flight, ListCoverageQuery, ListFlightsQuery } from './contract.ts'
import { presentFlights } from './resource.ts'
import { countUnusedCodes, type FlightRow, findFlight, findFlightPage, findFlightsAhead, findUncovered } from './store.ts'

export async function loadFlight(ctx: Ctx, id: string): Promise<FlightRow> {
  const row = await findFlight(ctx, id)
  if (!row) throw new Problem('not_found')
  return row
}

export async function getFlight(ctx: Ctx, id: string): Promise<Flight> {
  const [flight] = await presentFlights(ctx, [await loadFlight(ctx, id)])
  if (!flight) throw new Problem('not_found')
  return flight
}

export async function listFlights(ctx: Ctx, query: ListFlightsQuery): Promise<{ data: Flight[]; nextCursor: string | null }> {
  const { cursor, limit, ...binding } = query
  const context: CursorContext = { keyRing: ctx.services.keyRing, workspaceId: ctx.workspace.id, list: 'flights', query: binding }
  const rows = await findFlightPage(ctx, query, cursor === undefined ? undefined : String(decodeCursor(context, cursor)[0]))
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { data: await presentFlights(ctx, page), nextCursor: rows.length > limit && last ? encodeCursor(context, [last.id]) : null }
}

/** What lies ahead for these posts, soonest first. */
export const findOpenFlights = async (ctx: Ctx, contentIds: readonly string[]): Promise<Flight[]> =>
  presentFlights(ctx, await findFlightsAhead(ctx, contentIds))

/** Flights that lack a code for a part of what is left of them. */
export async function listCoverage(ctx: Ctx, query: ListCoverageQuery): Promise<CoverageReport> {
  const { cursor, limit, ...binding } = query
  const context: CursorContext = { keyRing: ctx.services.keyRing, workspaceId: ctx.workspace.id, list: 'coverage', query: binding }
  const position = cursor === undefined ? undefined : decodeCursor(context, cursor)
  const rows = await findUncovered(ctx, query, position && [Number(position[0]), String(position[1])])
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    data: await presentFlights(
      ctx,
      page.map(row => row.flight),
    ),
    nextCursor: rows.length > limit && last ? encodeCursor(context, [last.gapFrom, last.flight.id]) : null,
    unusedCodes: await countUnusedCodes(ctx),
  }
}
