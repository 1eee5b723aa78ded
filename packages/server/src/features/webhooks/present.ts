import { iso, isoOrNull } from '../../http/schemas.ts'
import type { Delivery, DeliveryAttempt, Event, WebhookEndpoint } from './schemas.ts'
import type { AttemptRow, DeliveryRow, EndpointRow, NumberedEventRow } from './store.ts'

/** The envelope, the same in the feed and in every delivery. */
export function presentEvent(row: NumberedEventRow, workspaceId: string): Event {
  return {
    id: row.id,
    type: row.type,
    timestamp: iso(row.occurredAt),
    workspaceId,
    sequence: row.sequence,
    actor: row.actor,
    requestId: row.requestId,
    data: row.data,
    ...(row.previous && { previous: row.previous }),
  }
}

export function presentEndpoint(row: EndpointRow): WebhookEndpoint {
  const { id, url, description, events, status, disabledReason } = row
  return { id, url, description, events, status, disabledReason, createdAt: iso(row.createdAt), updatedAt: iso(row.updatedAt) }
}

export function presentDelivery(row: DeliveryRow): Delivery {
  const { id, endpointId, eventId, eventType, status, lastStatusCode, lastError } = row
  return {
    id,
    endpointId,
    eventId,
    eventType,
    status,
    attemptCount: row.attempts,
    nextAttemptAt: isoOrNull(row.nextAttemptAt),
    lastStatusCode,
    lastError,
    createdAt: iso(row.createdAt),
    settledAt: isoOrNull(row.settledAt),
  }
}

export function presentAttempt(row: AttemptRow): DeliveryAttempt {
  const { id, durationMs, statusCode, error, responseExcerpt } = row
  return { id, at: iso(row.at), durationMs, statusCode, error, responseExcerpt }
}
