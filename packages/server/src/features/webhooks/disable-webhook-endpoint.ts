import type { Ctx } from '../../context.ts'
import { presentEndpoint } from './present.ts'
import { cancelPendingDeliveries, disableEnabledEndpoint } from './store.ts'

/** Ends deliveries to an endpoint on our own account, and says so in the log. */
export async function disableWebhookEndpoint(ctx: Ctx, input: { id: string; reason: 'gone' | 'failing' }): Promise<void> {
  const endpoint = await disableEnabledEndpoint(ctx, input.id, { disabledReason: input.reason, updatedAt: ctx.services.wallNow() })
  if (!endpoint) return
  await cancelPendingDeliveries(ctx, input.id)
  ctx.emit({
    type: 'webhook_endpoint.disabled',
    subjectId: endpoint.id,
    data: presentEndpoint(endpoint),
    previous: { status: 'enabled', disabledReason: null },
  })
}
