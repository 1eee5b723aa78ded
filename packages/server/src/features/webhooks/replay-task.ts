import { type Ctx, type Services, transact } from '../../context.ts'
import type { Task } from '../../jobs/worker.ts'
import { LEASE_MS } from './claim-deliveries.ts'
import { presentReplay } from './present.ts'
import { findWorkspaceByNo } from './queue-store.ts'
import { countDue, countReplayed, findReplayed, findRunningReplays, lockRunningReplay, queueAgain, updateReplay } from './replay-store.ts'
import { type DeliveryRow, findEndpoint, type ReplayRow } from './store.ts'

const BATCH = 200
/** With more than this due or under way already the next batch waits, so that what happens now is not queued behind all of the past. */
const MAX_BACKLOG = 200
const REPLAYS_A_RUN = 20

async function finish(ctx: Ctx, id: string, status: 'completed' | 'cancelled'): Promise<void> {
  const row = await updateReplay(ctx, id, { status, completedAt: ctx.services.wallNow() })
  ctx.emit({ type: 'replay.completed', subjectId: id, data: presentReplay(row) })
}

const deliveryOf = (ctx: Ctx, replay: ReplayRow, event: { id: string; type: string }): DeliveryRow => {
  const now = ctx.services.wallNow()
  return {
    workspaceNo: replay.workspaceNo,
    id: ctx.services.newId('delivery'),
    endpointId: replay.endpointId,
    eventId: event.id,
    eventType: event.type,
    status: 'pending',
    attempts: 0,
    priorAttempts: 0,
    nextAttemptAt: now,
    lastStatusCode: null,
    lastError: null,
    createdAt: now,
    settledAt: null,
  }
}

/** Hands the next events of a replay to delivery. Gives whether it did anything. */
async function replayBatch(ctx: Ctx, id: string): Promise<boolean> {
  const replay = await lockRunningReplay(ctx, id)
  if (!replay) return false
  const endpoint = await findEndpoint(ctx, replay.endpointId)
  if (endpoint?.status !== 'enabled') {
    await finish(ctx, id, 'cancelled')
    return true
  }
  const until = ctx.services.wallNow() + LEASE_MS
  if ((await countDue(ctx, { endpointId: endpoint.id, until, limit: MAX_BACKLOG })) >= MAX_BACKLOG) return false
  const total = replay.total ?? (await countReplayed(ctx, replay, endpoint))
  const events = await findReplayed(ctx, { replay, endpoint, limit: BATCH })
  await queueAgain(
    ctx,
    events.map(event => deliveryOf(ctx, replay, event)),
    LEASE_MS,
  )
  const position = events.at(-1)?.sequence ?? replay.position
  await updateReplay(ctx, id, { total, queued: replay.queued + events.length, position })
  if (events.length < BATCH) await finish(ctx, id, 'completed')
  return true
}

async function runReplays(services: Services): Promise<{ busy: boolean }> {
  let busy = false
  for (const { id, workspaceNo } of await findRunningReplays(services.engine, REPLAYS_A_RUN)) {
    const workspace = await findWorkspaceByNo(services.engine, workspaceNo)
    if (!workspace) continue
    const scope = { services, workspace, actor: { type: 'system' as const }, requestId: null }
    busy = (await transact(scope, ctx => replayBatch(ctx, id))) || busy
  }
  return { busy }
}

export const replayTask: Task = { name: 'replay', run: runReplays, wakes: ['deliver', 'dispatch'] }
