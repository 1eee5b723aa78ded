import type { Ctx } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { markSparkCodeUsed } from '../spark-codes/index.ts'
import { holdOpen } from './enter.ts'
import type { MarkSharedCodeUsedInput, SharedCode } from './public-contract.ts'
import { findShared } from './shared-code-store.ts'
import { presentShared } from './view.ts'

/** Notes that a code was used in an ad. The first use is kept. */
export async function markSharedCodeUsed(
  ctx: Ctx,
  { handoffId, input: { id, ...input } }: { handoffId: string; input: MarkSharedCodeUsedInput },
): Promise<SharedCode> {
  const { filter } = await holdOpen(ctx, handoffId, 'mark_used')
  // A second one who marks it is told who was first, also where the handoff shows unused codes only.
  const { used, ...lasting } = filter
  const [before] = await findShared(ctx, lasting, [id])
  if (!before) throw new Problem('not_found', 'This code is no longer live, or not part of this handoff.')
  await markSparkCodeUsed(ctx, { id, input })
  const [code] = await presentShared(ctx, await findShared(ctx, lasting, [id]))
  if (!code) throw new Problem('not_found')
  return code
}
