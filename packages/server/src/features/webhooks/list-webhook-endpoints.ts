import type { Ctx } from '../../context.ts'
import { type CursorContext, decodeCursor, encodeCursor } from '../../http/cursor.ts'
import type { ListWebhookEndpointsQuery, WebhookEndpoint } from './endpoint-schemas.ts'
import { presentEndpoint } from './present.ts'
import { findEndpoints } from './store.ts'

export async function listWebhookEndpoints(
  ctx: Ctx,
  { cursor, limit }: ListWebhookEndpointsQuery,
): Promise<{ data: WebhookEndpoint[]; nextCursor: string | null }> {
  const context: CursorContext = { keyRing: ctx.services.keyRing, workspaceId: ctx.workspace.id, list: 'webhook-endpoints', query: {} }
  const afterId = cursor === undefined ? null : String(decodeCursor(context, cursor)[0])
  const rows = await findEndpoints(ctx, { afterId, limit: limit + 1 })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { data: page.map(presentEndpoint), nextCursor: rows.length > limit && last ? encodeCursor(context, [last.id]) : null }
}
