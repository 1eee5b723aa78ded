import type { Ctx } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { presentEndpoint } from './present.ts'
import { cancelPendingDeliveries, deleteEndpoint } from './store.ts'

export async function deleteWebhookEndpoint(ctx: Ctx, input: { id: string }): Promise<void> {
  const row = await deleteEndpoint(ctx, input.id)
  if (!row) throw new Problem('not_found')
  await cancelPendingDeliveries(ctx, input.id)
  ctx.emit({ type: 'webhook_endpoint.deleted', subjectId: row.id, data: presentEndpoint(row) })
}
