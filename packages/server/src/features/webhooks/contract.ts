import { createRoute, z } from '@hono/zod-openapi'
import { json, jsonBody, mergePatchBody, problems, READ_PROBLEMS, WRITE_PROBLEMS } from '../../http/responses.ts'
import { Id, ListOf } from '../../http/schemas.ts'
import { secured } from '../../http/secured.ts'
import {
  CreatedWebhookEndpoint,
  CreateWebhookEndpointInput,
  ListWebhookEndpointsQuery,
  RotatedWebhookSecret,
  RotateWebhookSecretInput,
  UpdateWebhookEndpointInput,
  WebhookEndpoint,
  WebhookSecret,
} from './endpoint-schemas.ts'
import {
  Delivery,
  DeliveryWithAttempts,
  Event,
  ExportEventsQuery,
  ListDeliveriesQuery,
  ListEventsQuery,
  StreamEventsQuery,
} from './schemas.ts'

const endpointParams = z.object({ id: Id('webhookEndpoint') })
const deliveryParams = z.object({ id: Id('delivery') })
const common = { tags: ['webhooks'] }
const LIST_PROBLEMS = [...READ_PROBLEMS, 'invalid_cursor'] as const
const ONE_PROBLEMS = [...READ_PROBLEMS, 'not_found'] as const

export const listEvents = createRoute({
  ...common,
  method: 'get',
  path: '/v1/events',
  operationId: 'listEvents',
  summary: 'Read the event feed',
  description:
    'Everything that happened, oldest first, for at least 30 days. An event that commits late gets a later `sequence`, so a reader that goes on with `afterSequence` misses nothing. Scope: `events:read`.',
  ...secured('events:read'),
  request: { query: ListEventsQuery },
  responses: { 200: json(ListOf('EventList', Event), 'A page of events.'), ...problems(...LIST_PROBLEMS, 'not_found') },
})

export const exportEvents = createRoute({
  ...common,
  method: 'get',
  path: '/v1/events/export',
  operationId: 'exportEvents',
  summary: 'Export the log',
  description:
    'The feed as a file, oldest first, up to now: JSON lines, or CSV in UTF-8 with a byte order mark (RFC 4180) whose cells no spreadsheet runs. What configures or reveals is kept for 400 days, so this is the audit trail. Holds no Spark Code. Scope: `events:read`.',
  ...secured('events:read'),
  request: { query: ExportEventsQuery },
  responses: {
    200: { description: 'The events.', content: { 'application/jsonl': { schema: z.string() }, 'text/csv': { schema: z.string() } } },
    ...problems(...READ_PROBLEMS),
  },
})

export const streamEvents = createRoute({
  ...common,
  method: 'get',
  path: '/v1/events/stream',
  operationId: 'streamEvents',
  summary: 'Follow the event feed',
  description:
    'Server-sent events, read by fetch with the token in its header: `id` is the id of the event, `event` its type, `data` the event itself. With `Last-Event-ID` it goes on after that event, else it begins now. Comments are signs of life; it may end at any time, for example when a key is revoked. Scope: `events:read`.',
  ...secured('events:read'),
  request: {
    query: StreamEventsQuery,
    headers: z.object({ 'last-event-id': Id('event').optional().openapi({ description: 'The last event read.' }) }),
  },
  responses: {
    200: { description: 'The stream.', content: { 'text/event-stream': { schema: z.string() } } },
    ...problems(...READ_PROBLEMS, 'not_found', 'rate_limited'),
  },
})

export const getEvent = createRoute({
  ...common,
  method: 'get',
  path: '/v1/events/{id}',
  operationId: 'getEvent',
  summary: 'Get an event',
  description: 'Scope: `events:read`.',
  ...secured('events:read'),
  request: { params: z.object({ id: Id('event') }) },
  responses: { 200: json(Event, 'The event.'), ...problems(...ONE_PROBLEMS) },
})

export const listWebhookEndpoints = createRoute({
  ...common,
  method: 'get',
  path: '/v1/webhook-endpoints',
  operationId: 'listWebhookEndpoints',
  summary: 'List webhook endpoints',
  description: 'Oldest first. Scope: `webhooks:read`.',
  ...secured('webhooks:read'),
  request: { query: ListWebhookEndpointsQuery },
  responses: { 200: json(ListOf('WebhookEndpointList', WebhookEndpoint), 'A page of endpoints.'), ...problems(...LIST_PROBLEMS) },
})

export const createWebhookEndpoint = createRoute({
  ...common,
  method: 'post',
  path: '/v1/webhook-endpoints',
  operationId: 'createWebhookEndpoint',
  summary: 'Add a webhook endpoint',
  description:
    'From now on every event that fits `events` is sent to `url`, signed after Standard Webhooks with the `secret` of the answer. Only a 2xx within 15 seconds counts; anything else is tried ten times over about 75 hours. Scope: `webhooks:write`.',
  ...secured('webhooks:write'),
  request: { body: jsonBody(CreateWebhookEndpointInput) },
  responses: {
    201: json(CreatedWebhookEndpoint, 'The endpoint and its secret.'),
    ...problems(...WRITE_PROBLEMS, 'webhook_url_not_allowed', 'conflict'),
  },
})

