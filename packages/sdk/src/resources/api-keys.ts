import type { ApiPromise } from '../api-promise.ts'
import { path } from '../internal/path.ts'
import type { CallOptions } from '../options.ts'
import type { ListPromise } from '../pagination.ts'
import type { ApiKey, ApiKeysQuery, CreateApiKeyInput, CreatedApiKey, RotateApiKeyInput, RotatedApiKey } from '../types.ts'
import { Resource } from './resource.ts'

/** What your servers prove themselves with. Keys are shown once, when they are made. */
export class ApiKeysResource extends Resource {
  /**
   * Makes a key, no wider than the one that calls.
   *
   * @example
   * ```ts
   * const { key } = await client.apiKeys.create({ name: 'nightly import', scopes: ['content:write'] })
   * ```
   */
  create(input: CreateApiKeyInput, options?: CallOptions): ApiPromise<CreatedApiKey> {
    return this.transport.request({ ...options, method: 'POST', path: '/v1/api-keys', body: input })
  }

  /**
   * Newest first, those that ended too.
   *
   * @example
   * ```ts
   * for await (const { name, hint, lastUsedAt } of client.apiKeys.list()) console.log(name, hint, lastUsedAt)
   * ```
   */
  list(query?: ApiKeysQuery, options?: CallOptions): ListPromise<ApiKey> {
    return this.transport.list({ ...options, method: 'GET', path: '/v1/api-keys', query })
  }

  /**
   * A new key with the same name, scopes and end. The old one goes on working for `overlapHours`, 24 unless given.
   *
   * @example
   * ```ts
   * const { key, replaces } = await client.apiKeys.rotate(id, { overlapHours: 2 })
   * console.log(key, replaces)
   * ```
   */
  rotate(id: string, input: RotateApiKeyInput = {}, options?: CallOptions): ApiPromise<RotatedApiKey> {
    return this.transport.request({ ...options, method: 'POST', path: path`/v1/api-keys/${id}/rotate`, body: input })
  }

  /**
   * The key is dead at once, and every embed token made with it; other processes of the service may answer its reads for one second more.
   *
   * @example
   * ```ts
   * await client.apiKeys.revoke(id)
   * ```
   */
  revoke(id: string, options?: CallOptions): ApiPromise<ApiKey> {
    return this.transport.request({ ...options, method: 'DELETE', path: path`/v1/api-keys/${id}` })
  }
}
