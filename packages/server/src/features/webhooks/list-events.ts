import type { Ctx } from '../../context.ts'
import { type CursorContext, decodeCursor, encodeCursor } from '../../http/cursor.ts'
import { Problem } from '../../problem.ts'
import { presentEvent } from './present.ts'
import type { Event, ListEventsQuery } from './schemas.ts'
import { type EndpointRow, findEndpoint, findEvents } from './store.ts'

async function needEndpoint(ctx: Ctx, id: string): Promise<EndpointRow> {
  const row = await findEndpoint(ctx, id)
  if (!row) throw new Problem('not_found')
  return row
}

/** A page of the feed, oldest first. */
export async function listEvents(ctx: Ctx, input: ListEventsQuery): Promise<{ data: Event[]; nextCursor: string | null }> {
  const { cursor, limit, afterSequence = 0, ...filters } = input
  const { undeliveredTo: endpointId, ...query } = filters
  const context: CursorContext = {
    keyRing: ctx.services.keyRing,
    workspaceId: ctx.workspace.id,
    list: 'events',
    query: { ...filters, afterSequence },
  }
  const after = cursor === undefined ? afterSequence : Number(decodeCursor(context, cursor)[0])
  const undeliveredTo = endpointId === undefined ? undefined : await needEndpoint(ctx, endpointId)
  const rows = await findEvents(ctx, { ...query, undeliveredTo, afterSequence: after, limit: limit + 1 })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const nextCursor = rows.length > limit && last ? encodeCursor(context, [last.sequence]) : null
  return { data: page.map(row => presentEvent(row, ctx.workspace.id)), nextCursor }
}
