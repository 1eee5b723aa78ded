import type { ApiPromise } from '../api-promise.ts'
import { path } from '../internal/path.ts'
import type { CallOptions } from '../options.ts'
import type {
  Approval,
  ApproveInput,
  CheckCodeInput,
  CodeVerdict,
  Receipt,
  RejectInput,
  SortCodesInput,
  SortedCodes,
  WithdrawInput,
} from '../types.ts'
import { Resource } from './resource.ts'

/** The creator's side of an approval link. Its token is the only authority: a client made with `anonymous: true` does. */
export class ApprovalsResource extends Resource {
  /**
   * What the creator is asked. Reading does not count as opening.
   *
   * @example
   * ```ts
   * const { brand, items } = await client.approvals.get(token)
   * ```
   */
  get(token: string, options?: CallOptions): ApiPromise<Approval> {
    return this.transport.request({ ...options, method: 'GET', path: path`/v1/approvals/${token}` })
  }

  /**
   * The page was opened by a person: call it from a script on the page, so that link previews do not count.
   *
   * @example
   * ```ts
   * await client.approvals.opened(token)
   * ```
   */
  opened(token: string, options?: CallOptions): ApiPromise<void> {
    return this.transport.request({ ...options, method: 'POST', path: path`/v1/approvals/${token}/opened` })
  }

  /**
   * A verdict on a pasted code, before anything is sent. Changes nothing.
   *
   * @example
   * ```ts
   * const { ok, problem } = await client.approvals.check(token, { requestId: id, code: 'here you go: #p4KxVb2mQe7…' })
   * ```
   */
  check(token: string, input: CheckCodeInput, options?: CallOptions): ApiPromise<CodeVerdict> {
    return this.transport.request({ ...options, method: 'POST', path: path`/v1/approvals/${token}/check`, body: input })
  }

  /**
   * Puts several pasted codes to their posts: by the link beside each, else in page order. A suggestion; changes nothing.
   *
   * @example
   * ```ts
   * const { suggestions } = await client.approvals.sort(token, { text: 'everything the creator pasted' })
   * console.log(suggestions)
   * ```
   */
  sort(token: string, input: SortCodesInput, options?: CallOptions): ApiPromise<SortedCodes> {
    return this.transport.request({ ...options, method: 'POST', path: path`/v1/approvals/${token}/sort`, body: input })
  }

  /**
   * Answers a request with a code. The same answer twice is the same as once.
   *
   * @example
   * ```ts
   * const { items } = await client.approvals.approve(token, { requestId: id, code, days: 60 })
   * ```
   */
  approve(token: string, input: ApproveInput, options?: CallOptions): ApiPromise<Approval> {
    return this.transport.request({ ...options, method: 'POST', path: path`/v1/approvals/${token}/approve`, body: input })
  }

  /**
   * Says no. A rejected request may still be approved later.
   *
   * @example
   * ```ts
   * await client.approvals.reject(token, { requestId: id, reason: 'I have a deal with another brand' })
   * ```
   */
  reject(token: string, input: RejectInput, options?: CallOptions): ApiPromise<Approval> {
    return this.transport.request({ ...options, method: 'POST', path: path`/v1/approvals/${token}/reject`, body: input })
  }

  /**
   * The receipt of an answer: the same that the brand gets.
   *
   * @example
   * ```ts
   * const { brand, asked, terms } = await client.approvals.receipt(token, id)
   * ```
   */
  receipt(token: string, requestId: string, options?: CallOptions): ApiPromise<Receipt> {
    return this.transport.request({ ...options, method: 'GET', path: path`/v1/approvals/${token}/receipts/${requestId}` })
  }

  /**
   * Takes a live code back. In TikTok itself the creator revokes it in the ad settings of the post.
   *
   * @example
   * ```ts
   * await client.approvals.withdraw(token, { requestId: id })
   * ```
   */
  withdraw(token: string, input: WithdrawInput, options?: CallOptions): ApiPromise<Approval> {
    return this.transport.request({ ...options, method: 'POST', path: path`/v1/approvals/${token}/withdraw`, body: input })
  }
}
