import type { ApiPromise } from '../api-promise.ts'
import { path } from '../internal/path.ts'
import type { CallOptions } from '../options.ts'
import type {
  MarkSharedCodeUsedInput,
  RevealSharedCodesInput,
  RevealSharedCodesResult,
  SharedCode,
  SharedCodes,
  SharedCodesQuery,
} from '../types.ts'
import { Resource } from './resource.ts'

/** The ad team's side of a handoff. Its token is the only authority: a client made with `anonymous: true` does. */
export class SharedCodesResource extends Resource {
  /**
   * A page of live codes, masked: unused ones first, those that end soonest before the others. `cursor` leads on.
   *
   * @example
   * ```ts
   * const { counts, data, nextCursor } = await client.sharedCodes.get(token, { limit: 20 })
   * ```
   */
  get(token: string, query?: SharedCodesQuery, options?: CallOptions): ApiPromise<SharedCodes> {
    return this.transport.request({ ...options, method: 'GET', path: path`/v1/shared-codes/${token}`, query })
  }

  /**
   * Codes in clear, a verdict per code. Each is an event that names the handoff.
   *
   * @example
   * ```ts
   * const { data } = await client.sharedCodes.get(token, { limit: 20 })
   * const { results } = await client.sharedCodes.reveal(token, { id: data.map(({ id }) => id) })
   * ```
   */
  reveal(token: string, input: RevealSharedCodesInput, options?: CallOptions): ApiPromise<RevealSharedCodesResult> {
    return this.transport.request({ ...options, method: 'POST', path: path`/v1/shared-codes/${token}/reveal`, body: input })
  }

  /**
   * All codes of the handoff in clear as CSV. Each is an event that names the handoff.
   *
   * @example
   * ```ts
   * const csv = await client.sharedCodes.exportCsv(token)
   * ```
   */
  exportCsv(token: string, options: CallOptions = {}): ApiPromise<string> {
    const headers = { accept: 'text/csv', ...options.headers }
    return this.transport.request({ ...options, method: 'POST', path: path`/v1/shared-codes/${token}/export`, headers, parseAs: 'text' })
  }

  /**
   * Notes that a code was used in an ad. The first use is kept, and told.
   *
   * @example
   * ```ts
   * const { usedAdId } = await client.sharedCodes.markUsed(token, { id, adId: '1790000000000001' })
   * ```
   */
  markUsed(token: string, input: MarkSharedCodeUsedInput, options?: CallOptions): ApiPromise<SharedCode> {
    return this.transport.request({ ...options, method: 'POST', path: path`/v1/shared-codes/${token}/used`, body: input })
  }
}
