import { ID_PREFIXES } from '@sparkkit/core'
import { TypeID } from 'typeid-js'
import type { Services } from '../../context.ts'
import type { Task } from '../../jobs/worker.ts'
import { LEASE_MS, runImport } from './run-import.ts'
import { claimDue, deleteOrphanChunks, findDue } from './store.ts'

/** Imports take turns of this length, so that a large one does not hold up the others, nor a process that wants to stop. */
const TURN_MS = 1000
const SWEEP_EVERY_MS = 3_600_000
const ABANDONED_AFTER_MS = 86_400_000

/** Sorts before every id made at or after this time. */
function firstIdAt(time: number): string {
  const hex = time.toString(16).padStart(12, '0')
  return TypeID.fromUUID(ID_PREFIXES.import, `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`).toString()
}

const sweptAt = new WeakMap<Services, number>()

async function sweep(services: Services, now: number): Promise<void> {
  if (now - (sweptAt.get(services) ?? 0) < SWEEP_EVERY_MS) return
  sweptAt.set(services, now)
  await deleteOrphanChunks(services.engine, firstIdAt(now - ABANDONED_AFTER_MS))
}

async function run(services: Services): Promise<{ busy: boolean }> {
  const now = services.wallNow()
  await sweep(services, now)
  // A look that takes no write lock comes first: most of the time there is nothing to do.
  if (!(await findDue(services.engine, now))) return { busy: false }
  const claim = await claimDue(services.engine, { now, until: now + LEASE_MS })
  if (!claim) return { busy: false }
  await runImport(services, claim, { until: () => services.wallNow() - now >= TURN_MS })
  return { busy: true }
}

/** Settles the rows of imported files. */
export const importTask: Task = { name: 'imports', run }
