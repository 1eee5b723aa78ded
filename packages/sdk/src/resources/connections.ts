import type { ApiPromise } from '../api-promise.ts'
import { path } from '../internal/path.ts'
import type { CallOptions } from '../options.ts'
import type { ListPromise } from '../pagination.ts'
import type { Connection, ConnectionsQuery, CreateConnectionInput, UpdateConnectionInput } from '../types.ts'
import { Resource } from './resource.ts'

/** Tokens for TikTok ad accounts. They are kept sealed, and no answer shows them. */
export class ConnectionsResource extends Resource {
  /**
   * Connects the ad accounts of a token, after trying it. A sandbox connects to the simulator only.
   *
   * @example
   * ```ts
   * const { id } = await client.connections.create({ name: 'Agency', token, advertiserIds: ['7012345678901234567'] })
   * ```
   */
  create(input: CreateConnectionInput, options?: CallOptions): ApiPromise<Connection> {
    return this.transport.request({ ...options, method: 'POST', path: '/v1/connections', body: input })
  }

  /**
   * Newest first.
   *
   * @example
   * ```ts
   * for await (const { name, status, reason } of client.connections.list()) console.log(name, status, reason?.action)
   * ```
   */
  list(query?: ConnectionsQuery, options?: CallOptions): ListPromise<Connection> {
    return this.transport.list({ ...options, method: 'GET', path: '/v1/connections', query })
  }

  /**
   * One connection, and whether it works.
   *
   * @example
   * ```ts
   * const { status } = await client.connections.get(id)
   * ```
   */
  get(id: string, options?: CallOptions): ApiPromise<Connection> {
    return this.transport.request({ ...options, method: 'GET', path: path`/v1/connections/${id}` })
  }

  /**
   * Renames it, or gives it a new token: one that works mends a broken connection, and what waited goes on.
   *
   * @example
   * ```ts
   * await client.connections.update(id, { token })
   * ```
   */
  update(id: string, input: UpdateConnectionInput, options?: CallOptions): ApiPromise<Connection> {
    return this.transport.request({ ...options, method: 'PATCH', path: path`/v1/connections/${id}`, body: input })
  }

  /**
   * Its token is gone at once. Codes stay bound in TikTok.
   *
   * @example
   * ```ts
   * await client.connections.delete(id)
   * ```
   */
  delete(id: string, options?: CallOptions): ApiPromise<void> {
    return this.transport.request({ ...options, method: 'DELETE', path: path`/v1/connections/${id}` })
  }
}
