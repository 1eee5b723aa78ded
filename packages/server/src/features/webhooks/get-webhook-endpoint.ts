import type { Ctx } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { presentEndpoint } from './present.ts'
import type { WebhookEndpoint, WebhookSecret } from './schemas.ts'
import { type EndpointRow, findEndpoint } from './store.ts'

async function need(ctx: Ctx, id: string): Promise<EndpointRow> {
  const row = await findEndpoint(ctx, id)
  if (!row) throw new Problem('not_found')
  return row
}

export const getWebhookEndpoint = async (ctx: Ctx, input: { id: string }): Promise<WebhookEndpoint> =>
  presentEndpoint(await need(ctx, input.id))

export async function getWebhookEndpointSecret(ctx: Ctx, input: { id: string }): Promise<WebhookSecret> {
  const { id, secretSealed } = await need(ctx, input.id)
  const { keyRing } = ctx.services
  return { secret: keyRing.open(secretSealed, { workspaceId: ctx.workspace.id, rowId: id, purpose: 'webhook_secret' }) }
}
