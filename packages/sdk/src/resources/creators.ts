import type { ApiPromise } from '../api-promise.ts'
import { path } from '../internal/path.ts'
import type { CallOptions } from '../options.ts'
import type { ListPromise } from '../pagination.ts'
import type { Creator, CreatorsQuery, UpdateCreatorInput } from '../types.ts'
import { Resource } from './resource.ts'

/** Who made the posts. */
export class CreatorsResource extends Resource {
  /**
   * Newest first.
   *
   * @example
   * ```ts
   * for await (const { handle, doNotContact } of client.creators.list({ platform: 'tiktok' })) console.log(handle, doNotContact)
   * ```
   */
  list(query?: CreatorsQuery, options?: CallOptions): ListPromise<Creator> {
    return this.transport.list({ ...options, method: 'GET', path: '/v1/creators', query })
  }

  /**
   * One creator.
   *
   * @example
   * ```ts
   * const { handle, platformUserId } = await client.creators.get(id)
   * ```
   */
  get(id: string, options?: CallOptions): ApiPromise<Creator> {
    return this.transport.request({ ...options, method: 'GET', path: path`/v1/creators/${id}` })
  }

  /**
   * Changes what is given and leaves the rest; `null` removes. With `doNotContact` nobody can ask the creator for a code.
   *
   * @example
   * ```ts
   * await client.creators.update(id, { doNotContact: true, metadata: { reason: 'asked us to stop' } })
   * ```
   */
  update(id: string, input: UpdateCreatorInput, options?: CallOptions): ApiPromise<Creator> {
    return this.transport.request({ ...options, method: 'PATCH', path: path`/v1/creators/${id}`, body: input })
  }

  /**
   * Erases the person, which cannot be undone: names, texts and links are blanked in the creator at once, in posts, requests, codes and
   * earlier events within minutes. Their page closes, open requests are cancelled, codes are withdrawn and destroyed, and nothing about
   * them is taken in again. The event `creator.erased` says when all is done. Needs the scope `creators:erase`.
   *
   * @example
   * ```ts
   * const { erasedAt } = await client.creators.erase(id)
   * ```
   */
  erase(id: string, options?: CallOptions): ApiPromise<Creator> {
    return this.transport.request({ ...options, method: 'POST', path: path`/v1/creators/${id}/erase` })
  }
}
