import { setTimeout as sleep } from 'node:timers/promises'
import type { Services } from '../../context.ts'
import { createHealthKeeper } from './health.ts'
import { type Outcome, saveOutcomes } from './outcome-store.ts'

const GATHER_MS = 10
const BATCH = 1000
const TRIES = 5

/**
 * Writes outcomes in batches: one transaction for many deliveries. What cannot be written is sent again when its lease ends, as
 * deliveries are at least once.
 */
export function createAcknowledger(services: Services) {
  const { engine, logger } = services
  const keepHealth = createHealthKeeper(services)
  let waiting: Outcome[] = []
  let writing: Promise<void> | null = null

  const save = async (batch: readonly Outcome[]): Promise<void> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await engine.transaction(db => saveOutcomes({ db, tables: engine.tables, dialect: engine.dialect }, batch))
      } catch (error) {
        logger.error({ err: error, deliveries: batch.length }, 'outcomes of deliveries could not be written')
        if (attempt === TRIES) return
        await sleep(200 * attempt)
      }
    }
  }

  const judge = async (batch: readonly Outcome[]): Promise<void> => {
    try {
      await keepHealth(batch)
    } catch (error) {
      logger.error({ err: error }, 'the health of webhook endpoints could not be written')
    }
  }

  const write = async (): Promise<void> => {
    await sleep(GATHER_MS)
    while (waiting.length > 0) {
      const batch = waiting.slice(0, BATCH)
      waiting = waiting.slice(BATCH)
      await save(batch)
      await judge(batch)
    }
    writing = null
  }

  return {
    add(outcome: Outcome): void {
      waiting.push(outcome)
      writing ??= write()
    },
    /** Resolves when everything added is written. */
    async idle(): Promise<void> {
      while (writing) await writing
    },
  }
}
