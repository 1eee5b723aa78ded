import type { ErrorDefinition } from './errors/definition.ts'
import { DOMAIN_ERRORS } from './errors/domain-errors.ts'
import { PROTOCOL_ERRORS } from './errors/protocol-errors.ts'

/** Every error SparkKit answers with, by its code. Closed: a code that is not here is never sent. */
export const ERRORS = { ...PROTOCOL_ERRORS, ...DOMAIN_ERRORS } as const

export type ErrorCode = keyof typeof ERRORS

/** Whether `value` is a code of the registry, such as one read from a problem document. */
export function isErrorCode(value: string): value is ErrorCode {
  return Object.hasOwn(ERRORS, value)
}

/** The definition behind a code, in its general type. */
export function errorDefinition(code: ErrorCode): ErrorDefinition {
  return ERRORS[code]
}
