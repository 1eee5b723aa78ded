import type { Ctx } from '../../context.ts'
import { type CursorContext, decodeCursor, encodeCursor } from '../../http/cursor.ts'
import { presentDelivery } from './present.ts'
import type { Delivery, ListDeliveriesQuery } from './schemas.ts'
import { findDeliveries } from './store.ts'

/** A page of deliveries, newest first. */
export async function listDeliveries(ctx: Ctx, input: ListDeliveriesQuery): Promise<{ data: Delivery[]; nextCursor: string | null }> {
  const { cursor, limit, ...filters } = input
  const context: CursorContext = { keyRing: ctx.services.keyRing, workspaceId: ctx.workspace.id, list: 'deliveries', query: filters }
  const beforeId = cursor === undefined ? null : String(decodeCursor(context, cursor)[0])
  const rows = await findDeliveries(ctx, { ...filters, beforeId, limit: limit + 1 })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { data: page.map(presentDelivery), nextCursor: rows.length > limit && last ? encodeCursor(context, [last.id]) : null }
}
