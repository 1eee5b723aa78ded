import type { AnySparkKitError } from './errors.ts'
import type { Query } from './internal/query.ts'

export type { Query, QueryScalar, QueryValue } from './internal/query.ts'

/** `expiresAt` (ISO 8601, epoch milliseconds or a `Date`) lets the client renew the token before a call fails. */
export type AccessToken = { readonly token: string; readonly expiresAt?: string | number | Date | undefined }

/**
 * Fetches a token from your backend. Called on first use, shortly before `expiresAt`, and once more after a 401;
 * calls made meanwhile wait for the same answer.
 */
export type TokenSource = () => string | AccessToken | Promise<string | AccessToken>

/** Exactly one of the three. */
export type Credentials =
  | {
      /** For servers. Never ship one to a page: give pages an embed token. */
      readonly apiKey: string
      readonly token?: never
      readonly anonymous?: never
    }
  | {
      /** An embed token, or the function that fetches one. */
      readonly token: string | TokenSource
      readonly apiKey?: never
      readonly anonymous?: never
    }
  | {
      /** Only for the public endpoints, such as those of a creator's approval link. */
      readonly anonymous: true
      readonly apiKey?: never
      readonly token?: never
    }

export type ClientSettings = {
  /** Where the service runs, without `/v1`: `https://sparkkit.example.com`. May hold a path prefix. */
  readonly baseUrl: string
  /** Replaces the platform's `fetch`, for a proxy or a test. */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined
  /** Per try, reading the body included. Default 30,000. */
  readonly timeoutMs?: number | undefined
  /** Further tries after a connection failure, a timeout, 408, 429, 5xx, or a 409 with `Retry-After`. Default 2. */
  readonly maxRetries?: number | undefined
  /** Sent with every call. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Told before every try, retries included. For logs and metrics; carries no credential. */
  readonly onRequest?: ((event: RequestEvent) => void) | undefined
  /** Told after every try, whether it was answered, failed or was aborted. */
  readonly onResponse?: ((event: ResponseEvent) => void) | undefined
}

export type SparkKitOptions = Credentials & ClientSettings

/** `attempt` counts from 1. */
export type RequestEvent = { readonly method: Method; readonly url: string; readonly attempt: number }

export type ResponseEvent = RequestEvent & {
  /** `null` when there was no answer. */
  readonly status: number | null
  readonly requestId: string | null
  readonly durationMs: number
  readonly error: AnySparkKitError | null
  /** Set when the client will try again after this wait. */
  readonly retryInMs: number | null
}

/** What every method of every resource takes last. */
export type CallOptions = {
  /** Aborts the call, also while it waits for its next try. Fails with `AbortedError`. */
  readonly signal?: AbortSignal | undefined
  /** Overrides the client's `timeoutMs`. */
  readonly timeoutMs?: number | undefined
  /** Overrides the client's `maxRetries`. */
  readonly maxRetries?: number | undefined
  /**
   * Sent as `Idempotency-Key`, the same on every try. A POST gets a random one by itself; pass your own to make a call
   * safe to repeat across processes, or `false` for none: such a POST is retried only when the service refused to begin it.
   */
  readonly idempotencyKey?: string | false | undefined
  /** Added to the client's; `null` removes one. */
  readonly headers?: Readonly<Record<string, string | null>> | undefined
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export type RequestOptions = CallOptions & {
  readonly method: Method
  /** From `/v1` on. Encode ids in it yourself, with `encodeURIComponent`. */
  readonly path: string
  readonly query?: Query | undefined
  /**
   * Sent as JSON, unless it is bytes, a `Blob`, `FormData`, `URLSearchParams`, a stream (sent once, never retried), or a
   * string that comes with its own `content-type` header.
   */
  readonly body?: unknown
  /** How to read a successful answer. `stream` hands over the body unread: `timeoutMs` ends with the headers. Default `json`. */
  readonly parseAs?: 'json' | 'text' | 'stream' | undefined
}
