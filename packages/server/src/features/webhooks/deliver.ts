import { setTimeout as sleep } from 'node:timers/promises'
import { type Services, transact } from '../../context.ts'
import type { Task } from '../../jobs/worker.ts'
import { createAcknowledger } from './acknowledge.ts'
import { ATTEMPT_TIMEOUT_MS, attemptDelivery, type Sendable } from './attempt-delivery.ts'
import { claimDeliveries, type LaneRoom } from './claim-deliveries.ts'
import { disableWebhookEndpoint } from './disable-webhook-endpoint.ts'
import { createLanes, type LaneLimits } from './lanes.ts'
import { findDueLanes, findWorkspaceByNo } from './queue-store.ts'

const LIMITS: LaneLimits = { perEndpoint: 16, total: 256, ahead: 128, maxWaitMs: 1000 }
const LANES_READ = 500
const CLAIM_LANES = 32
const CLAIM_ROWS = 1000
/** A delivery is begun only while its lease outlasts the longest attempt and the writing of its outcome. */
const LEASE_MARGIN_MS = 2000

async function disableGone(services: Services, item: Sendable): Promise<void> {
  const workspace = await findWorkspaceByNo(services.engine, item.workspaceNo)
  if (!workspace) return
  const scope = { services, workspace, actor: { type: 'system' } as const, requestId: null }
  await transact(scope, ctx => disableWebhookEndpoint(ctx, { id: item.endpointId, reason: 'gone' }))
}

/** Sends what is due. Endpoints do not wait for one another: each has a lane, and a run only fills lanes. */
function createDeliverer(services: Services, limits: LaneLimits) {
  const lanes = createLanes(limits)
  const acknowledger = createAcknowledger(services)
  const underway = new Set<Promise<void>>()
  let wakeTask = (): void => {}
  let slotTimer: NodeJS.Timeout | undefined

  const isTimeToClaim = (endpointId: string, succeeded: boolean, began: number): boolean => {
    const now = services.wallNow()
    return lanes.done(endpointId, { succeeded, tookMs: now - began }, now)
  }

  const send = async (item: Sendable): Promise<void> => {
    const began = services.wallNow()
    let succeeded = false
    try {
      if (item.leaseUntil < services.wallNow() + ATTEMPT_TIMEOUT_MS + LEASE_MARGIN_MS) return
      const { outcome, gone } = await attemptDelivery(services, item)
      succeeded = outcome.status === 'succeeded'
      acknowledger.add(outcome)
      if (gone) {
        lanes.drop(item.endpointId)
        await acknowledger.idle()
        await disableGone(services, item)
      }
    } catch (error) {
      services.logger.error({ err: error, deliveryId: item.id }, 'a delivery went wrong')
    } finally {
      if (isTimeToClaim(item.endpointId, succeeded, began)) wakeTask()
    }
  }

  const pump = (): void => {
    for (let item = lanes.next(services.wallNow()); item; item = lanes.next(services.wallNow())) {
      const sending = send(item).then(() => {
        underway.delete(sending)
        pump()
      })
      underway.add(sending)
    }
    awaitSlot()
  }

  /** Goes on when the next slot of a limited endpoint comes. */
  const awaitSlot = (): void => {
    clearTimeout(slotTimer)
    const next = lanes.nextSlot()
    slotTimer = next === null ? undefined : setTimeout(pump, next - services.wallNow())
  }

  const chooseLanes = async (): Promise<LaneRoom[]> => {
    const due = await findDueLanes(services.engine, services.wallNow(), LANES_READ)
    const chosen: LaneRoom[] = []
    let rows = CLAIM_ROWS
    for (const { endpointId } of due) {
      const room = Math.min(lanes.room(endpointId, services.wallNow()), rows)
      if (room <= 0) continue
      chosen.push({ endpointId, room })
      rows -= room
      if (chosen.length === CLAIM_LANES) break
    }
    return chosen
  }

  const run = async (wake: () => void): Promise<{ busy: boolean }> => {
    wakeTask = wake
    const chosen = await chooseLanes()
    if (chosen.length === 0) return { busy: false }
    const claimed = await claimDeliveries(services, chosen, acknowledger.add)
    for (const lane of claimed) lanes.add(lane)
    pump()
    return { busy: claimed.length > 0 }
  }

  const settle = async (): Promise<void> => {
    for (;;) {
      while (underway.size > 0) await Promise.all(underway)
      await acknowledger.idle()
      const slot = lanes.nextSlot()
      if (slot === null && underway.size === 0) return
      if (slot !== null) await sleep(Math.max(1, slot - services.wallNow()))
    }
  }

  const release = async (): Promise<void> => {
    const now = services.wallNow()
    for (const { workspaceNo, id, endpointId, leaseUntil, attempts } of lanes.empty()) {
      acknowledger.add({
        workspaceNo,
        id,
        endpointId,
        leaseUntil,
        status: 'pending',
        attempts,
        nextAttemptAt: now,
        settledAt: null,
        attempt: null,
      })
    }
    await settle()
  }

  return { run, settle, release }
}

/** Holds what it has claimed, so each worker has one of its own. */
export function createDeliverTask(limits: LaneLimits = LIMITS): Task {
  let deliverer: ReturnType<typeof createDeliverer> | undefined
  return {
    name: 'deliver',
    run: (services, wake) => {
      deliverer ??= createDeliverer(services, limits)
      return deliverer.run(wake)
    },
    settle: async () => deliverer?.settle(),
    release: async () => deliverer?.release(),
  }
}
