import type { ApiPromise } from '../api-promise.ts'
import { path } from '../internal/path.ts'
import type { CallOptions } from '../options.ts'
import type { ListPromise } from '../pagination.ts'
import type {
  CreateSparkRequestsInput,
  CreateSparkRequestsResult,
  Receipt,
  RightsTerms,
  SparkRequest,
  SparkRequestsQuery,
} from '../types.ts'
import { Resource } from './resource.ts'

/** Asks for Spark Codes, one per post. */
export class SparkRequestsResource extends Resource {
  /**
   * Asks for a code per post, named by content id, platform id or URL: a verdict per post, and one approval link per creator.
   *
   * @example
   * ```ts
   * const { approvalLinks } = await client.sparkRequests.create({
   *   content: ['https://www.tiktok.com/@mara/video/7195686135157296390'],
   *   askedDays: 60,
   *   feeNote: '150 € within 14 days of your code',
   *   terms: { url: 'https://brand.example/creator-terms', version: '3' },
   * })
   * ```
   */
  create(input: CreateSparkRequestsInput, options?: CallOptions): ApiPromise<CreateSparkRequestsResult> {
    return this.transport.request({ ...options, method: 'POST', path: '/v1/spark-requests', body: input })
  }

  /**
   * Newest first.
   *
   * @example
   * ```ts
   * const pending = await client.sparkRequests.list({ status: ['pending', 'lapsed'] }).toArray({ limit: 500 })
   * ```
   */
  list(query?: SparkRequestsQuery, options?: CallOptions): ListPromise<SparkRequest> {
    return this.transport.list({ ...options, method: 'GET', path: '/v1/spark-requests', query })
  }

  /**
   * One request.
   *
   * @example
   * ```ts
   * const { status, sentAt } = await client.sparkRequests.get(id)
   * ```
   */
  get(id: string, options?: CallOptions): ApiPromise<SparkRequest> {
    return this.transport.request({ ...options, method: 'GET', path: path`/v1/spark-requests/${id}` })
  }

  /**
   * The text of rights terms, by the hash that requests name. It never changes.
   *
   * @example
   * ```ts
   * const { terms } = await client.sparkRequests.get(id)
   * if (terms) console.log((await client.sparkRequests.terms(terms.hash)).text)
   * ```
   */
  terms(hash: string, options?: CallOptions): ApiPromise<RightsTerms> {
    return this.transport.request({ ...options, method: 'GET', path: path`/v1/rights-terms/${hash}` })
  }

  /**
   * What was asked and agreed to, of the last answer with a code that the creator gave on their page.
   *
   * @example
   * ```ts
   * const { answeredAt, terms, code } = await client.sparkRequests.receipt(id)
   * ```
   */
  receipt(id: string, options?: CallOptions): ApiPromise<Receipt> {
    return this.transport.request({ ...options, method: 'GET', path: path`/v1/spark-requests/${id}/receipt` })
  }

  /**
   * Takes a request back, which is final. Fails with `ConflictError` once it is approved.
   *
   * @example
   * ```ts
   * await client.sparkRequests.cancel(id)
   * ```
   */
  cancel(id: string, options?: CallOptions): ApiPromise<SparkRequest> {
    return this.transport.request({ ...options, method: 'POST', path: path`/v1/spark-requests/${id}/cancel` })
  }
}
