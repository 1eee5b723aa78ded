import { reading, type Services } from '../../context.ts'
import { presentEvent } from './present.ts'
import { findWorkspaceByNo } from './queue-store.ts'
import type { Event } from './schemas.ts'
import { findEvents } from './store.ts'

/** Hears of events in the process that holds SparkKit. */
export type OnEvent = (event: Event) => unknown

/** The events of one workspace that have just got these numbers. */
export interface Numbered {
  readonly workspaceNo: number
  readonly sequences: readonly number[]
}

/** Tells the host what happened, in order. What it throws is its own affair and holds up nobody. */
export async function tellHost(services: Services, { workspaceNo, sequences }: Numbered, onEvent: OnEvent): Promise<void> {
  const workspace = await findWorkspaceByNo(services.engine, workspaceNo)
  if (!workspace || sequences.length === 0) return
  const ctx = reading({ services, workspace, actor: { type: 'system' }, requestId: null })
  const rows = await findEvents(ctx, { afterSequence: Math.min(...sequences) - 1, limit: sequences.length })
  for (const row of rows) {
    try {
      await onEvent(presentEvent(row, workspace.id))
    } catch (err) {
      services.logger.error({ err, eventId: row.id }, 'onEvent failed')
    }
  }
}
