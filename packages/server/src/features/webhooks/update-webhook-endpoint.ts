import { streakOnProbation } from '@sparkkit/core'
import type { Ctx } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { assertMayReveal, type Granted } from './create-webhook-endpoint.ts'
import { MAX_HEADERS, openHeaders, patchHeaders, sealHeaders } from './custom-headers.ts'
import type { UpdateWebhookEndpointInput, WebhookEndpoint } from './endpoint-schemas.ts'
import { presentEndpoint } from './present.ts'
import { cancelPendingDeliveries, type EndpointRow, lockEndpoint, updateEndpoint } from './store.ts'

function statusChange(ctx: Ctx, row: EndpointRow, status: EndpointRow['status']): Partial<EndpointRow> {
  if (status === row.status) return {}
  if (status === 'disabled') return { status, disabledReason: 'requested' }
  return { status, disabledReason: null, streak: streakOnProbation(row.streak, ctx.services.wallNow()) }
}

function headerChange(ctx: Ctx, row: EndpointRow, patch: UpdateWebhookEndpointInput): Partial<EndpointRow> {
  const { url, headers } = patch
  if (headers === undefined) {
    // They may hold a secret that is meant for the old receiver alone.
    if (url !== undefined && row.headersSealed !== null && new URL(url).origin !== new URL(row.url).origin) {
      throw new Problem('conflict', 'The URL has another origin: send `headers` along, or null to drop them.')
    }
    return {}
  }
  const sealer = { keyRing: ctx.services.keyRing, workspaceId: ctx.workspace.id }
  const merged = patchHeaders(openHeaders(sealer, row), headers)
  if (Object.keys(merged).length > MAX_HEADERS) throw new Problem('conflict', `An endpoint can have ${MAX_HEADERS} custom headers.`)
  return sealHeaders(sealer, row.id, merged)
}

function changes(ctx: Ctx, row: EndpointRow, patch: UpdateWebhookEndpointInput): Partial<EndpointRow> {
  const { url, description, events, status, payload, includeCodes, ratePerSecond } = patch
  return {
    ...(url !== undefined && { url }),
    ...(description !== undefined && { description }),
    ...(events !== undefined && { events }),
    ...(payload !== undefined && { payload }),
    ...(includeCodes !== undefined && { includeCodes }),
    ...(ratePerSecond !== undefined && { ratePerSecond, rateNextAt: null }),
    ...headerChange(ctx, row, patch),
    ...(status !== undefined && statusChange(ctx, row, status)),
  }
}

/** The fields that differ, as they were. */
function changedFields(before: WebhookEndpoint, after: WebhookEndpoint): Record<string, unknown> {
  const entries = Object.entries(before).filter(
    ([key, value]) => key !== 'updatedAt' && JSON.stringify(value) !== JSON.stringify(after[key as keyof WebhookEndpoint]),
  )
  return Object.fromEntries(entries)
}

interface Input extends Granted {
  readonly id: string
  readonly patch: UpdateWebhookEndpointInput
}

/** JSON Merge Patch. A disabled endpoint gets nothing, so what waits for it is cancelled. */
export async function updateWebhookEndpoint(ctx: Ctx, input: Input): Promise<WebhookEndpoint> {
  const { id, patch } = input
  if (patch.url !== undefined) ctx.services.fetch.assertUrlAllowed(patch.url)
  const row = await lockEndpoint(ctx, id)
  if (!row) throw new Problem('not_found')
  const willReveal = patch.includeCodes ?? row.includeCodes
  if (willReveal && (patch.includeCodes !== undefined || patch.url !== undefined)) assertMayReveal(input)
  const changed = await updateEndpoint(ctx, id, { ...changes(ctx, row, patch), updatedAt: ctx.services.wallNow() })
  if (!changed) throw new Problem('not_found')
  if (patch.status === 'disabled') await cancelPendingDeliveries(ctx, id)
  const after = presentEndpoint(changed)
  const previous = changedFields(presentEndpoint(row), after)
  const headersChanged = row.headersSealed !== changed.headersSealed
  if (Object.keys(previous).length > 0 || headersChanged) {
    ctx.emit({ type: 'webhook_endpoint.updated', subjectId: id, data: after, previous })
  }
  return after
}
