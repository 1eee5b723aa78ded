import type { Ctx } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { toSparkCode } from '../spark-requests/index.ts'
import { loadCode } from './read.ts'
import type { CodeRow } from './store.ts'

/** The codes of somebody who was erased are destroyed: their rows hold something else. */
export const isDestroyed = ({ masked }: CodeRow): boolean => masked === ''

export function openCode({ services, workspace }: Pick<Ctx, 'services' | 'workspace'>, row: CodeRow): string {
  if (isDestroyed(row)) throw new Problem('creator_erased')
  return services.keyRing.open(row.sealed, { workspaceId: workspace.id, rowId: row.id, purpose: 'spark_code' })
}

/** Shows codes in clear by their id, each on the record. */
export function revealCodes(ctx: Ctx, rows: readonly CodeRow[]): Map<string, string> {
  for (const row of rows) ctx.emit({ type: 'spark_code.revealed', subjectId: row.id, data: toSparkCode(row) })
  return new Map(rows.map(row => [row.id, openCode(ctx, row)]))
}

/** Shows a code in clear, on the record. */
export async function revealSparkCode(ctx: Ctx, id: string): Promise<{ id: string; code: string }> {
  const code = revealCodes(ctx, [await loadCode(ctx, id)]).get(id)
  if (code === undefined) throw new Problem('not_found')
  return { id, code }
}
