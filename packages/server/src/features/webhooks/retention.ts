import { DAY_MS, EVENT_FEED_DAYS, eventRetentionDays } from '@sparkkit/core'
import type { Services } from '../../context.ts'
import type { Task } from '../../jobs/worker.ts'
import { timeOfId } from '../../security/ids.ts'
import { type AgedEvent, deleteEvents, findAgedEvents } from './retention-store.ts'

const BATCH = 100
const PASS_EVERY_MS = 3_600_000

/** By the wall time in the id: domain time may stand still in a sandbox. */
const isOlderThan = (event: AgedEvent, days: number, now: number): boolean => timeOfId(event.id) < now - days * DAY_MS

/**
 * Deletes events whose time is over, with their deliveries: a pass over the old end of the log every hour, in batches so small that
 * nothing waits for them.
 */
export function createRetentionTask(): Task {
  let position = 0
  let nextPassAt = 0

  const run = async (services: Services): Promise<{ busy: boolean }> => {
    const { engine } = services
    const now = services.wallNow()
    if (now < nextPassAt) return { busy: false }
    const seen = await findAgedEvents(engine, position, BATCH)
    const aged = seen.filter(event => isOlderThan(event, EVENT_FEED_DAYS, now))
    const over = Map.groupBy(
      aged.filter(event => isOlderThan(event, eventRetentionDays(event.type), now)),
      event => event.workspaceNo,
    )
    for (const [workspaceNo, events] of over) {
      const ids = events.map(event => event.id)
      await engine.transaction(db => deleteEvents({ db, tables: engine.tables, dialect: engine.dialect }, workspaceNo, ids))
    }
    const isEnd = aged.length < seen.length || seen.length < BATCH
    position = isEnd ? 0 : (aged.at(-1)?.position ?? 0)
    if (isEnd) nextPassAt = now + PASS_EVERY_MS
    return { busy: !isEnd }
  }

  return { name: 'retention', run }
}
