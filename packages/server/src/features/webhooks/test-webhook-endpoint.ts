import type { Ctx } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { presentEndpoint } from './present.ts'
import { findEndpoint } from './store.ts'

/** Writes an event that goes to this endpoint only. */
export async function testWebhookEndpoint(ctx: Ctx, input: { id: string }): Promise<void> {
  const row = await findEndpoint(ctx, input.id)
  if (!row) throw new Problem('not_found')
  if (row.status === 'disabled') throw new Problem('conflict', 'The endpoint is disabled; enable it first.')
  ctx.emit({ type: 'webhook_endpoint.test', subjectId: row.id, data: presentEndpoint(row) })
}
