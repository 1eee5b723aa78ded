import type { Ctx } from '../../context.ts'
import { revealCodes } from '../spark-codes/index.ts'
import { holdOpen } from './enter.ts'
import type { RevealSharedCodesInput, RevealSharedCodesResult } from './public-contract.ts'
import { findShared } from './shared-code-store.ts'

/** Shows codes in clear, each on the record. What the handoff does not show, or no longer, answers like missing. */
export async function revealSharedCodes(
  ctx: Ctx,
  { handoffId, input }: { handoffId: string; input: RevealSharedCodesInput },
): Promise<RevealSharedCodesResult> {
  const handoff = await holdOpen(ctx, handoffId, 'reveal')
  const found = new Map((await findShared(ctx, handoff.filter, input.id)).map(row => [row.code.id, row.code]))
  const revealed = revealCodes(
    ctx,
    [...new Set(input.id)].flatMap(id => found.get(id) ?? []),
  )
  return {
    results: input.id.map((id, index) => {
      const code = revealed.get(id)
      if (code !== undefined) return { index, status: 'revealed' as const, id, code }
      const problem = { code: 'not_found', detail: 'This code is no longer live, or not part of this handoff.' }
      return { index, status: 'failed' as const, id, problem }
    }),
  }
}
