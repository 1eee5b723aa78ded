import { DISABLE_AFTER_MS } from '@sparkkit/core'
import { iso, isoOrNull } from '../../http/schemas.ts'
import type { WebhookEndpoint } from './endpoint-schemas.ts'
import type { Replay } from './replay-schemas.ts'
import type { Delivery, DeliveryAttempt, Event } from './schemas.ts'
import type { AttemptRow, DeliveryRow, EndpointRow, NumberedEventRow, ReplayRow } from './store.ts'

/** The envelope, the same in the feed, the stream and every full delivery. */
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

/** What a thin endpoint gets: enough to ask for the rest. */
export function presentThinEvent(row: NumberedEventRow, workspaceId: string) {
  const { id, type, occurredAt, sequence, subjectId } = row
  return { id, type, timestamp: iso(occurredAt), workspaceId, sequence, data: { id: subjectId } }
}

export function presentEndpoint(row: EndpointRow): WebhookEndpoint {
  const { id, url, description, events, status, disabledReason, payload, includeCodes, ratePerSecond, headerNames, streak } = row
  return {
    id,
    url,
    description,
    events,
    status,
    disabledReason,
    payload,
    includeCodes,
    ratePerSecond,
    headerNames,
    failing: streak && {
      since: iso(streak.failingSince),
      failures: streak.failures,
      disablesAt: iso(streak.failingSince + DISABLE_AFTER_MS),
    },
    secretRotatedAt: isoOrNull(row.secretRotatedAt),
    createdAt: iso(row.createdAt),
    updatedAt: iso(row.updatedAt),
  }
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

export function presentReplay(row: ReplayRow): Replay {
  const { id, endpointId, status, only, types, total, queued } = row
  return {
    id,
    endpointId,
    status,
    since: iso(row.since),
    until: iso(row.until),
    only,
    types,
    total,
    queued,
    createdAt: iso(row.createdAt),
    completedAt: isoOrNull(row.completedAt),
  }
}
