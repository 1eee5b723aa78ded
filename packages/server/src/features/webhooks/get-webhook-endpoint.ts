import type { Ctx } from '../../context.ts'
import { Problem } from '../../problem.ts'
import type { WebhookEndpoint, WebhookSecret } from './endpoint-schemas.ts'
import { presentEndpoint } from './present.ts'
import { openSecret } from './secrets.ts'
import { type EndpointRow, findEndpoint } from './store.ts'

async function need(ctx: Ctx, id: string): Promise<EndpointRow> {
  const row = await findEndpoint(ctx, id)
  if (!row) throw new Problem('not_found')
  return row
}

export const getWebhookEndpoint = async (ctx: Ctx, input: { id: string }): Promise<WebhookEndpoint> =>
  presentEndpoint(await need(ctx, input.id))

export async function getWebhookEndpointSecret(ctx: Ctx, input: { id: string }): Promise<WebhookSecret> {
  const row = await need(ctx, input.id)
  return { secret: openSecret({ keyRing: ctx.services.keyRing, workspaceId: ctx.workspace.id }, row) }
}
