import type { App } from '../../http/app.ts'
import { read, write } from '../../http/run.ts'
import * as contract from './contract.ts'
import { createWebhookEndpoint } from './create-webhook-endpoint.ts'
import { deleteWebhookEndpoint } from './delete-webhook-endpoint.ts'
import { getDelivery } from './get-delivery.ts'
import { getEvent } from './get-event.ts'
import { getWebhookEndpoint, getWebhookEndpointSecret } from './get-webhook-endpoint.ts'
import { listDeliveries } from './list-deliveries.ts'
import { listEvents } from './list-events.ts'
import { listWebhookEndpoints } from './list-webhook-endpoints.ts'
import { resendDelivery } from './resend-delivery.ts'
import { testWebhookEndpoint } from './test-webhook-endpoint.ts'
import { updateWebhookEndpoint } from './update-webhook-endpoint.ts'

function eventRoutes(app: App): void {
  app.openapi(contract.listEvents, async c => c.json(await read(c, listEvents, c.req.valid('query')), 200))
  app.openapi(contract.getEvent, async c => c.json(await read(c, getEvent, c.req.valid('param')), 200))
}

function endpointRoutes(app: App): void {
  app.openapi(contract.listWebhookEndpoints, async c => c.json(await read(c, listWebhookEndpoints, c.req.valid('query')), 200))
  app.openapi(contract.createWebhookEndpoint, async c => {
    const created = await write(c, createWebhookEndpoint, c.req.valid('json'))
    return c.json(created, 201, { location: `/v1/webhook-endpoints/${created.id}` })
  })
  app.openapi(contract.getWebhookEndpoint, async c => c.json(await read(c, getWebhookEndpoint, c.req.valid('param')), 200))
  app.openapi(contract.updateWebhookEndpoint, async c => {
    const { id } = c.req.valid('param')
    return c.json(await write(c, updateWebhookEndpoint, { id, patch: c.req.valid('json') }), 200)
  })
  app.openapi(contract.deleteWebhookEndpoint, async c => {
    await write(c, deleteWebhookEndpoint, c.req.valid('param'))
    return c.body(null, 204)
  })
  app.openapi(contract.getWebhookEndpointSecret, async c => c.json(await read(c, getWebhookEndpointSecret, c.req.valid('param')), 200))
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
    c.var.services.onEvents()
    return c.json(delivery, 200)
  })
}

export function webhookRoutes(app: App): void {
  eventRoutes(app)
  endpointRoutes(app)
  deliveryRoutes(app)
}
