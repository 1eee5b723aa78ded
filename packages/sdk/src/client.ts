import type { ApiPromise } from './api-promise.ts'
import { Transport } from './internal/transport.ts'
import type { RequestOptions, SparkKitOptions } from './options.ts'
import type { ListPromise } from './pagination.ts'

/**
 * The client of one SparkKit workspace. Cheap, stateless but for its access token, and safe to share.
 *
 * @example
 * ```ts
 * const client = new SparkKit({ apiKey, baseUrl: 'http://localhost:8787' })
 * ```
 */
export class SparkKit {
  readonly #transport: Transport

  /** @throws TypeError for a bad `baseUrl`, or unless exactly one of `apiKey`, `token` and `anonymous` is given. */
  constructor(options: SparkKitOptions) {
    this.#transport = new Transport(options)
  }

  /**
   * Any endpoint, also one this version has no method for, with the same credentials, retries, timeouts and errors.
   * Ids in `path` must be encoded with `encodeURIComponent`.
   *
   * @example
   * ```ts
   * const me = await client.request<{ workspaceId: string }>({ method: 'GET', path: '/v1/me' })
   * ```
   */
  request<T = unknown>(options: RequestOptions): ApiPromise<T> {
    return this.#transport.request<T>(options)
  }

  /**
   * Any list endpoint: await it for the first page, iterate over it for every item.
   *
   * @example
   * ```ts
   * for await (const event of client.list<{ id: string }>({ path: '/v1/events', query: { limit: 100 } })) console.log(event.id)
   * ```
   */
  list<T = unknown>(options: Omit<RequestOptions, 'method' | 'parseAs'>): ListPromise<T> {
    return this.#transport.list<T>({ ...options, method: 'GET' })
  }
}
