import { EVENTS, matchesEventFilter } from '@sparkkit/core'

export const TEST_EVENT = 'webhook_endpoint.test'

/** What an endpoint is not told about itself: who changed it knows, and what is deleted listens no more. */
export const OWN_CONFIGURATION: readonly string[] = [
  'webhook_endpoint.created',
  'webhook_endpoint.updated',
  'webhook_endpoint.secret_revealed',
  'webhook_endpoint.deleted',
]

export interface Hearer {
  readonly id: string
  readonly events: readonly string[]
}

/** A test event goes to the endpoint it is about, whatever its filter says. */
export function hears(endpoint: Hearer, event: { type: string; subjectId: string }): boolean {
  if (event.type === TEST_EVENT) return endpoint.id === event.subjectId
  if (endpoint.id === event.subjectId && OWN_CONFIGURATION.includes(event.type)) return false
  return matchesEventFilter(endpoint.events, event.type)
}

/** Every type that some of the filters take. */
export const typesOf = (filters: readonly string[]): string[] => Object.keys(EVENTS).filter(type => matchesEventFilter(filters, type))
