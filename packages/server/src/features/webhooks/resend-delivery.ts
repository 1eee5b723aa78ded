import type { Ctx } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { presentDelivery } from './present.ts'
import type { Delivery } from './schemas.ts'
import { findDelivery, findEndpoint, requeueDelivery } from './store.ts'

/** Makes a delivery due now, whatever became of it. */
export async function resendDelivery(ctx: Ctx, input: { id: string }): Promise<Delivery> {
  const found = await findDelivery(ctx, input.id)
  if (!found) throw new Problem('not_found')
  const endpoint = await findEndpoint(ctx, found.endpointId)
  if (endpoint?.status !== 'enabled') throw new Problem('conflict', 'The endpoint of this delivery is disabled or deleted.')
  const row = await requeueDelivery(ctx, found.id)
  if (!row) throw new Problem('not_found')
  return presentDelivery(row)
}
