import { changedFields } from '../../changes.ts'
import type { Ctx } from '../../context.ts'
import { patchMetadata } from '../../http/schemas.ts'
import { Problem } from '../../problem.ts'
import { loadSparkUnit, saveSparkUnits, toSparkCode } from '../spark-requests/index.ts'
import type { SparkCode } from './contract.ts'
import { getSparkCode, loadCode } from './read.ts'
import { type CodeRow, findExternalCodeId, saveCodeLabels } from './store.ts'
import type { UpdateSparkCodeInput } from './update-contract.ts'

async function label(ctx: Ctx, row: CodeRow, patch: UpdateSparkCodeInput): Promise<void> {
  const owner = patch.externalId ? await findExternalCodeId(ctx, patch.externalId) : undefined
  if (owner !== undefined && owner !== row.id) throw new Problem('conflict', `The external id ${patch.externalId} belongs to ${owner}.`)
  const next: CodeRow = {
    ...row,
    externalId: patch.externalId === undefined ? row.externalId : patch.externalId,
    metadata: patchMetadata(row.metadata, patch.metadata),
    updatedAt: ctx.now,
  }
  const code = toSparkCode(next)
  const previous = changedFields(toSparkCode(row), code)
  if (!previous) return
  await saveCodeLabels(ctx, next)
  ctx.emit({ type: 'spark_code.updated', subjectId: row.id, data: code, previous })
}

/** Extends a code's window, and changes what the integrator says about it. */
export async function updateSparkCode(ctx: Ctx, { id, patch }: { id: string; patch: UpdateSparkCodeInput }): Promise<SparkCode> {
  const { contentId } = await loadCode(ctx, id)
  if (patch.externalId) await ctx.dialect.lock(ctx.db, `code-label:${ctx.workspace.no}:${patch.externalId}`)
  // Locks the post, so that nothing else decides about its codes meanwhile.
  await loadSparkUnit(ctx, contentId)
  await label(ctx, await loadCode(ctx, id), patch)
  if (patch.endsAt !== undefined) {
    const unit = await loadSparkUnit(ctx, contentId)
    unit.decide(ctx, { type: 'extend', codeId: id, endsAt: patch.endsAt })
    await saveSparkUnits(ctx, [unit])
  }
  return getSparkCode(ctx, id)
}
