import { presentEvent, presentThinEvent } from './present.ts'
import type { Target } from './queue-store.ts'
import type { NumberedEventRow } from './store.ts'

const WITH_CODE: readonly string[] = ['spark_code.received', 'spark_code.extended', 'spark_code.restored']

/** Whether the event says that a code can be used from now on. */
export const carriesCode = (type: string): boolean => WITH_CODE.includes(type)

const withCode = <T extends { data: object }>(event: T, code: string | undefined) =>
  code === undefined ? event : { ...event, data: { ...event.data, code } }

/** Gives the bodies of events, each made once for all endpoints that get it in the same way; none for an event that is not there. */
export function createBodies(events: readonly NumberedEventRow[], codes: ReadonlyMap<string, string>) {
  const byId = new Map(events.map(event => [event.id, event]))
  const made = new Map<string, string>()

  return (eventId: string, { payload, includeCodes, workspaceId }: Target): string | undefined => {
    const event = byId.get(eventId)
    if (!event) return undefined
    const reveals = includeCodes && carriesCode(event.type)
    const key = `${eventId} ${payload} ${reveals}`
    const shown = payload === 'thin' ? presentThinEvent(event, workspaceId) : presentEvent(event, workspaceId)
    const body = made.get(key) ?? JSON.stringify(withCode(shown, reveals ? codes.get(event.subjectId) : undefined))
    made.set(key, body)
    return body
  }
}
