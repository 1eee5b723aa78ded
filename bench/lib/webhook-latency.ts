import { setTimeout as sleep } from 'node:timers/promises'
import { findDueLanes } from '../../packages/server/src/features/webhooks/queue-store.ts'
import type { BenchEngine } from './databases.ts'
import { quantile } from './numbers.ts'
import { committedEvents, openWebhookKit } from './webhook-kit.ts'
import type { BenchReceiver } from './webhook-receiver.ts'

export interface LatencyOptions {
  readonly engine: BenchEngine
  readonly receiver: BenchReceiver
  readonly perSecond: number
  readonly seconds: number
}

export interface Latency {
  readonly events: number
  readonly lost: number
  readonly repeated: number
  /** Milliseconds from commit to request, of the healthy endpoint. */
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly worst: number
  /** How long the longest waiting delivery of the healthy endpoint had been due, at worst. */
  readonly oldestDueMs: number
}

const now = (): number => performance.timeOrigin + performance.now()

/** Events at an even rate to three endpoints: one healthy, one that never answers, one that always answers 500. */
export async function latencyRun({ engine, receiver, perSecond, seconds }: LatencyOptions): Promise<Latency> {
  const database = await engine.create()
  const webhooks = await openWebhookKit(database)
  const committedAt = new Map<number, number>()
  let oldestDueMs = 0
  let isOver = false
  try {
    const healthy = await webhooks.endpoint(`${receiver.origin}/hook`)
    await webhooks.endpoint(`${receiver.origin}/hanging`)
    await webhooks.endpoint(`${receiver.origin}/failing`)
    await receiver.reset()
    webhooks.kit.worker.start()
    const watch = async (): Promise<void> => {
      while (!isOver) {
        const lanes = await findDueLanes(webhooks.kit.services.engine, Date.now(), 100)
        const lane = lanes.find(({ endpointId }) => endpointId === healthy)
        if (lane) oldestDueMs = Math.max(oldestDueMs, Date.now() - lane.due)
        await sleep(100)
      }
    }
    const watching = watch()
    const began = now()
    const commits: Promise<void>[] = []
    for (let number = 0; number < perSecond * seconds; number += 1) {
      const wait = began + (number * 1000) / perSecond - now()
      if (wait > 0) await sleep(wait)
      commits.push(webhooks.commit([number]).then(() => void committedAt.set(number, now())))
    }
    await Promise.all(commits)
    const deadline = now() + 30_000
    while ((await receiver.count()) < committedAt.size && now() < deadline) await sleep(50)
    isOver = true
    await watching
    const taken = await receiver.ids()
    const events = await committedEvents(webhooks)
    const waits = [...events].flatMap(([id, number]) => {
      const at = taken.get(id)?.at
      return at === undefined ? [] : [Math.max(0, at - (committedAt.get(number) ?? at))]
    })
    return {
      events: events.size,
      lost: events.size - waits.length,
      repeated: [...taken.values()].filter(({ count }) => count > 1).length,
      p50: quantile(waits, 0.5),
      p95: quantile(waits, 0.95),
      p99: quantile(waits, 0.99),
      worst: Math.max(...waits),
      oldestDueMs,
    }
  } finally {
    await receiver.close()
    await webhooks.close()
    await database.remove()
  }
}
