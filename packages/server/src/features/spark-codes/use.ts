import type { Ctx } from '../../context.ts'
import { loadSparkUnit, toSparkCode } from '../spark-requests/index.ts'
import type { MarkUsedInput, SparkCode } from './contract.ts'
import { loadCode } from './read.ts'
import { saveUse } from './store.ts'

/** Notes that a code was used in an ad. The first use is kept; telling it again changes nothing. */
export async function markSparkCodeUsed(ctx: Ctx, { id, input }: { id: string; input: MarkUsedInput }): Promise<SparkCode> {
  const { contentId } = await loadCode(ctx, id)
  await loadSparkUnit(ctx, contentId)
  const code = await loadCode(ctx, id)
  if (code.usedAt !== null) return toSparkCode(code)
  const used = {
    ...code,
    usedAt: ctx.now,
    usedAdId: input.adId ?? null,
    usedAdAccountId: input.adAccountId ?? null,
    updatedAt: ctx.now,
  }
  await saveUse(ctx, used)
  ctx.emit({
    type: 'spark_code.used',
    subjectId: id,
    data: toSparkCode(used),
    previous: { usedAt: null, usedAdId: null, usedAdAccountId: null },
  })
  return toSparkCode(used)
}
