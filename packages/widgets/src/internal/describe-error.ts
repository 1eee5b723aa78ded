import { isSparkKitError } from '@sparkkit/sdk'
import type { GridStrings } from '../elements/content-grid/strings.ts'

/** Whether new credentials are needed, not just another try. */
export function isAuthError(error: unknown): boolean {
  return isSparkKitError(error) && (error.name === 'TokenError' || error.name === 'AuthenticationError')
}

/** The problem code of an error: the API's own, or `network`, `session`, `unknown`. */
export function codeOfError(error: unknown): string {
  if (isAuthError(error)) return 'session'
  if (!isSparkKitError(error)) return 'unknown'
  if (error.name === 'ConnectionError' || error.name === 'TimeoutError') return 'network'
  return 'status' in error ? error.code : 'unknown'
}

/** One sentence about what went wrong, in words of the service where it has some. */
export function describeError(error: unknown, { errors }: GridStrings): string {
  if (isAuthError(error)) return errors.session
  if (!isSparkKitError(error)) return errors.unknown
  if (error.name === 'PermissionError') return errors.permission
  if (error.name === 'ConnectionError' || error.name === 'TimeoutError') return errors.network
  return 'status' in error ? (error.detail ?? error.title) : errors.unknown
}
