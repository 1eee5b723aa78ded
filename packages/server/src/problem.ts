import { ERRORS, type ErrorCode } from '@sparkkit/core'

export interface FieldError {
  /** JSON path of the field, for example `body.items[3].postedAt`. */
  path: string
  message: string
}

/** A refusal with a code of core's registry; the HTTP layer prints it as application/problem+json. */
export class Problem extends Error {
  override readonly name = 'Problem' as const
  readonly code: ErrorCode
  readonly errors: readonly FieldError[] | undefined
  /** Seconds, for `Retry-After`. */
  retryAfter: number | undefined

  constructor(code: ErrorCode, detail?: string, errors?: readonly FieldError[]) {
    super(detail ?? ERRORS[code].title)
    this.code = code
    this.errors = errors
  }

  /** A refusal that passes by itself. */
  static later(code: ErrorCode, detail: string | undefined, seconds: number): Problem {
    const problem = new Problem(code, detail)
    problem.retryAfter = seconds
    return problem
  }

  get status(): number {
    return ERRORS[this.code].status
  }
}

/** A field of the body that fits its schema but not the rest. */
export const fieldProblem = (field: string, message: string): Problem =>
  new Problem('invalid_request', `body.${field}: ${message}`, [{ path: `body.${field}`, message }])
