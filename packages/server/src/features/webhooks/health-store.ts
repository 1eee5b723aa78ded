import { and, eq } from 'drizzle-orm'
import { isWanted, type Open, wantedRows } from './queue-store.ts'
import type { EndpointRow } from './store.ts'

/** The streaks of the enabled endpoints among these. */
export async function findStreaks(
  { db, tables: { webhookEndpoints: e }, dialect }: Open,
  endpoints: readonly { workspaceNo: number; id: string }[],
): Promise<Pick<EndpointRow, 'id' | 'streak'>[]> {
  const wanted = wantedRows(
    dialect,
    endpoints.map(({ workspaceNo, id }) => [workspaceNo, id]),
  )
  return db
    .select({ id: e.id, streak: e.streak })
    .from(e)
    .innerJoin(wanted, and(isWanted(e), eq(e.status, 'enabled')))
}
