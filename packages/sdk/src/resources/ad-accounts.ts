import type { ApiPromise } from '../api-promise.ts'
import { path } from '../internal/path.ts'
import type { CallOptions } from '../options.ts'
import type { ListPromise } from '../pagination.ts'
import type { AdAccount, AdAccountsQuery } from '../types.ts'
import { Resource } from './resource.ts'

/** TikTok ad accounts that the connections reach. */
export class AdAccountsResource extends Resource {
  /**
   * Newest first.
   *
   * @example
   * ```ts
   * for await (const { id, advertiserId, name } of client.adAccounts.list({ status: 'active' })) console.log(id, advertiserId, name)
   * ```
   */
  list(query?: AdAccountsQuery, options?: CallOptions): ListPromise<AdAccount> {
    return this.transport.list({ ...options, method: 'GET', path: '/v1/ad-accounts', query })
  }

  /**
   * One ad account, and whether it can still be reached.
   *
   * @example
   * ```ts
   * const { status, reconciledAt } = await client.adAccounts.get(id)
   * ```
   */
  get(id: string, options?: CallOptions): ApiPromise<AdAccount> {
    return this.transport.request({ ...options, method: 'GET', path: path`/v1/ad-accounts/${id}` })
  }

  /**
   * Compares what is bound with what TikTok shows, soon instead of within six hours.
   *
   * @example
   * ```ts
   * await client.adAccounts.reconcile(id)
   * ```
   */
  reconcile(id: string, options?: CallOptions): ApiPromise<AdAccount> {
    return this.transport.request({ ...options, method: 'POST', path: path`/v1/ad-accounts/${id}/reconcile` })
  }
}
