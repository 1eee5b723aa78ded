import { ERRORS, type ErrorCode } from '@sparkkit/core'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { ZodError } from 'zod'
import { isUnavailable } from '../db/faults.ts'
import { Problem } from '../problem.ts'
import type { AppEnv } from './env.ts'
import type { ProblemDetails } from './responses.ts'

const HTTP_CODES: Record<number, ErrorCode> = {
  400: 'invalid_json',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  503: 'unavailable',
}

const asStatus = (status: number): ContentfulStatusCode => status as ContentfulStatusCode

export function problemResponse(c: Context<AppEnv>, problem: Problem): Response {
  const { code, status, errors } = problem
  const body: ProblemDetails = {
    type: `${c.get('services').publicUrl}/docs/errors/${code}`,
    title: ERRORS[code].title,
    status,
    code,
    detail: problem.message,
    requestId: c.get('requestId'),
    ...(errors && { errors: [...errors] }),
  }
  const seconds = problem.retryAfter ?? (status === 503 || status === 429 ? 2 : undefined)
  const retryAfter = seconds === undefined ? {} : { 'retry-after': String(seconds) }
  return c.body(JSON.stringify(body), asStatus(status), { 'content-type': 'application/problem+json', ...retryAfter })
}

export function validationProblem(target: string, error: ZodError): Problem {
  const errors = error.issues.slice(0, 50).map(issue => ({
    path: [target, ...issue.path].reduce<string>(
      (path, part) => (typeof part === 'number' ? `${path}[${part}]` : path ? `${path}.${String(part)}` : String(part)),
      '',
    ),
    message: issue.message,
  }))
  const [first] = errors
  return new Problem('invalid_request', first ? `${first.path}: ${first.message}` : undefined, errors)
}

/** The one place where errors become answers. What is not known to us answers a fixed text and goes to the log. */
export function onError(error: Error, c: Context<AppEnv>): Response {
  if (error instanceof Problem) return problemResponse(c, error)
  if (error instanceof HTTPException) {
    const code = HTTP_CODES[error.status]
    if (code) return problemResponse(c, new Problem(code))
  }
  const code = isUnavailable(error) ? 'unavailable' : 'internal_error'
  c.get('services').logger.error({ err: error, requestId: c.get('requestId'), path: c.req.routePath }, 'request failed')
  return problemResponse(c, new Problem(code))
}
