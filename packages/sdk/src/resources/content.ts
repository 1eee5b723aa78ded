import type { ApiPromise } from '../api-promise.ts'
import { path } from '../internal/path.ts'
import type { CallOptions } from '../options.ts'
import type { ListPromise } from '../pagination.ts'
import type {
  BatchContentInput,
  BatchContentResult,
  Content,
  ContentFacets,
  ContentFacetsQuery,
  ContentQuery,
  UpdateContentInput,
} from '../types.ts'
import { Resource } from './resource.ts'

/** Posts in which the brand is tagged. */
export class ContentResource extends Resource {
  /**
   * Creates or updates up to 1000 posts, with a verdict per row. A post met again by any of its names is the same post, so
   * sending one twice changes nothing.
   *
   * @example
   * ```ts
   * const { results } = await client.content.batch({
   *   items: [{ url: 'https://www.tiktok.com/@mara/video/7195686135157296390', metrics: { views: 120_000 } }],
   * })
   * ```
   */
  batch(input: BatchContentInput, options?: CallOptions): ApiPromise<BatchContentResult> {
    return this.transport.request({ ...options, method: 'POST', path: '/v1/content/batch', body: input })
  }

  /**
   * Filters combine with and, values of one filter with or.
   *
   * @example
   * ```ts
   * for await (const post of client.content.list({ sparkEligible: true, minViews: 100_000, sort: '-views' })) {
   *   console.log(post.creator.handle, post.url)
   * }
   * ```
   */
  list(query?: ContentQuery, options?: CallOptions): ListPromise<Content> {
    return this.transport.list({ ...options, method: 'GET', path: '/v1/content', query })
  }

  /**
   * How many posts each value of a filter would leave: the numbers beside the filters of a grid.
   *
   * @example
   * ```ts
   * const { total, sparkStatus } = await client.content.facets({ platform: 'tiktok' })
   * ```
   */
  facets(query?: ContentFacetsQuery, options?: CallOptions): ApiPromise<ContentFacets> {
    return this.transport.request({ ...options, method: 'GET', path: '/v1/content/facets', query })
  }

  /**
   * One post.
   *
   * @example
   * ```ts
   * const { eligibility, sparkStatus } = await client.content.get(id)
   * ```
   */
  get(id: string, options?: CallOptions): ApiPromise<Content> {
    return this.transport.request({ ...options, method: 'GET', path: path`/v1/content/${id}` })
  }
  /**
   * Changes what you say about a post: your own id and metadata. What is left out stays, `null` removes.
   *
   * @example
   * ```ts
   * await client.content.update(id, { externalId: 'post-77', metadata: { campaign: 'spring', tier: null } })
   * ```
   */
  update(id: string, input: UpdateContentInput, options?: CallOptions): ApiPromise<Content> {
    return this.transport.request({ ...options, method: 'PATCH', path: path`/v1/content/${id}`, body: input })
  }
}
