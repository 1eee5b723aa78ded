import type { ApiPromise } from '../api-promise.ts'
import { path } from '../internal/path.ts'
import type { CallOptions } from '../options.ts'
import type { ListPromise } from '../pagination.ts'
import type { DeliveriesQuery, Delivery, DeliveryWithAttempts } from '../types.ts'
import { Resource } from './resource.ts'

/** What became of each event at each webhook endpoint. */
export class DeliveriesResource extends Resource {
  /**
   * Newest first.
   *
   * @example
   * ```ts
   * for await (const { id, lastError } of client.deliveries.list({ status: 'failed' })) console.log(id, lastError)
   * ```
   */
  list(query?: DeliveriesQuery, options?: CallOptions): ListPromise<Delivery> {
    return this.transport.list({ ...options, method: 'GET', path: '/v1/deliveries', query })
  }

  /**
   * One delivery and its attempts.
   *
   * @example
   * ```ts
   * const { status, attempts } = await client.deliveries.get(id)
   * ```
   */
  get(id: string, options?: CallOptions): ApiPromise<DeliveryWithAttempts> {
    return this.transport.request({ ...options, method: 'GET', path: path`/v1/deliveries/${id}` })
  }

  /**
   * Sends it again at once, whatever became of it. The event keeps its id.
   *
   * @example
   * ```ts
   * await client.deliveries.resend(id)
   * ```
   */
  resend(id: string, options?: CallOptions): ApiPromise<Delivery> {
    return this.transport.request({ ...options, method: 'POST', path: path`/v1/deliveries/${id}/resend` })
  }
}
