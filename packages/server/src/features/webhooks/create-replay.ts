import { DAY_MS, EVENT_FEED_DAYS } from '@sparkkit/core'
import type { Ctx } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { presentReplay } from './present.ts'
import type { CreateReplayInput, Replay } from './replay-schemas.ts'
import { findRunningReplay, insertReplay } from './replay-store.ts'
import { lockEndpoint, type ReplayRow } from './store.ts'

const refuse = (path: string, message: string): Problem => new Problem('invalid_request', `${path}: ${message}`, [{ path, message }])

/** Begins to send an endpoint again what happened in a range of time. */
export async function createReplay(ctx: Ctx, input: CreateReplayInput & { id: string }): Promise<Replay> {
  // A sandbox's clock may stand where its last event happened: now is part of the range.
  const { since, until = ctx.now + 1, only } = input
  const endpoint = await lockEndpoint(ctx, input.id)
  if (!endpoint) throw new Problem('not_found')
  if (since >= until) throw refuse('body.since', 'must lie before `until` and before now')
  if (since < ctx.now - EVENT_FEED_DAYS * DAY_MS)
    throw refuse('body.since', `must be at most ${EVENT_FEED_DAYS} days ago: older events may be gone`)
  if (endpoint.status === 'disabled') throw new Problem('conflict', 'The endpoint is disabled; enable it first.')
  if (await findRunningReplay(ctx, endpoint.id)) throw new Problem('conflict', 'Another replay of this endpoint is running.')
  const row: ReplayRow = {
    workspaceNo: ctx.workspace.no,
    id: ctx.services.newId('replay'),
    endpointId: endpoint.id,
    status: 'running',
    since,
    until,
    only,
    types: input.types ?? endpoint.events,
    total: null,
    queued: 0,
    position: 0,
    createdAt: ctx.services.wallNow(),
    completedAt: null,
  }
  await insertReplay(ctx, row)
  return presentReplay(row)
}
