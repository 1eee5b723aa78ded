import { endpointHealth, type Tries } from '@sparkkit/core'
import { type Ctx, type Services, transact } from '../../context.ts'
import { disableWebhookEndpoint } from './disable-webhook-endpoint.ts'
import { findStreaks } from './health-store.ts'
import type { Outcome } from './outcome-store.ts'
import { presentEndpoint } from './present.ts'
import { findWorkspaceByNo } from './queue-store.ts'
import { lockEndpoint, updateEndpoint } from './store.ts'

/** Once the first failures are on record, an endpoint that is down is written about this often. */
const WRITE_EVERY_MS = 60_000
const COUNTED_ONE_BY_ONE = 4

interface Tally {
  workspaceNo: number
  id: string
  succeeded: number
  failed: number
}

function tallies(outcomes: readonly Outcome[]): Tally[] {
  const byEndpoint = new Map<string, Tally>()
  for (const { workspaceNo, endpointId, status, attempt } of outcomes) {
    if (!attempt) continue
    const tally = byEndpoint.get(endpointId) ?? { workspaceNo, id: endpointId, succeeded: 0, failed: 0 }
    if (status === 'succeeded') tally.succeeded += 1
    else tally.failed += 1
    byEndpoint.set(endpointId, tally)
  }
  return [...byEndpoint.values()]
}

/** Carries an endpoint's streak of failures on, and says what follows from it. */
async function judge(ctx: Ctx, { id, tries }: { id: string; tries: Tries }): Promise<void> {
  const row = await lockEndpoint(ctx, id)
  if (!row || row.status === 'disabled') return
  const { streak, verdict } = endpointHealth(row.streak, tries)
  const changed = await updateEndpoint(ctx, id, { streak })
  if (!changed) return
  if (verdict === 'disable') await disableWebhookEndpoint(ctx, { id, reason: 'failing' })
  if (verdict === 'failing' || verdict === 'recovered') {
    ctx.emit({ type: `webhook_endpoint.${verdict}`, subjectId: id, data: presentEndpoint(changed) })
  }
}

/** Keeps the health of endpoints from the outcomes of their deliveries. A healthy one costs a look and no write. */
export function createHealthKeeper(services: Services) {
  const unwritten = new Map<string, number>()

  return async (outcomes: readonly Outcome[]): Promise<void> => {
    const tried = tallies(outcomes)
    if (tried.length === 0) return
    const rows = new Map((await findStreaks(services.engine, tried)).map(row => [row.id, row]))
    const at = services.wallNow()
    for (const { workspaceNo, id, succeeded, failed } of tried) {
      const streak = rows.get(id)?.streak ?? null
      if (!rows.has(id) || (succeeded > 0 && !streak)) {
        unwritten.delete(id)
        continue
      }
      const failures = failed + (unwritten.get(id) ?? 0)
      const { verdict } = endpointHealth(streak, { succeeded, failed: failures, at })
      const canWait = streak && succeeded === 0 && streak.failures >= COUNTED_ONE_BY_ONE && at - streak.lastFailedAt < WRITE_EVERY_MS
      if (canWait && verdict === 'none') {
        unwritten.set(id, failures)
        continue
      }
      unwritten.delete(id)
      const workspace = await findWorkspaceByNo(services.engine, workspaceNo)
      if (!workspace) continue
      const scope = { services, workspace, actor: { type: 'system' as const }, requestId: null }
      await transact(scope, ctx => judge(ctx, { id, tries: { succeeded, failed: failures, at } }))
    }
  }
}
