import type { Ctx } from '../../context.ts'
import { toSparkCode } from '../spark-requests/index.ts'
import { loadCode } from './read.ts'
import type { CodeRow } from './store.ts'

export const openCode = ({ services, workspace }: Pick<Ctx, 'services' | 'workspace'>, row: CodeRow): string =>
  services.keyRing.open(row.sealed, { workspaceId: workspace.id, rowId: row.id, purpose: 'spark_code' })

/** Shows a code in clear, on the record. */
export async function revealSparkCode(ctx: Ctx, id: string): Promise<{ id: string; code: string }> {
  const row = await loadCode(ctx, id)
  const code = openCode(ctx, row)
  ctx.emit({ type: 'spark_code.revealed', subjectId: id, data: toSparkCode(row) })
  return { id, code }
}
