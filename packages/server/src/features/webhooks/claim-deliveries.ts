import type { Services } from '../../context.ts'
import { ATTEMPT_TIMEOUT_MS, type Sendable } from './attempt-delivery.ts'
import { presentEvent } from './present.ts'
import { type Claimed, claimLane, findClaimedEvents, findTargets, type Outcome, type Target } from './queue-store.ts'
import { webhookKey } from './signature.ts'

export const LEASE_MS = 2 * ATTEMPT_TIMEOUT_MS

export interface LaneRoom {
  readonly endpointId: string
  readonly room: number
}

export interface ClaimedLane {
  readonly endpointId: string
  readonly items: readonly Sendable[]
  readonly mayHaveMore: boolean
}

const keyOf = ({ keyRing }: Services, target: Target): Buffer =>
  webhookKey(keyRing.open(target.secretSealed, { workspaceId: target.workspaceId, rowId: target.id, purpose: 'webhook_secret' }))

async function take(services: Services, lanes: readonly LaneRoom[], leaseUntil: number): Promise<Claimed[][]> {
  const { engine } = services
  const now = services.wallNow()
  return engine.transaction(async db => {
    const taken: Claimed[][] = []
    for (const { endpointId, room } of lanes) {
      taken.push(await claimLane({ db, tables: engine.tables, dialect: engine.dialect }, { endpointId, limit: room, now, leaseUntil }))
    }
    return taken
  })
}

/** An endpoint that is gone or disabled, or an event that is not kept any more: there is nothing to send. */
const cancelled = (services: Services, row: Claimed, leaseUntil: number): Outcome => ({
  workspaceNo: row.workspaceNo,
  id: row.id,
  leaseUntil,
  status: 'cancelled',
  attempts: row.attempts,
  nextAttemptAt: null,
  settledAt: services.wallNow(),
  attempt: null,
})

/** Leases what is due in these lanes and loads what sending it takes. */
export async function claimDeliveries(
  services: Services,
  lanes: readonly LaneRoom[],
  onCancelled: (outcome: Outcome) => void,
): Promise<ClaimedLane[]> {
  const leaseUntil = services.wallNow() + LEASE_MS
  const taken = await take(services, lanes, leaseUntil)
  const all = taken.flat()
  if (all.length === 0) return []
  const [eventRows, targetRows] = await Promise.all([findClaimedEvents(services.engine, all), findTargets(services.engine, all)])
  const events = new Map(eventRows.map(row => [row.id, row]))
  const targets = new Map(targetRows.map(row => [row.id, row]))
  const bodies = new Map<string, string>()

  const sendable = (row: Claimed, target: Target, key: Buffer): Sendable | null => {
    const event = events.get(row.eventId)
    if (!event) return null
    const body = bodies.get(row.eventId) ?? JSON.stringify(presentEvent(event, target.workspaceId))
    bodies.set(row.eventId, body)
    return { ...row, leaseUntil, url: target.url, key, body }
  }

  return lanes.map(({ endpointId, room }, index) => {
    const rows = taken[index] ?? []
    const target = targets.get(endpointId)
    const mayHaveMore = rows.length === room
    if (!target) {
      for (const row of rows) onCancelled(cancelled(services, row, leaseUntil))
      return { endpointId, items: [], mayHaveMore }
    }
    try {
      const key = keyOf(services, target)
      const items = rows.flatMap(row => {
        const item = sendable(row, target, key)
        if (!item) onCancelled(cancelled(services, row, leaseUntil))
        return item ? [item] : []
      })
      return { endpointId, items, mayHaveMore }
    } catch (error) {
      // Not the receiver's fault: nothing is counted against it, and the lease brings the rows back.
      services.logger.error({ err: error, endpointId }, 'the secret of a webhook endpoint does not open')
      return { endpointId, items: [], mayHaveMore: false }
    }
  })
}
