import type { Sendable } from './attempt-delivery.ts'
import type { ClaimedLane } from './claim-deliveries.ts'

const FIRST_WINDOW = 2

export interface LaneLimits {
  /** Requests in flight to one endpoint. */
  readonly perEndpoint: number
  /** Requests in flight in all. */
  readonly total: number
  /** Deliveries claimed for one endpoint, for each that may be in flight to it, at most. */
  readonly ahead: number
  /** Of waiting between claim and request, in milliseconds: fewer are claimed for an endpoint that is slow. */
  readonly maxWaitMs: number
}

interface Lane {
  readonly queue: Sendable[]
  inFlight: number
  /** How many may be in flight now: doubles with every success, halves with every failure, so that an endpoint that hangs holds one slot. */
  window: number
  /** How long a request takes of late, in milliseconds. */
  tookMs: number
  /** The last claim took all it could: there is probably more. */
  mayHaveMore: boolean
  /** Of a limited endpoint: all slots until well after this wall time are handed out. */
  heldUntil: number
}

export interface Done {
  readonly succeeded: boolean
  readonly tookMs: number
}

/** What is claimed, endpoint by endpoint, and how much of it may be under way. */
export function createLanes(limits: LaneLimits) {
  const lanes = new Map<string, Lane>()
  /** Endpoints with something to send, in the order in which they are served. */
  const waiting = new Set<string>()
  let inFlight = 0

  const laneOf = (endpointId: string): Lane => {
    const lane = lanes.get(endpointId) ?? { queue: [], inFlight: 0, window: FIRST_WINDOW, tookMs: 0, mayHaveMore: false, heldUntil: 0 }
    lanes.set(endpointId, lane)
    return lane
  }

  const capacityOf = ({ window, tookMs }: Lane): number =>
    window * Math.max(1, Math.min(limits.ahead, Math.floor(limits.maxWaitMs / Math.max(1, tookMs))))

  return {
    /** How many more deliveries may be claimed for an endpoint. */
    room(endpointId: string, now: number): number {
      const lane = lanes.get(endpointId)
      if (!lane) return FIRST_WINDOW * limits.ahead
      const capacity = capacityOf(lane)
      const room = capacity - lane.queue.length - lane.inFlight
      // Few large claims cost less than many small ones.
      return lane.heldUntil > now || room < capacity / 2 ? 0 : room
    },
    add({ endpointId, items, mayHaveMore, heldUntil }: ClaimedLane): void {
      const lane = laneOf(endpointId)
      lane.queue.push(...items)
      lane.mayHaveMore = mayHaveMore
      lane.heldUntil = heldUntil
      if (lane.queue.length > 0) waiting.add(endpointId)
    },
    /** The next delivery that may be sent: endpoints take turns. */
    next(now: number): Sendable | undefined {
      if (inFlight >= limits.total) return undefined
      for (const endpointId of waiting) {
        const lane = laneOf(endpointId)
        if (lane.inFlight >= lane.window || (lane.queue[0]?.sendAt ?? 0) > now) continue
        const item = lane.queue.shift()
        waiting.delete(endpointId)
        if (lane.queue.length > 0) waiting.add(endpointId)
        if (!item) continue
        lane.inFlight += 1
        inFlight += 1
        return item
      }
      return undefined
    },
    /** Wall time from which `next` gives something without anything else ending first. */
    nextSlot(): number | null {
      if (inFlight >= limits.total) return null
      const heads = [...waiting].map(laneOf).filter(lane => lane.inFlight < lane.window)
      return heads.length === 0 ? null : Math.min(...heads.map(lane => lane.queue[0]?.sendAt ?? 0))
    },
    /** Gives whether it is time to claim more for the endpoint. */
    done(endpointId: string, { succeeded, tookMs }: Done, now: number): boolean {
      const lane = laneOf(endpointId)
      lane.tookMs += (tookMs - lane.tookMs) / 8
      lane.inFlight -= 1
      inFlight -= 1
      lane.window = succeeded ? Math.min(limits.perEndpoint, lane.window * 2) : Math.max(1, Math.floor(lane.window / 2))
      const isIdle = lane.queue.length === 0 && lane.inFlight === 0
      if (isIdle && !lane.mayHaveMore && lane.heldUntil <= now && lane.window >= FIRST_WINDOW) lanes.delete(endpointId)
      return lane.mayHaveMore && lane.heldUntil <= now && lane.queue.length + lane.inFlight <= capacityOf(lane) / 2
    },
    /** Forgets what was not begun for an endpoint that wants nothing more. */
    drop(endpointId: string): void {
      laneOf(endpointId).queue.length = 0
      waiting.delete(endpointId)
    },
    /** Takes back everything that was not begun. */
    empty(): Sendable[] {
      waiting.clear()
      return [...lanes.values()].flatMap(lane => lane.queue.splice(0))
    },
  }
}
