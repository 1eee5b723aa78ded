import type { ErrorCode } from '@sparkkit/core/errors'
import { hasBrand, SparkKitError } from './internal/base-error.ts'
import { WebhookVerificationError, type WebhookVerificationErrorCode } from './internal/webhook-verification-error.ts'

export { SparkKitError, WebhookVerificationError, type WebhookVerificationErrorCode }

/** One field a request got wrong: `path` as in `body.posts[0].url` or `query.limit`. */
export type FieldError = { readonly path: string; readonly message: string }

/** The `application/problem+json` body of an error answer (RFC 9457). Fields this version does not know are kept. */
export type Problem = {
  readonly type?: string
  readonly title?: string
  readonly status?: number
  readonly detail?: string
  readonly code?: string
  readonly requestId?: string
  readonly errors?: readonly FieldError[]
  readonly [extension: string]: unknown
}

export type APIErrorDetails = {
  readonly status: number
  readonly headers: Headers
  readonly problem: Problem
  readonly retryAfterMs: number | null
}

/**
 * The service answered, and the answer is an error.
 * Not covered: no answer at all ({@link ConnectionError}, {@link TimeoutError}) and the caller's own abort ({@link AbortedError}).
 */
export abstract class APIError extends SparkKitError {
  /** HTTP status. */
  readonly status: number
  /** What went wrong, from a closed list that may grow; `unrecognized_response` when the answer was not a problem document. */
  readonly code: ErrorCode | 'unrecognized_response' | (string & {})
  readonly title: string
  readonly detail: string | null
  /** The fields at fault; empty unless validation failed. */
  readonly errors: readonly FieldError[]
  /** Names this call in the service's log: quote it when you ask for help. */
  readonly requestId: string | null
  readonly headers: Headers
  /** How long the service asked to wait, in milliseconds. */
  readonly retryAfterMs: number | null
  /** The whole problem document, with fields this version does not know. */
  readonly problem: Problem

  constructor(details: APIErrorDetails) {
    super(describe(details))
    const { status, headers, problem } = details
    this.status = status
    this.code = problem.code ?? 'unrecognized_response'
    this.title = problem.title ?? `HTTP ${status}`
    this.detail = problem.detail ?? null
    this.errors = problem.errors ?? []
    this.requestId = headers.get('x-request-id') ?? problem.requestId ?? null
    this.headers = headers
    this.retryAfterMs = details.retryAfterMs
    this.problem = problem
  }
}

/** The request itself is at fault (400, 405, 413, 415, 422…); sending it again changes nothing. */
export class InvalidRequestError extends APIError {
  override readonly name = 'InvalidRequestError' as const
}

/** No key or token, or one that is wrong, revoked or past its time (401). */
export class AuthenticationError extends APIError {
  override readonly name = 'AuthenticationError' as const
}

/** The key or token is good but lacks the scope (403). */
export class PermissionError extends APIError {
  override readonly name = 'PermissionError' as const
}

/** Nothing there (404, 410). Another workspace's resources answer the same. */
export class NotFoundError extends APIError {
  override readonly name = 'NotFoundError' as const
}

/** The resource is not in a state that allows this, or changed meanwhile (409, 412). */
export class ConflictError extends APIError {
  override readonly name = 'ConflictError' as const
}

/** Too many requests (429); `retryAfterMs` says when to come back. */
export class RateLimitError extends APIError {
  override readonly name = 'RateLimitError' as const
}

/** The service failed (5xx). */
export class ServerError extends APIError {
  override readonly name = 'ServerError' as const
}

export type ConnectionErrorCode = 'connection_failed' | 'redirect_refused' | 'invalid_response'

/**
 * No usable answer: the network failed, something redirected the call (never followed, so that a credential cannot leak),
 * or the answer is not what this API sends. `cause` holds the platform's own error, if there is one.
 */
export class ConnectionError extends SparkKitError {
  override readonly name = 'ConnectionError' as const
  readonly code: ConnectionErrorCode

  constructor(code: ConnectionErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** The answer, body included, took longer than `timeoutMs`. The service may have done the work all the same. */
export class TimeoutError extends SparkKitError {
  override readonly name = 'TimeoutError' as const
}

/** The caller's `signal` was aborted; `cause` is its reason. */
export class AbortedError extends SparkKitError {
  override readonly name = 'AbortedError' as const
}

/** The function given as `token` failed; `cause` is what it threw. */
export class TokenError extends SparkKitError {
  override readonly name = 'TokenError' as const
}

/** Every concrete error, so that a `switch` on `name` narrows. */
export type AnySparkKitError =
  | InvalidRequestError
  | AuthenticationError
  | PermissionError
  | NotFoundError
  | ConflictError
  | RateLimitError
  | ServerError
  | ConnectionError
  | TimeoutError
  | AbortedError
  | TokenError
  | WebhookVerificationError

/**
 * Whether `value` was thrown by this SDK, also by another copy of it or in another realm, where `instanceof` says no.
 *
 * @example
 * ```ts
 * try {
 *   await client.request({ method: 'GET', path: '/v1/content/cnt_unknown' })
 * } catch (error) {
 *   if (isSparkKitError(error) && error.name === 'NotFoundError') console.log(error.requestId)
 *   else throw error
 * }
 * ```
 */
export function isSparkKitError(value: unknown): value is AnySparkKitError {
  return hasBrand(value)
}

const CLASS_BY_STATUS: Readonly<Record<number, new (details: APIErrorDetails) => APIError>> = {
  401: AuthenticationError,
  403: PermissionError,
  404: NotFoundError,
  409: ConflictError,
  410: NotFoundError,
  412: ConflictError,
  429: RateLimitError,
}

/** The error of an answer, in the class of its family. */
export function errorFromAnswer(details: APIErrorDetails): APIError {
  const ErrorClass = CLASS_BY_STATUS[details.status] ?? (details.status >= 500 ? ServerError : InvalidRequestError)
  return new ErrorClass(details)
}

function describe({ status, headers, problem }: APIErrorDetails): string {
  const said = problem.detail ?? problem.title ?? 'the answer is not a problem document'
  const fields = (problem.errors ?? []).slice(0, 3).map(({ path, message }) => `${path}: ${message}`)
  const requestId = headers.get('x-request-id') ?? problem.requestId
  return [
    `${status} ${problem.code ?? ''}`.trim(),
    `: ${said}`,
    ...fields.map(text => `; ${text}`),
    requestId ? ` (${requestId})` : '',
  ].join('')
}
