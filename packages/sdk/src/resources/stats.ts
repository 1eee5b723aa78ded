import type { ApiPromise } from '../api-promise.ts'
import type { CallOptions } from '../options.ts'
import type { Funnel, FunnelQuery } from '../types.ts'
import { Resource } from './resource.ts'

/** How the asking goes. */
export class StatsResource extends Resource {
  /**
   * How many of the requests made in a time were opened, approved, verified, used and renewed so far, and how long that took.
   *
   * @example
   * ```ts
   * const funnel = await client.stats.funnel({ from: new Date('2026-11-01') })
   * ```
   */
  funnel(query?: FunnelQuery, options?: CallOptions): ApiPromise<Funnel> {
    return this.transport.request({ ...options, method: 'GET', path: '/v1/stats/funnel', query })
  }
}
