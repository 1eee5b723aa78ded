import type { Ctx } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { presentAttempt, presentDelivery } from './present.ts'
import type { DeliveryWithAttempts } from './schemas.ts'
import { findAttempts, findDelivery } from './store.ts'

export async function getDelivery(ctx: Ctx, input: { id: string }): Promise<DeliveryWithAttempts> {
  const row = await findDelivery(ctx, input.id)
  if (!row) throw new Problem('not_found')
  const attempts = await findAttempts(ctx, row.id)
  return { ...presentDelivery(row), attempts: attempts.map(presentAttempt) }
}
