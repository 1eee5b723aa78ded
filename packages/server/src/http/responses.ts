import { z } from '@hono/zod-openapi'
import { ERRORS, type ErrorCode } from '@sparkkit/core'

export const ProblemDetails = z
  .object({
    type: z
      .string()
      .openapi({ description: 'A page that explains this code.', example: 'https://sparkkit.example/docs/errors/invalid_request' }),
    title: z.string(),
    status: z.int(),
    code: z.string().openapi({ description: 'Stable and machine-readable; new codes may appear.', example: 'invalid_request' }),
    detail: z.string(),
    requestId: z.string(),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .openapi({ description: 'For validation: where and what.' }),
  })
  .openapi('Problem')
export type ProblemDetails = z.infer<typeof ProblemDetails>

export const json = <T extends z.ZodType>(schema: T, description: string) => ({ description, content: { 'application/json': { schema } } })

export const jsonBody = <T extends z.ZodType>(schema: T) => ({ required: true as const, content: { 'application/json': { schema } } })

/** JSON Merge Patch (RFC 7396) under its own media type, and as plain JSON. */
export const mergePatchBody = <T extends z.ZodType>(schema: T) => ({
  required: true as const,
  content: { 'application/merge-patch+json': { schema }, 'application/json': { schema } },
})

type ProblemResponse = { description: string; content: { 'application/problem+json': { schema: typeof ProblemDetails } } }

/** The problems an operation can answer, by status; several codes of one status share its entry. */
export function problems(...codes: ErrorCode[]): Record<string, ProblemResponse> {
  const byStatus = new Map<number, string[]>()
  for (const code of codes) {
    const { status, title } = ERRORS[code]
    byStatus.set(status, [...(byStatus.get(status) ?? []), `\`${code}\`: ${title}`])
  }
  return Object.fromEntries(
    [...byStatus].map(([status, lines]) => [
      status,
      { description: lines.join('\n'), content: { 'application/problem+json': { schema: ProblemDetails } } },
    ]),
  )
}

/** What every authenticated read can answer. */
export const READ_PROBLEMS = [
  'invalid_request',
  'unauthenticated',
  'insufficient_scope',
  'rate_limited',
  'internal_error',
  'unavailable',
] as const
/** What every authenticated call with a JSON body can answer. */
export const WRITE_PROBLEMS = [...READ_PROBLEMS, 'invalid_json', 'unsupported_media_type', 'payload_too_large'] as const
/** What every change of one resource can answer. */
export const PATCH_PROBLEMS = [...WRITE_PROBLEMS, 'not_found', 'precondition_failed'] as const
