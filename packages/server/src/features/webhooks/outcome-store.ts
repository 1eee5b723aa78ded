import { sql } from 'drizzle-orm'
import { insertRows } from '../../db/rows.ts'
import type { Open } from './queue-store.ts'
import type { AttemptRow, DeliveryRow } from './store.ts'

/** What becomes of a claimed delivery; without an attempt it was cancelled or given back. */
export interface Outcome {
  workspaceNo: number
  id: string
  endpointId: string
  leaseUntil: number
  status: DeliveryRow['status']
  attempts: number
  nextAttemptAt: number | null
  settledAt: number | null
  attempt: Omit<AttemptRow, 'workspaceNo' | 'deliveryId'> | null
}

/** Only rows still under our lease are changed; one that was cancelled or sent again meanwhile keeps its new state. */
export async function saveOutcomes(open: Open, outcomes: readonly Outcome[]): Promise<void> {
  const rows = outcomes.map(({ attempt, ...row }) => [
    row.workspaceNo,
    row.id,
    row.leaseUntil,
    row.status,
    row.attempts,
    row.nextAttemptAt,
    row.settledAt,
    attempt ? 1 : 0,
    attempt?.statusCode ?? null,
    attempt?.error ?? null,
  ])
  if (rows.length === 0) return
  const int = (index: number) => sql`CAST(j.value ->> ${sql.raw(String(index))} AS bigint)`
  const text = (index: number) => sql`j.value ->> ${sql.raw(String(index))}`
  await open.dialect.all(
    open.db,
    sql`UPDATE deliveries SET
      status = ${text(3)}, attempts = ${int(4)}, next_attempt_at = ${int(5)}, settled_at = ${int(6)},
      last_status_code = CASE WHEN ${int(7)} = 1 THEN ${int(8)} ELSE last_status_code END,
      last_error = CASE WHEN ${int(7)} = 1 THEN ${text(9)} ELSE last_error END
    FROM ${open.dialect.jsonRows(JSON.stringify(rows))}
    WHERE deliveries.workspace_no = ${int(0)} AND deliveries.id = ${text(1)} AND deliveries.next_attempt_at = ${int(2)}`,
  )
  const attempts = outcomes.flatMap(({ workspaceNo, id, attempt }) => (attempt ? [{ workspaceNo, deliveryId: id, ...attempt }] : []))
  await insertRows(open, open.tables.deliveryAttempts, attempts)
}