export const getWebhookEndpoint = createRoute({
  ...common,
  method: 'get',
  path: '/v1/webhook-endpoints/{id}',
  operationId: 'getWebhookEndpoint',
  summary: 'Get a webhook endpoint',
  description: 'Scope: `webhooks:read`.',
  ...secured('webhooks:read'),
  request: { params: endpointParams },
  responses: { 200: json(WebhookEndpoint, 'The endpoint.'), ...problems(...ONE_PROBLEMS) },
})

export const updateWebhookEndpoint = createRoute({
  ...common,
  method: 'patch',
  path: '/v1/webhook-endpoints/{id}',
  operationId: 'updateWebhookEndpoint',
  summary: 'Change a webhook endpoint',
  description:
    'JSON Merge Patch: fields left out stay, null removes. Enabled again, an endpoint keeps its history; one that failed for days has a day to take something. Scope: `webhooks:write`.',
  ...secured('webhooks:write'),
  request: { params: endpointParams, body: mergePatchBody(UpdateWebhookEndpointInput) },
  responses: {
    200: json(WebhookEndpoint, 'The endpoint.'),
    ...problems(...WRITE_PROBLEMS, 'webhook_url_not_allowed', 'not_found', 'conflict', 'precondition_failed'),
  },
})

export const deleteWebhookEndpoint = createRoute({
  ...common,
  method: 'delete',
  path: '/v1/webhook-endpoints/{id}',
  operationId: 'deleteWebhookEndpoint',
  summary: 'Delete a webhook endpoint',
  description: 'What was not delivered yet is cancelled; its past deliveries stay. Scope: `webhooks:write`.',
  ...secured('webhooks:write'),
  request: { params: endpointParams },
  responses: { 204: { description: 'It is gone.' }, ...problems(...ONE_PROBLEMS) },
})

export const getWebhookEndpointSecret = createRoute({
  ...common,
  method: 'get',
  path: '/v1/webhook-endpoints/{id}/secret',
  operationId: 'getWebhookEndpointSecret',
  summary: 'Get the signing secret of a webhook endpoint',
  description: 'Every call is an event that names who asked. Scope: `webhooks:write`.',
  ...secured('webhooks:write'),
  request: { params: endpointParams },
  responses: { 200: json(WebhookSecret, 'The secret.'), ...problems(...ONE_PROBLEMS) },
})

export const rotateWebhookSecret = createRoute({
  ...common,
  method: 'post',
  path: '/v1/webhook-endpoints/{id}/rotate-secret',
  operationId: 'rotateWebhookSecret',
  summary: 'Rotate the signing secret of a webhook endpoint',
  description:
    'Until the overlap ends deliveries carry a signature by either secret, so that receivers change over without a gap. Scope: `webhooks:write`.',
  ...secured('webhooks:write'),
  request: { params: endpointParams, body: jsonBody(RotateWebhookSecretInput) },
  responses: { 200: json(RotatedWebhookSecret, 'The new secret.'), ...problems(...WRITE_PROBLEMS, 'not_found', 'conflict') },
})

export const testWebhookEndpoint = createRoute({
  ...common,
  method: 'post',
  path: '/v1/webhook-endpoints/{id}/test',
  operationId: 'testWebhookEndpoint',
  summary: 'Send a test event',
  description:
    'Sends `webhook_endpoint.test` to this endpoint only, whatever its filter. See its deliveries for the outcome. Scope: `webhooks:write`.',
  ...secured('webhooks:write'),
  request: { params: endpointParams },
  responses: { 202: { description: 'It is on its way.' }, ...problems(...ONE_PROBLEMS, 'conflict') },
})

export const listDeliveries = createRoute({
  ...common,
  method: 'get',
  path: '/v1/deliveries',
  operationId: 'listDeliveries',
  summary: 'List deliveries',
  description: 'Newest first. Scope: `webhooks:read`.',
  ...secured('webhooks:read'),
  request: { query: ListDeliveriesQuery },
  responses: { 200: json(ListOf('DeliveryList', Delivery), 'A page of deliveries.'), ...problems(...LIST_PROBLEMS) },
})

export const getDelivery = createRoute({
  ...common,
  method: 'get',
  path: '/v1/deliveries/{id}',
  operationId: 'getDelivery',
  summary: 'Get a delivery and its attempts',
  description: 'Scope: `webhooks:read`.',
  ...secured('webhooks:read'),
  request: { params: deliveryParams },
  responses: { 200: json(DeliveryWithAttempts, 'The delivery.'), ...problems(...ONE_PROBLEMS) },
})

export const resendDelivery = createRoute({
  ...common,
  method: 'post',
  path: '/v1/deliveries/{id}/resend',
  operationId: 'resendDelivery',
  summary: 'Send a delivery again',
  description: 'At once and with a fresh round of attempts, whatever became of it; the event keeps its id. Scope: `webhooks:write`.',
  ...secured('webhooks:write'),
  request: { params: deliveryParams },
  responses: { 200: json(Delivery, 'The delivery, pending again.'), ...problems(...ONE_PROBLEMS, 'conflict') },
})
