import type { ApiPromise } from '../api-promise.ts'
import { path } from '../internal/path.ts'
import type { CallOptions } from '../options.ts'
import type { ListPromise } from '../pagination.ts'
import type {
  CreatedWebhookEndpoint,
  CreateReplayInput,
  CreateWebhookEndpointInput,
  Replay,
  RotatedSigningSecret,
  RotateSigningSecretInput,
  SigningSecret,
  UpdateWebhookEndpointInput,
  WebhookEndpoint,
  WebhookEndpointsQuery,
} from '../types.ts'
import { Resource } from './resource.ts'

/** Where events are sent. */
export class WebhookEndpointsResource extends Resource {
  /**
   * From now on events that fit `events` are sent to `url`, signed with the `secret` of the answer.
   *
   * @example
   * ```ts
   * const { secret } = await client.webhookEndpoints.create({ url: 'https://example.com/hooks', events: ['spark_code.*'] })
   * ```
   */
  create(input: CreateWebhookEndpointInput, options?: CallOptions): ApiPromise<CreatedWebhookEndpoint> {
    return this.transport.request({ ...options, method: 'POST', path: '/v1/webhook-endpoints', body: input })
  }

  /**
   * Oldest first.
   *
   * @example
   * ```ts
   * for await (const { url, status } of client.webhookEndpoints.list()) console.log(url, status)
   * ```
   */
  list(query?: WebhookEndpointsQuery, options?: CallOptions): ListPromise<WebhookEndpoint> {
    return this.transport.list({ ...options, method: 'GET', path: '/v1/webhook-endpoints', query })
  }

  /**
   * One endpoint.
   *
   * @example
   * ```ts
   * const { status, disabledReason } = await client.webhookEndpoints.get(id)
   * ```
   */
  get(id: string, options?: CallOptions): ApiPromise<WebhookEndpoint> {
    return this.transport.request({ ...options, method: 'GET', path: path`/v1/webhook-endpoints/${id}` })
  }

  /**
   * Changes what is given and leaves the rest; `null` removes. Disabling cancels what was not delivered yet.
   *
   * @example
   * ```ts
   * await client.webhookEndpoints.update(id, { status: 'enabled', description: null })
   * ```
   */
  update(id: string, input: UpdateWebhookEndpointInput, options?: CallOptions): ApiPromise<WebhookEndpoint> {
    const headers = { ...options?.headers, 'content-type': 'application/merge-patch+json' }
    return this.transport.request({ ...options, method: 'PATCH', path: path`/v1/webhook-endpoints/${id}`, headers, body: input })
  }

  /**
   * What was not delivered yet is cancelled; past deliveries stay.
   *
   * @example
   * ```ts
   * await client.webhookEndpoints.delete(id)
   * ```
   */
  delete(id: string, options?: CallOptions): ApiPromise<void> {
    return this.transport.request({ ...options, method: 'DELETE', path: path`/v1/webhook-endpoints/${id}` })
  }

  /**
   * The secret that `webhooks.unwrap` takes. Keep it on your server.
   *
   * @example
   * ```ts
   * const { secret } = await client.webhookEndpoints.secret(id)
   * ```
   */
  secret(id: string, options?: CallOptions): ApiPromise<SigningSecret> {
    return this.transport.request({ ...options, method: 'GET', path: path`/v1/webhook-endpoints/${id}/secret` })
  }

  /**
   * Makes a new secret. Until the overlap ends (24 hours unless given) deliveries are signed with both: give `webhooks.unwrap` both.
   *
   * @example
   * ```ts
   * const { secret, previousSecretExpiresAt } = await client.webhookEndpoints.rotateSecret(id, { overlapHours: 48 })
   * ```
   */
  rotateSecret(id: string, input: RotateSigningSecretInput = {}, options?: CallOptions): ApiPromise<RotatedSigningSecret> {
    return this.transport.request({ ...options, method: 'POST', path: path`/v1/webhook-endpoints/${id}/rotate-secret`, body: input })
  }

  /**
   * Sends again what happened in a range of time: what the endpoint never took, or all of it. `replays` tells the progress.
   *
   * @example
   * ```ts
   * const replay = await client.webhookEndpoints.replay(id, { since: new Date(Date.now() - 3_600_000), only: 'missing' })
   * ```
   */
  replay(id: string, input: CreateReplayInput, options?: CallOptions): ApiPromise<Replay> {
    return this.transport.request({ ...options, method: 'POST', path: path`/v1/webhook-endpoints/${id}/replay`, body: input })
  }

  /**
   * Sends `webhook_endpoint.test` to this endpoint, whatever its filter. See its deliveries for the outcome.
   *
   * @example
   * ```ts
   * await client.webhookEndpoints.test(id)
   * ```
   */
  test(id: string, options?: CallOptions): ApiPromise<void> {
    return this.transport.request({ ...options, method: 'POST', path: path`/v1/webhook-endpoints/${id}/test` })
  }
}
