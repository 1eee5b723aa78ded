import type { Ctx } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { presentEndpoint } from './present.ts'
import type { CreatedWebhookEndpoint, CreateWebhookEndpointInput } from './schemas.ts'
import { newWebhookSecret } from './signature.ts'
import { countEndpoints, type EndpointRow, insertEndpoint } from './store.ts'

const MAX_ENDPOINTS = 50

export async function createWebhookEndpoint(ctx: Ctx, input: CreateWebhookEndpointInput): Promise<CreatedWebhookEndpoint> {
  const { services, workspace } = ctx
  services.fetch.assertUrlAllowed(input.url)
  if ((await countEndpoints(ctx)) >= MAX_ENDPOINTS)
    throw new Problem('conflict', `A workspace can have ${MAX_ENDPOINTS} webhook endpoints.`)
  const id = services.newId('webhookEndpoint')
  const secret = newWebhookSecret()
  const now = services.wallNow()
  const row: EndpointRow = {
    workspaceNo: workspace.no,
    id,
    url: input.url,
    description: input.description ?? null,
    events: input.events,
    status: 'enabled',
    disabledReason: null,
    secretSealed: services.keyRing.seal(secret, { workspaceId: workspace.id, rowId: id, purpose: 'webhook_secret' }),
    createdAt: now,
    updatedAt: now,
  }
  await insertEndpoint(ctx, row)
  return { ...presentEndpoint(row), secret }
}
