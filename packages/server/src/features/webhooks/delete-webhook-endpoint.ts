import type { Ctx } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { cancelPendingDeliveries, deleteEndpoint } from './store.ts'

export async function deleteWebhookEndpoint(ctx: Ctx, input: { id: string }): Promise<void> {
  if (!(await deleteEndpoint(ctx, input.id))) throw new Problem('not_found')
  await cancelPendingDeliveries(ctx, input.id)
}
