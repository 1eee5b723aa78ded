import type { Ctx } from '../../context.ts'
import { type CursorContext, decodeCursor, encodeCursor } from '../../http/cursor.ts'
import { presentEvent } from './present.ts'
import type { Event, ListEventsQuery } from './schemas.ts'
import { findEvents } from './store.ts'

/** A page of the feed, oldest first. */
export async function listEvents(ctx: Ctx, input: ListEventsQuery): Promise<{ data: Event[]; nextCursor: string | null }> {
  const { cursor, limit, afterSequence = 0, ...filters } = input
  const context: CursorContext = {
    keyRing: ctx.services.keyRing,
    workspaceId: ctx.workspace.id,
    list: 'events',
    query: { ...filters, afterSequence },
  }
  const after = cursor === undefined ? afterSequence : Number(decodeCursor(context, cursor)[0])
  const rows = await findEvents(ctx, { ...filters, afterSequence: after, limit: limit + 1 })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const nextCursor = rows.length > limit && last ? encodeCursor(context, [last.sequence]) : null
  return { data: page.map(row => presentEvent(row, ctx.workspace.id)), nextCursor }
}
