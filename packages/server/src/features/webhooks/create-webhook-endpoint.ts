import type { Ctx } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { patchHeaders, sealHeaders } from './custom-headers.ts'
import type { CreatedWebhookEndpoint, CreateWebhookEndpointInput } from './endpoint-schemas.ts'
import { presentEndpoint } from './present.ts'
import { sealSecret } from './secrets.ts'
import { newWebhookSecret } from './signature.ts'
import { countEndpoints, type EndpointRow, insertEndpoint } from './store.ts'

const MAX_ENDPOINTS = 50

/** What the caller's key may do. */
export interface Granted {
  readonly granted: readonly string[]
}

/** Whoever has codes sent somewhere sees them, so it takes the same scope. */
export function assertMayReveal({ granted }: Granted): void {
  if (!granted.includes('spark-codes:reveal')) {
    throw new Problem('insufficient_scope', 'Deliveries that include codes need the scope `spark-codes:reveal`.')
  }
}

export async function createWebhookEndpoint(ctx: Ctx, input: CreateWebhookEndpointInput & Granted): Promise<CreatedWebhookEndpoint> {
  const { services, workspace } = ctx
  services.fetch.assertUrlAllowed(input.url)
  if (input.includeCodes) assertMayReveal(input)
  if ((await countEndpoints(ctx)) >= MAX_ENDPOINTS)
    throw new Problem('conflict', `A workspace can have ${MAX_ENDPOINTS} webhook endpoints.`)
  const id = services.newId('webhookEndpoint')
  const secret = newWebhookSecret()
  const sealer = { keyRing: services.keyRing, workspaceId: workspace.id }
  const now = services.wallNow()
  const row: EndpointRow = {
    workspaceNo: workspace.no,
    id,
    url: input.url,
    description: input.description ?? null,
    events: input.events,
    status: 'enabled',
    disabledReason: null,
    payload: input.payload,
    includeCodes: input.includeCodes,
    ratePerSecond: input.ratePerSecond ?? null,
    rateNextAt: null,
    ...sealHeaders(sealer, id, patchHeaders({}, input.headers ?? {})),
    secretSealed: sealSecret(sealer, id, secret),
    oldSecrets: [],
    secretRotatedAt: null,
    streak: null,
    createdAt: now,
    updatedAt: now,
  }
  await insertEndpoint(ctx, row)
  const shown = presentEndpoint(row)
  ctx.emit({ type: 'webhook_endpoint.created', subjectId: id, data: shown })
  return { ...shown, secret }
}
