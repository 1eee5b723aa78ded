import type { ApiPromise } from '../api-promise.ts'
import { path } from '../internal/path.ts'
import type { CallOptions } from '../options.ts'
import type { ListPromise } from '../pagination.ts'
import type { CreatedHandoff, CreateHandoffInput, Handoff, HandoffsQuery, HandoffUrl, UpdateHandoffInput } from '../types.ts'
import { Resource } from './resource.ts'

/** Live codes shared with an ad team by a link that ends and needs no account. */
export class HandoffsResource extends Resource {
  /**
   * Makes a link to codes: all live ones, or those that fit a filter. It lasts 14 days unless `expiresAt` says otherwise.
   *
   * @example
   * ```ts
   * const { url } = await client.handoffs.create({ name: 'Spring, Northlight agency', filter: { hashtag: ['lumen'] } })
   * ```
   */
  create(input: CreateHandoffInput, options?: CallOptions): ApiPromise<CreatedHandoff> {
    return this.transport.request({ ...options, method: 'POST', path: '/v1/handoffs', body: input })
  }

  /**
   * Newest first.
   *
   * @example
   * ```ts
   * for await (const { name, expiresAt } of client.handoffs.list({ status: 'open' })) console.log(name, expiresAt)
   * ```
   */
  list(query?: HandoffsQuery, options?: CallOptions): ListPromise<Handoff> {
    return this.transport.list({ ...options, method: 'GET', path: '/v1/handoffs', query })
  }

  /**
   * One handoff. Its URL is told by `url` only.
   *
   * @example
   * ```ts
   * const { status, openedAt } = await client.handoffs.get(id)
   * ```
   */
  get(id: string, options?: CallOptions): ApiPromise<Handoff> {
    return this.transport.request({ ...options, method: 'GET', path: path`/v1/handoffs/${id}` })
  }

  /**
   * The URL again. Whoever has it sees the codes.
   *
   * @example
   * ```ts
   * const { url } = await client.handoffs.url(id)
   * ```
   */
  url(id: string, options?: CallOptions): ApiPromise<HandoffUrl> {
    return this.transport.request({ ...options, method: 'GET', path: path`/v1/handoffs/${id}/url` })
  }

  /**
   * Changes what is given and leaves the rest; it holds for the link at once.
   *
   * @example
   * ```ts
   * await client.handoffs.update(id, { expiresAt: new Date(Date.now() + 30 * 86_400_000) })
   * ```
   */
  update(id: string, input: UpdateHandoffInput, options?: CallOptions): ApiPromise<Handoff> {
    return this.transport.request({ ...options, method: 'PATCH', path: path`/v1/handoffs/${id}`, body: input })
  }

  /**
   * The URL is dead at once.
   *
   * @example
   * ```ts
   * await client.handoffs.revoke(id)
   * ```
   */
  revoke(id: string, options?: CallOptions): ApiPromise<Handoff> {
    return this.transport.request({ ...options, method: 'POST', path: path`/v1/handoffs/${id}/revoke` })
  }
}
