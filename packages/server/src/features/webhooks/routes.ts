import type { App } from '../../http/app.ts'
import { patch, read, write } from '../../http/run.ts'
import * as contract from './contract.ts'
import { createReplay } from './create-replay.ts'
import { createWebhookEndpoint } from './create-webhook-endpoint.ts'
import { deleteWebhookEndpoint } from './delete-webhook-endpoint.ts'
import { exportEvents } from './export-events.ts'
import { getDelivery } from './get-delivery.ts'
import { getEvent } from './get-event.ts'
import { getReplay } from './get-replay.ts'
import { getWebhookEndpoint, getWebhookEndpointSecret } from './get-webhook-endpoint.ts'
import { listDeliveries } from './list-deliveries.ts'
import { listEvents } from './list-events.ts'
import { listWebhookEndpoints } from './list-webhook-endpoints.ts'
import * as replayContract from './replay-contract.ts'
import { resendDelivery } from './resend-delivery.ts'
import { rotateWebhookSecret } from './rotate-webhook-secret.ts'
import { streamEvents } from './stream-events.ts'
import { testWebhookEndpoint } from './test-webhook-endpoint.ts'
import { updateWebhookEndpoint } from './update-webhook-endpoint.ts'

const bearerOf = (authorization: string | undefined): string | undefined => /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]

function eventRoutes(app: App): void {
  app.openapi(contract.listEvents, async c => c.json(await read(c, listEvents, c.req.valid('query')), 200))
  // Before the one by id, which would take them for ids.
  app.openapi(contract.exportEvents, async c => {
    const query = c.req.valid('query')
    const type = query.format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl; charset=utf-8'
    const file = `attachment; filename="events.${query.format}"`
    return c.body(await read(c, exportEvents, query), 200, { 'content-type': type, 'content-disposition': file })
  })
  app.openapi(contract.streamEvents, async c => {
    const { scope } = c.get('caller')
    const credentials = {
      bearer: bearerOf(c.req.header('authorization')) ?? '',
      origin: c.req.header('origin'),
      requestId: c.get('requestId'),
      isRead: false,
    }
    const stillAllowed = () => c.get('authenticate')(scope.services, credentials)
    const lastEventId = c.req.valid('header')['last-event-id']
    const stream = await streamEvents(scope, { ...c.req.valid('query'), lastEventId, stillAllowed })
    return c.body(stream, 200, { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' })
  })
  app.openapi(contract.getEvent, async c => c.json(await read(c, getEvent, c.req.valid('param')), 200))
}

function endpointRoutes(app: App): void {
  app.openapi(contract.listWebhookEndpoints, async c => c.json(await read(c, listWebhookEndpoints, c.req.valid('query')), 200))
  app.openapi(contract.createWebhookEndpoint, async c => {
    const granted = c.get('caller').scopes
    const created = await write(c, createWebhookEndpoint, { ...c.req.valid('json'), granted })
    return c.json(created, 201, { location: `/v1/webhook-endpoints/${created.id}` })
  })
  app.openapi(contract.getWebhookEndpoint, async c => c.json(await read(c, getWebhookEndpoint, c.req.valid('param')), 200))
  app.openapi(contract.updateWebhookEndpoint, async c => {
    const { id } = c.req.valid('param')
    const input = { id, patch: c.req.valid('json'), granted: c.get('caller').scopes }
    return c.json(await patch(c, { verb: updateWebhookEndpoint, input, current: getWebhookEndpoint, id: { id } }), 200)
  })
  app.openapi(contract.deleteWebhookEndpoint, async c => {
    await write(c, deleteWebhookEndpoint, c.req.valid('param'))
    return c.body(null, 204)
  })
  app.openapi(contract.getWebhookEndpointSecret, async c => c.json(await write(c, getWebhookEndpointSecret, c.req.valid('param')), 200))
  app.openapi(contract.rotateWebhookSecret, async c =>
    c.json(await write(c, rotateWebhookSecret, { ...c.req.valid('param'), ...c.req.valid('json') }), 200),
  )
  app.openapi(contract.testWebhookEndpoint, async c => {
    await write(c, testWebhookEndpoint, c.req.valid('param'))
    return c.body(null, 202)
  })
}

function deliveryRoutes(app: App): void {
  app.openapi(contract.listDeliveries, async c => c.json(await read(c, listDeliveries, c.req.valid('query')), 200))
  app.openapi(contract.getDelivery, async c => c.json(await read(c, getDelivery, c.req.valid('param')), 200))
  app.openapi(contract.resendDelivery, async c => {
    const delivery = await write(c, resendDelivery, c.req.valid('param'))
    // It is due now, so the worker need not wait for its next look.
    c.get('services').onEvents([])
    return c.json(delivery, 200)
  })
}

function replayRoutes(app: App): void {
  app.openapi(replayContract.createReplay, async c => {
    const replay = await write(c, createReplay, { ...c.req.valid('param'), ...c.req.valid('json') })
    c.get('services').onEvents([])
    return c.json(replay, 202, { location: `/v1/replays/${replay.id}` })
  })
  app.openapi(replayContract.getReplay, async c => c.json(await read(c, getReplay, c.req.valid('param')), 200))
}

export function webhookRoutes(app: App): void {
  eventRoutes(app)
  endpointRoutes(app)
  replayRoutes(app)
  deliveryRoutes(app)
}
