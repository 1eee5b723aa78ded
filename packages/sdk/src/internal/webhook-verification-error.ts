import { SparkKitError } from './base-error.ts'

export type WebhookVerificationErrorCode =
  | 'invalid_secret'
  | 'missing_header'
  | 'invalid_timestamp'
  | 'timestamp_too_old'
  | 'timestamp_too_new'
  | 'no_matching_signature'
  | 'invalid_payload'

/** A webhook that must not be trusted; answer it with 400 and do nothing else. */
export class WebhookVerificationError extends SparkKitError {
  override readonly name = 'WebhookVerificationError' as const
  readonly code: WebhookVerificationErrorCode

  constructor(code: WebhookVerificationErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
