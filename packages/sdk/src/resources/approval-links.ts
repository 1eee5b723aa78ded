import type { ApiPromise } from '../api-promise.ts'
import { path } from '../internal/path.ts'
import type { CallOptions } from '../options.ts'
import type { ListPromise } from '../pagination.ts'
import type {
  ApprovalLink,
  ApprovalLinksQuery,
  ApprovalMessage,
  ApprovalMessageQuery,
  ExportMessagesQuery,
  ListedApprovalLink,
  MarkSentInput,
  MarkSentResult,
  ShortCode,
} from '../types.ts'
import { Resource } from './resource.ts'

/** The page of each creator who was asked, at a URL of its own. */
export class ApprovalLinksResource extends Resource {
  /**
   * Newest first. With `needs` the queue of messages to send, those that wait longest first: a link that is marked as sent leaves it.
   *
   * @example
   * ```ts
   * for await (const { creatorId, openedAt } of client.approvalLinks.list()) console.log(creatorId, openedAt)
   * for await (const { toSend } of client.approvalLinks.list({ needs: 'message', locale: 'es' })) {
   *   console.log(toSend?.creator.profileUrl, toSend?.message.text)
   * }
   * ```
   */
  list(query?: ApprovalLinksQuery, options?: CallOptions): ListPromise<ListedApprovalLink> {
    return this.transport.list({ ...options, method: 'GET', path: '/v1/approval-links', query })
  }

  /**
   * The whole queue of messages as CSV, a message per line.
   *
   * @example
   * ```ts
   * const csv = await client.approvalLinks.exportCsv({ needs: 'reminder', channel: 'email' })
   * ```
   */
  exportCsv(query?: ExportMessagesQuery, options?: CallOptions): ApiPromise<string> {
    const headers = { accept: 'text/csv', ...options?.headers }
    return this.transport.request({ ...options, method: 'GET', path: '/v1/approval-links/export', query, headers, parseAs: 'text' })
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
   * The text to send, with the URL in it: from the template that is named, else from the default for its kind, channel and locale,
   * else from a built-in one. `problem` says when it is longer than the channel takes.
   *
   * @example
   * ```ts
   * const { text } = await client.approvalLinks.message(id)
   * const { subject } = await client.approvalLinks.message(id, { channel: 'email', locale: 'es' })
   * const reminder = await client.approvalLinks.message(id, { kind: 'reminder' })
   * ```
   */
  message(id: string, query?: ApprovalMessageQuery, options?: CallOptions): ApiPromise<ApprovalMessage> {
    return this.transport.request({ ...options, method: 'GET', path: path`/v1/approval-links/${id}/message`, query })
  }

  /**
   * The message went out: all pending requests of the link count as sent. Say how it went out and `stats.funnel` groups by
   * it; give its `text` to have it checked.
   *
   * @example
   * ```ts
   * const { text, channel } = await client.approvalLinks.message(id)
   * await client.approvalLinks.markSent(id, { text, channel })
   * ```
   */
  markSent(id: string, input: MarkSentInput = {}, options?: CallOptions): ApiPromise<MarkSentResult> {
    return this.transport.request({ ...options, method: 'POST', path: path`/v1/approval-links/${id}/sent`, body: input })
  }

  /**
   * A reminder went out. The next one falls due in its time, and two days from now at the earliest.
   *
   * @example
   * ```ts
   * const { text, channel } = await client.approvalLinks.message(id, { kind: 'reminder' })
   * await client.approvalLinks.markReminded(id, { text, channel })
   * ```
   */
  markReminded(id: string, input: MarkSentInput = {}, options?: CallOptions): ApiPromise<MarkSentResult> {
    return this.transport.request({ ...options, method: 'POST', path: path`/v1/approval-links/${id}/reminded`, body: input })
  }

  /**
   * A new short code, and the old one is dead. One that ran out is replaced by itself.
   *
   * @example
   * ```ts
   * const { shortUrl } = await client.approvalLinks.renewShortCode(id)
   * ```
   */
  renewShortCode(id: string, options?: CallOptions): ApiPromise<ShortCode> {
    return this.transport.request({ ...options, method: 'POST', path: path`/v1/approval-links/${id}/short-code` })
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
