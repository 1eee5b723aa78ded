import { type AdRefusal, isRetryable, namesTheCode } from '@sparkkit/core'

export interface AdAccount {
  /** The platform's id. */
  readonly id: string
  readonly name: string | null
}

/** Who sees a post. `removed`: by the platform; `unknown`: a word that is not known here. */
export type PostVisibility = 'public' | 'friends' | 'private' | 'in_review' | 'deleted' | 'removed' | 'unknown'

/** What an ad platform tells about the post that a code stands for. What it leaves out is null. */
export interface AuthorizedPost {
  /** The platform's id of the post. */
  readonly postId: string
  /** A secret. */
  readonly code: string | null
  /** The window of the code, epoch milliseconds. */
  readonly startsAt: number | null
  readonly endsAt: number | null
  /** The platform's own word, such as `AUTHORIZED`: open, so windows are judged by `endsAt`. */
  readonly authorization: string | null
  readonly visibility: PostVisibility
  readonly kind: 'video' | 'carousel' | 'unknown'
  readonly caption: string | null
  /** Lives for an hour. */
  readonly posterUrl: string | null
  readonly durationSeconds: number | null
  readonly owner: { readonly name: string | null; readonly identityId: string | null; readonly identityType: string | null }
  /** The posts this one builds on or tags. */
  readonly references: { readonly duetOf: string | null; readonly stitchOf: string | null; readonly mentions: readonly string[] }
}

export interface CodeInAdAccount {
  readonly adAccountId: string
  readonly code: string
  /** Of the post that a duet or stitch builds on. */
  readonly originalPostCode?: string
}

export interface PostInAdAccount {
  readonly adAccountId: string
  readonly postId: string
}

export interface AdCallOptions {
  /** For waiting one's turn, every try and every page. Default 15 s; a list 120 s. */
  readonly withinMs?: number
}

/**
 * The port to the ad accounts one connection reaches. Every method throws {@link AdPlatformError} and nothing else. Calls wait for their
 * turn in the pace the platform allows; what reads is repeated by itself, what writes is safe to repeat.
 */
export interface AdPlatform {
  /** Takes one call; `app_unknown` without the credentials of the app. */
  listAdAccounts(options?: AdCallOptions): Promise<readonly AdAccount[]>
  /** What the platform says about a code, bound or not. A refusal proves something only if it names the code. */
  inspectCode(input: CodeInAdAccount, options?: AdCallOptions): Promise<AuthorizedPost>
  /** Applies a code to an ad account and reads back what it stands for. A code that is bound already is no error. */
  bindCode(input: CodeInAdAccount, options?: AdCallOptions): Promise<AuthorizedPost>
  /** Every post in an ad account, or an error. Pages have no cursor, so `findBound` has the last word on one that is missing. */
  listBound(adAccountId: string, options?: AdCallOptions): Promise<readonly AuthorizedPost[]>
  /** The post, if it is in the ad account. Settles what became of a bind that was not answered. */
  findBound(input: PostInAdAccount, options?: AdCallOptions): Promise<AuthorizedPost | null>
  /** Takes a post out of an ad account. A post that is not in it is no error. */
  unbindPost(input: PostInAdAccount, options?: AdCallOptions): Promise<void>
}

export interface AdPlatformErrorDetails {
  /** The platform's own number and name of the error. */
  readonly platformCode?: number | null
  readonly platformName?: string | null
  /** What the platform calls the exchange: for its support. */
  readonly requestId?: string | null
  /** Wall time before which no other call is worth making. */
  readonly retryAt?: number | null
}

/** An ad platform's refusal in our words. Holds neither the code nor the platform's text, which may repeat it. */
export class AdPlatformError extends Error {
  override readonly name = 'AdPlatformError' as const
  readonly reason: AdRefusal
  readonly platformCode: number | null
  readonly platformName: string | null
  readonly requestId: string | null
  readonly retryAt: number | null

  constructor(reason: AdRefusal, details: AdPlatformErrorDetails = {}) {
    super(`The ad platform refused: ${reason}.`)
    this.reason = reason
    this.platformCode = details.platformCode ?? null
    this.platformName = details.platformName ?? null
    this.requestId = details.requestId ?? null
    this.retryAt = details.retryAt ?? null
  }

  /** The same call may succeed later by itself. */
  get retryable(): boolean {
    return isRetryable(this.reason)
  }

  /** It proves something about the code. */
  get namesTheCode(): boolean {
    return namesTheCode(this.reason)
  }
}
