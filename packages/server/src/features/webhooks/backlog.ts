import { sql } from 'drizzle-orm'
import type { Services } from '../../context.ts'

/** Deliveries whose time has come and that no worker holds: how many, and since when the oldest waits. */
export async function findBacklog({ db, dialect }: Services['engine'], now: number): Promise<{ due: number; oldestDueAt: number | null }> {
  const [row] = await dialect.all<{ due: number; oldest: number | null }>(
    db,
    sql`SELECT count(*) AS due, min(next_attempt_at) AS oldest FROM deliveries WHERE next_attempt_at IS NOT NULL AND next_attempt_at <= ${now}`,
  )
  return { due: Number(row?.due ?? 0), oldestDueAt: row?.oldest ?? null }
}
