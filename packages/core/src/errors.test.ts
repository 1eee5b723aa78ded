import { describe, expect, test } from 'vitest'
import { ERROR_FAMILIES, type ErrorFamily } from './errors/definition.ts'
import { ERRORS, errorDefinition, isErrorCode } from './errors.ts'

const STATUSES: Readonly<Record<ErrorFamily, readonly number[]>> = {
  invalid_request: [400, 405, 413, 415, 422],
  authentication: [401],
  permission: [403],
  not_found: [404],
  conflict: [409, 412],
  rate_limit: [429],
  api: [500, 503],
}

describe('the registry of errors', () => {
  test.each(Object.entries(ERRORS))('%s has a status of its family, a title and a remedy', (code, { status, family, title, remedy }) => {
    expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/)
    expect(STATUSES[family]).toContain(status)
    for (const sentence of [title, remedy]) expect(sentence).toMatch(/^[A-Z].+\.$/)
  })

  test('uses every family', () => {
    expect(new Set(Object.values(ERRORS).map(error => error.family))).toEqual(new Set(ERROR_FAMILIES))
  })

  test('tells its own codes from other words', () => {
    expect(['not_found', 'toString', ''].map(isErrorCode)).toEqual([true, false, false])
    expect(errorDefinition('rate_limited').status).toBe(429)
  })
})
