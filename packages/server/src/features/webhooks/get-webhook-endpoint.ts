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

/** On the record: whoever has it can make what looks like ours. */
export async function getWebhookEndpointSecret(ctx: Ctx, input: { id: string }): Promise<WebhookSecret> {
  const row = await need(ctx, input.id)
  ctx.emit({ type: 'webhook_endpoint.secret_revealed', subjectId: row.id, data: presentEndpoint(row) })
  return { secret: openSecret({ keyRing: ctx.services.keyRing, workspaceId: ctx.workspace.id }, row) }
}
