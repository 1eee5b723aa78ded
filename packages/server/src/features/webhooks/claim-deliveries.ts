import type { Services } from '../../context.ts'
import { openSparkCodes } from '../spark-codes/index.ts'
import { ATTEMPT_TIMEOUT_MS, type Sendable } from './attempt-delivery.ts'
import { carriesCode, createBodies } from './bodies.ts'
import { openHeaders } from './custom-headers.ts'
import type { Outcome } from './outcome-store.ts'
import {
  type Claimed,
  claimLane,
  findClaimedEvents,
  findTargets,
  lockLimits,
  type Open,
  type RateLimit,
  saveLimits,
  type Target,
} from './queue-store.ts'
import { takeSlots } from './rate-slots.ts'
import { signingKeys } from './secrets.ts'

export const LEASE_MS = 2 * ATTEMPT_TIMEOUT_MS
/** A limited endpoint is looked at again when so much of what was claimed for it is left. */
const REFILL_MS = 500

export interface LaneRoom {
  readonly endpointId: string
  readonly room: number
}

export interface ClaimedLane {
  readonly endpointId: string
  readonly items: readonly Sendable[]
  readonly mayHaveMore: boolean
  /** No use in claiming more before this wall time. */
  readonly heldUntil: number
}

interface Taken {
  readonly rows: Claimed[]
  readonly sendAt: readonly number[]
  readonly heldUntil: number
  readonly mayHaveMore: boolean
  /** The next free slot of a limited endpoint, epoch microseconds. */
  readonly rateNextAt?: number
}

interface Share extends LaneRoom {
  readonly limit: RateLimit | undefined
  readonly now: number
  readonly leaseUntil: number
}

/** Claims for one lane what it has room and slots for. */
async function claimShare(open: Open, { endpointId, room, limit, now, leaseUntil }: Share): Promise<Taken> {
  const slots = limit && takeSlots(limit, room, now)
  const count = slots?.sendAt.length ?? room
  const rows = count === 0 ? [] : await claimLane(open, { endpointId, limit: count, now, leaseUntil })
  const mayHaveMore = rows.length === count
  if (!slots) return { rows, sendAt: [], mayHaveMore, heldUntil: 0 }
  // Slots that found nothing to send stay free.
  const rateNextAt = mayHaveMore ? slots.rateNextAt : (slots.sendAt[rows.length] ?? now) * 1000
  return { rows, sendAt: slots.sendAt, mayHaveMore, heldUntil: mayHaveMore ? slots.rateNextAt / 1000 - REFILL_MS : 0, rateNextAt }
}

async function take(services: Services, lanes: readonly LaneRoom[], leaseUntil: number): Promise<Taken[]> {
  const { engine } = services
  const now = services.wallNow()
  return engine.transaction(async db => {
    const open = { db, tables: engine.tables, dialect: engine.dialect }
    const ids = lanes.map(lane => lane.endpointId)
    const limits = new Map((await lockLimits(open, ids)).map(limit => [limit.id, limit]))
    const taken: Taken[] = []
    const moved: { workspaceNo: number; id: string; rateNextAt: number }[] = []
    for (const lane of lanes) {
      const limit = limits.get(lane.endpointId)
      const share = await claimShare(open, { ...lane, limit, now, leaseUntil })
      taken.push(share)
      if (limit && share.rateNextAt !== undefined && share.rows.length > 0) {
        moved.push({ workspaceNo: limit.workspaceNo, id: limit.id, rateNextAt: share.rateNextAt })
      }
    }
    await saveLimits(open, moved)
    return taken
  })
}

/** An endpoint that is gone or disabled, or an event that is not kept any more: there is nothing to send. */
const cancelled = (services: Services, row: Claimed, leaseUntil: number): Outcome => ({
  workspaceNo: row.workspaceNo,
  id: row.id,
  endpointId: row.endpointId,
  leaseUntil,
  status: 'cancelled',
  attempts: row.attempts,
  nextAttemptAt: null,
  settledAt: services.wallNow(),
  attempt: null,
})

async function load(services: Services, rows: readonly Claimed[]) {
  const [events, targets] = await Promise.all([findClaimedEvents(services.engine, rows), findTargets(services.engine, rows)])
  const revealing = new Set(targets.filter(target => target.includeCodes).map(target => target.id))
  const revealed = new Set(rows.filter(row => revealing.has(row.endpointId)).map(row => row.eventId))
  const wanted = events.filter(event => revealed.has(event.id) && carriesCode(event.type))
  const codes = wanted.length === 0 ? new Map<string, string>() : await openSparkCodes(services, wanted)
  return { bodyFor: createBodies(events, codes), targets: new Map(targets.map(row => [row.id, row])) }
}

function addressOf({ keyRing, wallNow }: Services, target: Target): Pick<Sendable, 'url' | 'keys' | 'headers'> {
  const sealer = { keyRing, workspaceId: target.workspaceId }
  return { url: target.url, keys: signingKeys(sealer, target, wallNow()), headers: openHeaders(sealer, target) }
}

/** Leases what is due in these lanes and loads what sending it takes. */
export async function claimDeliveries(
  services: Services,
  lanes: readonly LaneRoom[],
  onCancelled: (outcome: Outcome) => void,
): Promise<ClaimedLane[]> {
  const leaseUntil = services.wallNow() + LEASE_MS
  const taken = await take(services, lanes, leaseUntil)
  const all = taken.flatMap(({ rows }) => rows)
  if (all.length === 0) return []
  const { bodyFor, targets } = await load(services, all)
  const cancel = (row: Claimed): [] => {
    onCancelled(cancelled(services, row, leaseUntil))
    return []
  }

  return lanes.map(({ endpointId }, index): ClaimedLane => {
    const { rows, sendAt, heldUntil, mayHaveMore } = taken[index] ?? { rows: [], sendAt: [], heldUntil: 0, mayHaveMore: false }
    const target = targets.get(endpointId)
    if (!target) {
      rows.forEach(cancel)
      return { endpointId, items: [], mayHaveMore, heldUntil }
    }
    try {
      const address = addressOf(services, target)
      const items = rows.flatMap((row, at) => {
        const body = bodyFor(row.eventId, target)
        return body === undefined ? cancel(row) : [{ ...row, ...address, leaseUntil, sendAt: sendAt[at] ?? 0, body }]
      })
      return { endpointId, items, mayHaveMore, heldUntil }
    } catch (error) {
      // Not the receiver's fault: nothing is counted against it, and the lease brings the rows back.
      services.logger.error({ err: error, endpointId }, 'the secrets of a webhook endpoint do not open')
      return { endpointId, items: [], mayHaveMore: false, heldUntil }
    }
  })
}
