import { and, asc, eq, gt, inArray, isNotNull } from 'drizzle-orm'
import type { Open } from './queue-store.ts'

export interface AgedEvent {
  position: number
  workspaceNo: number
  id: string
  type: string
}

/** Events in the order of their writing. */
export async function findAgedEvents({ db, tables: { events } }: Open, after: number, limit: number): Promise<AgedEvent[]> {
  const { position, workspaceNo, id, type, sequence } = events
  return db
    .select({ position, workspaceNo, id, type })
    .from(events)
    .where(and(gt(position, after), isNotNull(sequence)))
    .orderBy(asc(position))
    .limit(limit)
}

/** Deletes events of one workspace, and what was delivered of them. */
export async function deleteEvents({ db, tables }: Open, workspaceNo: number, ids: string[]): Promise<void> {
  const { events, deliveries, deliveryAttempts } = tables
  const found = await db
    .select({ id: deliveries.id })
    .from(deliveries)
    .where(and(eq(deliveries.workspaceNo, workspaceNo), inArray(deliveries.eventId, ids)))
  const deliveryIds = found.map(row => row.id)
  if (deliveryIds.length > 0) {
    await db
      .delete(deliveryAttempts)
      .where(and(eq(deliveryAttempts.workspaceNo, workspaceNo), inArray(deliveryAttempts.deliveryId, deliveryIds)))
    await db.delete(deliveries).where(and(eq(deliveries.workspaceNo, workspaceNo), inArray(deliveries.id, deliveryIds)))
  }
  await db.delete(events).where(and(eq(events.workspaceNo, workspaceNo), inArray(events.id, ids)))
}
