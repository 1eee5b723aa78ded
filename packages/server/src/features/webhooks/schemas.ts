import { z } from '@hono/zod-openapi'
import { isEventFilter } from '@sparkkit/core'
import { CursorParam, GivenTime, Id, IntParam, LimitParam, ListParam, Timestamp } from '../../http/schemas.ts'

export const EventFilter = z
  .string()
  .max(100)
  .refine(isEventFilter, 'must be a type of event, a family like `spark_code.*`, or `*`')
  .openapi({ description: 'A type of event, a family such as `spark_code.*`, or `*`.', example: 'spark_request.*' })

export const EventActor = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('api_key'), id: Id('apiKey'), name: z.string() }),
    z.object({ type: z.literal('embed_user'), id: Id('apiKey'), name: z.string() }),
    z.object({ type: z.literal('creator'), id: Id('creator'), linkId: Id('approvalLink') }),
    z.object({ type: z.literal('handoff'), id: Id('handoff'), name: z.string() }),
    z.object({ type: z.literal('system') }),
  ])
  .openapi('Actor')

export const Event = z
  .object({
    id: Id('event').openapi({
      description: 'The same in the feed, in every delivery and in every retry: receivers remember it and ignore repeats.',
    }),
    type: z.string().openapi({ description: 'New types may appear.', example: 'spark_code.received' }),
    timestamp: Timestamp.openapi({ description: 'When it happened, in domain time.' }),
    workspaceId: Id('workspace'),
    sequence: z
      .int()
      .openapi({ description: 'Counts up within the workspace without gaps. Order by it, as deliveries may overtake one another.' }),
    actor: EventActor,
    requestId: z.string().nullable(),
    data: z.record(z.string(), z.unknown()).openapi({
      description:
        'The whole resource as it was then; see the webhooks of this document for each type. Holds no Spark Code, except in deliveries to an endpoint with `includeCodes`.',
    }),
    previous: z.record(z.string(), z.unknown()).optional().openapi({ description: 'The changed fields as they were.' }),
  })
  .openapi('Event')
export type Event = z.infer<typeof Event>

export const EventFilters = z.array(EventFilter).min(1).max(50)

export const DELIVERY_STATUSES = ['pending', 'succeeded', 'failed', 'cancelled'] as const

export const Delivery = z
  .object({
    id: Id('delivery'),
    endpointId: Id('webhookEndpoint'),
    eventId: Id('event'),
    eventType: z.string(),
    status: z
      .enum(DELIVERY_STATUSES)
      .openapi({ description: '`failed`: all attempts are used up. `cancelled`: the endpoint was disabled or deleted first.' }),
    attemptCount: z.int(),
    nextAttemptAt: Timestamp.nullable().openapi({ description: 'When it is tried next, at the latest; null when it is not.' }),
    lastStatusCode: z.int().nullable(),
    lastError: z.string().nullable(),
    createdAt: Timestamp,
    settledAt: Timestamp.nullable(),
  })
  .openapi('Delivery')
export type Delivery = z.infer<typeof Delivery>

export const DeliveryAttempt = z
  .object({
    id: Id('attempt'),
    at: Timestamp,
    durationMs: z.int(),
    statusCode: z.int().nullable().openapi({ description: 'Null when no answer came.' }),
    error: z.string().nullable(),
    responseExcerpt: z.string().nullable().openapi({ description: 'The beginning of the answer, at most 16 kB.' }),
  })
  .openapi('DeliveryAttempt')
export type DeliveryAttempt = z.infer<typeof DeliveryAttempt>

export const DeliveryWithAttempts = Delivery.extend({
  attempts: z.array(DeliveryAttempt).openapi({ description: 'Oldest first; the newest 100.' }),
}).openapi('DeliveryWithAttempts')
export type DeliveryWithAttempts = z.infer<typeof DeliveryWithAttempts>

export const ListEventsQuery = z.strictObject({
  type: ListParam(EventFilter).optional().openapi({ description: 'Types, or families such as `spark_code.*`.' }),
  subjectId: z.string().min(1).max(64).optional().openapi({ description: 'Id of the resource the events are about.' }),
  actorId: z
    .string()
    .min(1)
    .max(255)
    .optional()
    .openapi({ description: 'Id of the API key or creator who did it. For what a person did in a page: the key of their token.' }),
  since: GivenTime.optional().openapi({ description: 'From this time on.' }),
  until: GivenTime.optional().openapi({ description: 'Before this time.' }),
  undeliveredTo: Id('webhookEndpoint').optional().openapi({
    description: 'Only what this endpoint listens to and has not taken: waiting, failed, cancelled, or never sent to it.',
  }),
  afterSequence: IntParam(0, Number.MAX_SAFE_INTEGER)
    .optional()
    .openapi({ description: 'Only newer events. Keep the `sequence` of the last one read to go on from there at any later time.' }),
  cursor: CursorParam.optional(),
  limit: LimitParam,
})
export type ListEventsQuery = z.infer<typeof ListEventsQuery>

export const ExportEventsQuery = ListEventsQuery.pick({ type: true, subjectId: true, actorId: true, since: true, until: true })
  .extend({
    format: z
      .enum(['jsonl', 'csv'])
      .default('jsonl')
      .openapi({ description: 'One event a line, or a table with `data` and `previous` as JSON.' }),
  })
  .strict()
export type ExportEventsQuery = z.infer<typeof ExportEventsQuery>

export const StreamEventsQuery = z.strictObject({
  type: ListParam(EventFilter).optional().openapi({ description: 'Types, or families such as `spark_code.*`.' }),
  subjectId: z.string().min(1).max(64).optional().openapi({ description: 'Id of the resource the events are about.' }),
})
export type StreamEventsQuery = z.infer<typeof StreamEventsQuery>

export const ListDeliveriesQuery = z.strictObject({
  endpointId: Id('webhookEndpoint').optional(),
  eventId: Id('event').optional(),
  status: z.enum(DELIVERY_STATUSES).optional(),
  cursor: CursorParam.optional(),
  limit: LimitParam,
})
export type ListDeliveriesQuery = z.infer<typeof ListDeliveriesQuery>
