import type { Services } from '../../context.ts'
import type { Task } from '../../jobs/worker.ts'
import { hears } from './hears.ts'
import {
  findLastSequences,
  findListeners,
  findUnnumberedEvents,
  findUnnumberedWorkspaces,
  type Listener,
  type Numbering,
  saveNumbering,
  type UnnumberedEvent,
} from './queue-store.ts'
import { streamHub } from './stream-hub.ts'
import { type OnEvent, tellHost } from './tell-host.ts'

const BATCH = 500

function number(
  services: Services,
  events: readonly UnnumberedEvent[],
  known: { sequences: Map<number, number>; listeners: Listener[] },
): Numbering {
  const now = services.wallNow()
  const sequences = new Map(known.sequences)
  const result: Numbering = { events: [], workspaces: [], deliveries: [] }
  for (const event of events) {
    const { workspaceNo, position } = event
    const sequence = (sequences.get(workspaceNo) ?? 0) + 1
    sequences.set(workspaceNo, sequence)
    result.events.push({ workspaceNo, position, sequence })
    for (const listener of known.listeners) {
      if (listener.workspaceNo !== workspaceNo || !hears(listener, event)) continue
      result.deliveries.push({
        workspaceNo,
        id: services.newId('delivery'),
        endpointId: listener.id,
        eventId: event.id,
        eventType: event.type,
        status: 'pending',
        attempts: 0,
        priorAttempts: 0,
        nextAttemptAt: now,
        lastStatusCode: null,
        lastError: null,
        createdAt: now,
        settledAt: null,
      })
    }
  }
  result.workspaces = [...new Set(events.map(event => event.workspaceNo))].map(no => ({ no, lastSequence: sequences.get(no) ?? 0 }))
  return result
}

/**
 * Numbers a batch of committed events, each workspace counting for itself, and queues them for the endpoints that listen.
 * Workspaces are locked in ascending order, so that two processes wait for one another instead of numbering twice.
 */
export async function dispatchEvents(services: Services, onEvent?: OnEvent): Promise<{ busy: boolean }> {
  const { engine } = services
  const workspaceNos = await findUnnumberedWorkspaces(engine, BATCH)
  if (workspaceNos.length === 0) return { busy: false }
  const numbered = await engine.transaction(async db => {
    const open = { db, tables: engine.tables, dialect: engine.dialect }
    for (const no of workspaceNos) await engine.dialect.lock(db, `dispatch:${no}`)
    const events = await findUnnumberedEvents(open, workspaceNos, BATCH)
    const sequences = await findLastSequences(open, workspaceNos)
    const listeners = await findListeners(open, workspaceNos)
    const numbering = number(services, events, { sequences, listeners })
    await saveNumbering(open, numbering)
    return numbering.events
  })
  streamHub(services).announce(workspaceNos)
  if (onEvent) {
    for (const workspaceNo of workspaceNos) {
      const sequences = numbered.flatMap(event => (event.workspaceNo === workspaceNo ? [event.sequence] : []))
      await tellHost(services, { workspaceNo, sequences }, onEvent)
    }
  }
  return { busy: numbered.length > 0 }
}

export const createDispatchTask = (onEvent?: OnEvent): Task => ({
  name: 'dispatch',
  run: services => dispatchEvents(services, onEvent),
  wakes: ['deliver'],
})
