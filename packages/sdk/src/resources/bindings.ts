import type { ApiPromise } from '../api-promise.ts'
import { path } from '../internal/path.ts'
import type { CallOptions } from '../options.ts'
import type { ListPromise } from '../pagination.ts'
import type { Binding, BindingsQuery, BindManyInput, BindManyResult } from '../types.ts'
import { Resource } from './resource.ts'

/** Codes on ad accounts: what is bound, what waits, and what needs somebody. */
export class BindingsResource extends Resource {
  /**
   * Wants up to 500 codes on ad accounts, with a verdict per row. They are bound in the background.
   *
   * @example
   * ```ts
   * const { results } = await client.bindings.create({ items: [{ sparkCodeId: id, adAccountId: '7012345678901234567' }] })
   * ```
   */
  create(input: BindManyInput, options?: CallOptions): ApiPromise<BindManyResult> {
    return this.transport.request({ ...options, method: 'POST', path: '/v1/bindings', body: input })
  }

  /**
   * Of a code, of a post, of an ad account, or all; newest first.
   *
   * @example
   * ```ts
   * for await (const { sparkCodeId, reason } of client.bindings.list({ status: 'failed' })) console.log(sparkCodeId, reason?.action)
   * ```
   */
  list(query?: BindingsQuery, options?: CallOptions): ListPromise<Binding> {
    return this.transport.list({ ...options, method: 'GET', path: '/v1/bindings', query })
  }

  /**
   * One binding.
   *
   * @example
   * ```ts
   * const { status, nextTryAt } = await client.bindings.get(id)
   * ```
   */
  get(id: string, options?: CallOptions): ApiPromise<Binding> {
    return this.transport.request({ ...options, method: 'GET', path: path`/v1/bindings/${id}` })
  }
}
