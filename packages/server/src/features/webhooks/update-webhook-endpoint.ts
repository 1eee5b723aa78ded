import type { Ctx } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { presentEndpoint } from './present.ts'
import type { UpdateWebhookEndpointInput, WebhookEndpoint } from './schemas.ts'
import { cancelPendingDeliveries, type EndpointRow, updateEndpoint } from './store.ts'

function changes({ url, description, events, status }: UpdateWebhookEndpointInput): Partial<EndpointRow> {
  return {
    ...(url !== undefined && { url }),
    ...(description !== undefined && { description }),
    ...(events !== undefined && { events }),
    ...(status !== undefined && { status, disabledReason: status === 'disabled' ? 'requested' : null }),
  }
}

/** JSON Merge Patch. A disabled endpoint gets nothing, so what waits for it is cancelled. */
export async function updateWebhookEndpoint(ctx: Ctx, input: { id: string; patch: UpdateWebhookEndpointInput }): Promise<WebhookEndpoint> {
  const { id, patch } = input
  if (patch.url !== undefined) ctx.services.fetch.assertUrlAllowed(patch.url)
  const row = await updateEndpoint(ctx, id, { ...changes(patch), updatedAt: ctx.services.wallNow() })
  if (!row) throw new Problem('not_found')
  if (patch.status === 'disabled') await cancelPendingDeliveries(ctx, id)
  return presentEndpoint(row)
}
