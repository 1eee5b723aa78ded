import { type APIError, ConnectionError, errorFromAnswer, type Problem } from '../errors.ts'
import type { RequestOptions } from '../options.ts'
import { readRetryAfterMs } from './retry.ts'

const LONGEST_QUOTED_TEXT = 200

/** The data of a successful answer; an empty one gives `undefined`. */
export async function readAnswer(response: Response, parseAs: RequestOptions['parseAs']): Promise<unknown> {
  if (parseAs === 'stream') return response.body
  const text = await response.text()
  if (parseAs === 'text') return text
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch (cause) {
    const type = response.headers.get('content-type') ?? 'no content type'
    throw new ConnectionError('invalid_response', `expected JSON, got ${type} (${response.status}): does baseUrl point at SparkKit?`, {
      cause,
    })
  }
}

/** Redirects are never followed: they would carry the credential to wherever they point. */
export function refuseRedirect(response: Response): void {
  const redirected = response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400 && response.status !== 304)
  if (!redirected) return
  void response.body?.cancel().catch(() => {})
  const target = response.headers.get('location')
  throw new ConnectionError(
    'redirect_refused',
    `redirected${target ? ` to ${target}` : ''}, which is never followed: set baseUrl to the final address`,
  )
}

export async function readError(response: Response, nowMs: number): Promise<APIError> {
  const { status, headers } = response
  const text = await response.text()
  return errorFromAnswer({ status, headers, problem: parseProblem(text), retryAfterMs: readRetryAfterMs(headers, nowMs) })
}

function parseProblem(text: string): Problem {
  try {
    const body: unknown = JSON.parse(text)
    if (isProblem(body)) return body
  } catch {
    // A proxy's own error page: its text is the best there is.
  }
  const quoted = text.trim()
  return quoted === '' || quoted.startsWith('<') ? {} : { detail: quoted.slice(0, LONGEST_QUOTED_TEXT) }
}

/** Only what this SDK reads is checked; the rest of a problem is passed on as it came. */
function isProblem(body: unknown): body is Problem {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return false
  const { code, title, detail, requestId, errors } = body as Record<string, unknown>
  const textOrNothing = [code, title, detail, requestId].every(value => value === undefined || typeof value === 'string')
  return textOrNothing && (errors === undefined || (Array.isArray(errors) && errors.every(isFieldError)))
}

function isFieldError(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'path' in value && 'message' in value
}
