import { createRoute, z } from '@hono/zod-openapi'
import { json, problems, READ_PROBLEMS } from '../../http/responses.ts'
import { Locale, Timestamp } from '../../http/schemas.ts'
import { secured } from '../../http/secured.ts'

/** A contract of some 8000 words. The creator reads it on a phone. */
export const MAX_TERMS_LENGTH = 50_000

const Hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hex')
  .openapi({
    description: 'SHA-256 of the text in UTF-8, hex.',
    example: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  })

const named = {
  locale: Locale.optional().openapi({ description: "The language of the terms. The workspace's locale unless given." }),
  version: z.string().trim().min(1).max(50).optional().openapi({ description: 'Your name for this version, shown to the creator.' }),
}

export const TermsInput = z
  .strictObject({
    text: z.string().min(1).max(MAX_TERMS_LENGTH).optional().openapi({ description: 'The terms themselves, as plain text.' }),
    url: z
      .url({ protocol: /^https?$/ })
      .max(2048)
      .optional()
      .openapi({
        description: 'Where they stand, as text or HTML. Fetched once, now; what it says later does not change what was agreed.',
      }),
    ...named,
  })
  .refine(input => (input.text === undefined) !== (input.url === undefined), 'must have either text or url')
  .openapi('TermsInput')
export type TermsInput = z.infer<typeof TermsInput>

/** Which terms a request was made under. */
export const TermsReference = z
  .object({
    hash: Hash,
    locale: z.string(),
    version: z.string().nullable(),
    url: z.string().nullable().openapi({ description: 'Where the text was read.' }),
  })
  .openapi('TermsReference')
export type TermsReference = z.infer<typeof TermsReference>

/** Terms as a creator sees them. */
export const ShownTerms = TermsReference.extend({ text: z.string() }).openapi('ShownTerms')
export type ShownTerms = z.infer<typeof ShownTerms>

export const RightsTerms = z
  .object({
    hash: Hash,
    text: z.string().openapi({ description: 'Word for word what creators were shown.' }),
    createdAt: Timestamp.openapi({ description: 'When it was first used in this workspace.' }),
  })
  .openapi('RightsTerms', { description: 'A text of rights terms, named by its hash. It never changes.' })
export type RightsTerms = z.infer<typeof RightsTerms>

export const getRightsTerms = createRoute({
  method: 'get',
  path: '/v1/rights-terms/{hash}',
  operationId: 'getRightsTerms',
  tags: ['spark-requests'],
  summary: 'Get the text of rights terms',
  description: 'By the hash that requests and receipts name. Scope: `spark-requests:read`.',
  ...secured('spark-requests:read'),
  request: { params: z.object({ hash: z.string() }) },
  responses: { 200: json(RightsTerms, 'The text.'), ...problems(...READ_PROBLEMS, 'not_found') },
})
