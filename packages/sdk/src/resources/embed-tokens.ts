import type { ApiPromise } from '../api-promise.ts'
import type { CallOptions } from '../options.ts'
import type { CreateEmbedTokenInput, EmbedToken } from '../types.ts'
import { Resource } from './resource.ts'

/** Tokens for pages that embed the widgets. */
export class EmbedTokensResource extends Resource {
  /**
   * Call it on your backend, for the person who is signed in there; the page's client takes the answer as its `token`.
   *
   * @example
   * ```ts
   * const { token, expiresAt } = await client.embedTokens.create({
   *   actor: 'ana@agency.example',
   *   origins: ['https://app.agency.example'],
   *   scopes: ['content:read', 'spark-requests:write'],
   * })
   * ```
   */
  create(input: CreateEmbedTokenInput, options?: CallOptions): ApiPromise<EmbedToken> {
    return this.transport.request({ ...options, method: 'POST', path: '/v1/embed-tokens', body: input })
  }
}
