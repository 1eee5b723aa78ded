import type { ApiPromise } from '../api-promise.ts'
import { path } from '../internal/path.ts'
import type { CallOptions } from '../options.ts'
import type { ListPromise } from '../pagination.ts'
import type { ApprovalLink, ApprovalLinksQuery, ApprovalMessage, MarkSentInput, MarkSentResult } from '../types.ts'
import { Resource } from './resource.ts'

/** The page of each creator who was asked, at a URL of its own. */
export class ApprovalLinksResource extends Resource {
  /**
   * Newest first.
   *
   * @example
   * ```ts
   * for await (const { creatorId, openedAt } of client.approvalLinks.list()) console.log(creatorId, openedAt)
   * ```
   */
  list(query?: ApprovalLinksQuery, options?: CallOptions): ListPromise<ApprovalLink> {
    return this.transport.list({ ...options, method: 'GET', path: '/v1/approval-links', query })
  }

  /**
   * One link. Its URL is in `message` only.
   *
   * @example
   * ```ts
   * const { status, openedAt } = await client.approvalLinks.get(id)
   * ```
   */
  get(id: string, options?: CallOptions): ApiPromise<ApprovalLink> {
    return this.transport.request({ ...options, method: 'GET', path: path`/v1/approval-links/${id}` })
  }

  /**
   * The text to paste into a DM, with the URL in it.
   *
   * @example
   * ```ts
   * const { text } = await client.approvalLinks.message(id)
   * ```
   */
  message(id: string, options?: CallOptions): ApiPromise<ApprovalMessage> {
    return this.transport.request({ ...options, method: 'GET', path: path`/v1/approval-links/${id}/message` })
  }

  /**
   * The message went out: all pending requests of the link count as sent. Give its `text` to have it checked for the link.
   *
   * @example
   * ```ts
   * const { text } = await client.approvalLinks.message(id)
   * await client.approvalLinks.markSent(id, { text })
   * ```
   */
  markSent(id: string, input: MarkSentInput = {}, options?: CallOptions): ApiPromise<MarkSentResult> {
    return this.transport.request({ ...options, method: 'POST', path: path`/v1/approval-links/${id}/sent`, body: input })
  }

  /**
   * The URL is dead at once; the next request for this creator makes a new link.
   *
   * @example
   * ```ts
   * await client.approvalLinks.revoke(id)
   * ```
   */
  revoke(id: string, options?: CallOptions): ApiPromise<ApprovalLink> {
    return this.transport.request({ ...options, method: 'POST', path: path`/v1/approval-links/${id}/revoke` })
  }

  /**
   * A new link takes the place of this one: the old URL is dead, the requests go on.
   *
   * @example
   * ```ts
   * const renewed = await client.approvalLinks.reissue(id)
   * const { url } = await client.approvalLinks.message(renewed.id)
   * ```
   */
  reissue(id: string, options?: CallOptions): ApiPromise<ApprovalLink> {
    return this.transport.request({ ...options, method: 'POST', path: path`/v1/approval-links/${id}/reissue` })
  }
}
