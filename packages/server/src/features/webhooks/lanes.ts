import type { Sendable } from './attempt-delivery.ts'
import type { ClaimedLane } from './claim-deliveries.ts'

const FIRST_WINDOW = 2

export interface LaneLimits {
  /** Requests in flight to one endpoint. */
  readonly perEndpoint: number
  /** Requests in flight in all. */
  readonly total: number
  /** Deliveries claimed for one endpoint, for each that may be in flight to it. */
  readonly ahead: number
}

interface Lane {
  readonly queue: Sendable[]
  inFlight: number
  /** How many may be in flight now: doubles with every success, halves with every failure, so that an endpoint that hangs holds one slot. */
  window: number
  /** The last claim took all it could: there is probably more. */
  mayHaveMore: boolean
  /** Of a limited endpoint: all slots until well after this wall time are handed out. */
  heldUntil: number
}

/** What is claimed, endpoint by endpoint, and how much of it may be under way. */
export function createLanes(limits: LaneLimits) {
  const lanes = new Map<string, Lane>()
  /** Endpoints with something to send, in the order in which they are served. */
  const waiting = new Set<string>()
  let inFlight = 0

  const laneOf = (endpointId: string): Lane => {
    const lane = lanes.get(endpointId) ?? { queue: [], inFlight: 0, window: FIRST_WINDOW, mayHaveMore: false, heldUntil: 0 }
    lanes.set(endpointId, lane)
    return lane
  }

  return {
    /** How many more deliveries may be claimed for an endpoint. */
    room(endpointId: string, now: number): number {
      const lane = lanes.get(endpointId)
      if (lane && lane.heldUntil > now) return 0
      return lane ? lane.window * limits.ahead - lane.queue.length - lane.inFlight : FIRST_WINDOW * limits.ahead
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
    done(endpointId: string, succeeded: boolean, now: number): boolean {
      const lane = laneOf(endpointId)
      lane.inFlight -= 1
      inFlight -= 1
      lane.window = succeeded ? Math.min(limits.perEndpoint, lane.window * 2) : Math.max(1, Math.floor(lane.window / 2))
      const isIdle = lane.queue.length === 0 && lane.inFlight === 0
      if (isIdle && !lane.mayHaveMore && lane.heldUntil <= now && lane.window >= FIRST_WINDOW) lanes.delete(endpointId)
      return lane.mayHaveMore && lane.heldUntil <= now && lane.queue.length < (lane.window * limits.ahead) / 2
    },
    /** Takes back everything that was not begun. */
    empty(): Sendable[] {
      waiting.clear()
      return [...lanes.values()].flatMap(lane => lane.queue.splice(0))
    },
  }
}
