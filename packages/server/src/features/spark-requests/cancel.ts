import type { Ctx } from '../../context.ts'
import { Problem } from '../../problem.ts'
import type { SparkRequest } from './contract.ts'
import { getSparkRequest } from './read.ts'
import { loadSparkUnit, saveSparkUnits } from './spark-units.ts'
import { findRequests } from './store.ts'

/** Takes a request back, for good. */
export async function cancelSparkRequest(ctx: Ctx, id: string): Promise<SparkRequest> {
  const [request] = await findRequests(ctx, [id])
  if (!request) throw new Problem('not_found')
  const unit = await loadSparkUnit(ctx, request.contentId)
  unit.decide(ctx, { type: 'cancel', requestId: id })
  await saveSparkUnits(ctx, [unit])
  return getSparkRequest(ctx, id)
}
