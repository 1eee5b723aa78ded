/** The groups the SDK has one class each for; `invalid_request` 400/413/415/422, `authentication` 401, `permission` 403, `not_found` 404, `conflict` 409/412, `rate_limit` 429, `api` 5xx. */
export const ERROR_FAMILIES = ['invalid_request', 'authentication', 'permission', 'not_found', 'conflict', 'rate_limit', 'api'] as const
export type ErrorFamily = (typeof ERROR_FAMILIES)[number]

export interface ErrorDefinition {
  /** The HTTP status it is answered with. */
  readonly status: number
  readonly family: ErrorFamily
  /** What is wrong, in one sentence; fixed text, no data of the caller. */
  readonly title: string
  /** What to do about it, in one sentence. */
  readonly remedy: string
}
