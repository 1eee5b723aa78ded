export { ApiPromise, type WithResponse } from './api-promise.ts'
export { SparkKit } from './client.ts'
export {
  AbortedError,
  type AnySparkKitError,
  APIError,
  AuthenticationError,
  ConflictError,
  ConnectionError,
  type ConnectionErrorCode,
  type FieldError,
  InvalidRequestError,
  isSparkKitError,
  NotFoundError,
  PermissionError,
  type Problem,
  RateLimitError,
  ServerError,
  SparkKitError,
  TimeoutError,
  TokenError,
  WebhookVerificationError,
  type WebhookVerificationErrorCode,
} from './errors.ts'
export type * from './events.ts'
// The API as its document describes it, for what this version has no name for.
export type { components as ApiComponents, operations as ApiOperations } from './generated/api.ts'
export type * from './options.ts'
export { type ListBody, ListPromise, Page } from './pagination.ts'
export type * from './resources/index.ts'
export type * from './types.ts'
export * as webhooks from './webhooks.ts'
