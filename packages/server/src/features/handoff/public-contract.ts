import { createRoute, z } from '@hono/zod-openapi'
import { BINDING_STATUSES, PLATFORMS, WINDOW_SOURCES } from '@sparkkit/core'
import { json, jsonBody, problems } from '../../http/responses.ts'
import { CursorParam, Id, LimitParam, Timestamp } from '../../http/schemas.ts'
import { HANDOFF_SCOPES } from './contract.ts'

export const SharedCode = z
  .object({
    id: Id('sparkCode'),
    masked: z.string().openapi({ description: 'The code itself is shown by `reveal` and by the export only.', example: '#••••••Q9sT=' }),
    startsAt: Timestamp,
    endsAt: Timestamp,
    daysLeft: z.int().openapi({ description: 'Days until `endsAt`, begun ones counted as whole.' }),
    windowSource: z.enum(WINDOW_SOURCES).openapi({ description: 'Who says so: TikTok, the creator, or only the window that was asked.' }),
    content: z.object({
      platform: z.enum(PLATFORMS),
      platformId: z.string().nullable().openapi({ example: '7195686135157296390' }),
      url: z.string().nullable(),
      caption: z.string(),
      postedAt: Timestamp,
      thumbnailUrl: z.string(),
    }),
    creator: z.object({ handle: z.string().nullable().openapi({ description: 'Without @.' }) }),
    flights: z
      .array(
        z.object({
          startsOn: z.string().openapi({ format: 'date', example: '2026-11-14' }),
          endsOn: z.string().openapi({ format: 'date', description: 'The last day, included.', example: '2026-11-30' }),
          timeZone: z.string(),
          adAccountId: z.string().nullable(),
          gapDays: z.int().openapi({ description: 'Days of it, from now on, that lack a code.' }),
        }),
      )
      .openapi({ description: 'Planned ad dates of the post that are not over, soonest first.' }),
    adAccounts: z
      .array(
        z.object({
          advertiserId: z.string().openapi({ description: 'Of TikTok.', example: '7012345678901234567' }),
          name: z.string().nullable(),
          status: z
            .enum(BINDING_STATUSES)
            .openapi({ description: '`pending`: being bound; `failed`: not bound until somebody looks into it.' }),
        }),
      )
      .openapi({ description: 'Where it is bound, or is wanted to be.' }),
    usedAt: Timestamp.nullable().openapi({ description: 'When it was first used in an ad.' }),
    usedAdId: z.string().nullable(),
    usedAdAccountId: z.string().nullable(),
  })
  .openapi('SharedCode', { description: 'A live code as an ad team sees it.' })
export type SharedCode = z.infer<typeof SharedCode>

export const SharedCodes = z
  .object({
    handoff: z.object({
      name: z.string(),
      scopes: z.array(z.enum(HANDOFF_SCOPES)),
      chunkSize: z.int().openapi({ description: 'How many codes to copy at once.' }),
      expiresAt: Timestamp,
    }),
    brand: z.object({
      name: z.string(),
      handle: z.string().nullable(),
      contact: z.string().nullable(),
      website: z.string().nullable(),
      logoUrl: z.string().nullable(),
      accent: z.string().nullable(),
    }),
    counts: z.object({
      live: z.int(),
      endingSoon: z.int().openapi({ description: 'End within 7 days.' }),
      unused: z.int(),
    }),
    data: z.array(SharedCode),
    nextCursor: z.string().nullable().openapi({ description: 'Pass as `cursor` for the next page; null on the last.' }),
  })
  .openapi('SharedCodes', {
    description: 'What an ad team sees behind a handoff link: unused codes first, those that end soonest before the others.',
  })
export type SharedCodes = z.infer<typeof SharedCodes>

export const RevealSharedCodesInput = z.strictObject({ id: z.array(Id('sparkCode')).min(1).max(100) }).openapi('RevealSharedCodesInput')
export type RevealSharedCodesInput = z.infer<typeof RevealSharedCodesInput>

export const RevealSharedCodesResult = z
  .object({
    results: z.array(
      z.object({
        index: z.int(),
        status: z.enum(['revealed', 'failed']),
        id: Id('sparkCode'),
        code: z.string().optional(),
        problem: z.object({ code: z.string(), detail: z.string() }).optional(),
      }),
    ),
  })
  .openapi('RevealSharedCodesResult')
export type RevealSharedCodesResult = z.infer<typeof RevealSharedCodesResult>

export const MarkSharedCodeUsedInput = z
  .strictObject({
    id: Id('sparkCode'),
    adId: z.string().min(1).max(64).optional(),
    adAccountId: z.string().min(1).max(64).optional(),
  })
  .openapi('MarkSharedCodeUsedInput')
export type MarkSharedCodeUsedInput = z.infer<typeof MarkSharedCodeUsedInput>

export const SharedCodesQuery = z.strictObject({ cursor: CursorParam.optional(), limit: LimitParam })
export type SharedCodesQuery = z.infer<typeof SharedCodesQuery>

const params = z.object({ token: z.string().min(1).max(128) })
const PUBLIC_PROBLEMS = [
  'invalid_request',
  'handoff_not_found',
  'handoff_expired',
  'handoff_revoked',
  'rate_limited',
  'internal_error',
  'unavailable',
] as const
const BODY_PROBLEMS = [...PUBLIC_PROBLEMS, 'invalid_json', 'unsupported_media_type', 'payload_too_large'] as const
const common = { tags: ['handoff'], security: [] }

export const getSharedCodes = createRoute({
  method: 'get',
  path: '/v1/shared-codes/{token}',
  operationId: 'getSharedCodes',
  summary: 'Read the codes behind a handoff link (public)',
  description: 'The link is the only authority. Codes are masked.',
  ...common,
  request: { params, query: SharedCodesQuery },
  responses: { 200: json(SharedCodes, 'A page of live codes.'), ...problems(...PUBLIC_PROBLEMS, 'invalid_cursor') },
})

export const revealSharedCodes = createRoute({
  method: 'post',
  path: '/v1/shared-codes/{token}/reveal',
  operationId: 'revealSharedCodes',
  summary: 'Show codes in clear (public)',
  description: 'One or many, a verdict per code; each that is shown is an event that names the handoff. Handoff scope: `reveal`.',
  ...common,
  request: { params, body: jsonBody(RevealSharedCodesInput) },
  responses: { 200: json(RevealSharedCodesResult, 'A verdict per code.'), ...problems(...BODY_PROBLEMS, 'handoff_not_allowed') },
})

export const exportSharedCodes = createRoute({
  method: 'post',
  path: '/v1/shared-codes/{token}/export',
  operationId: 'exportSharedCodes',
  summary: 'Export the codes behind a handoff link as CSV (public)',
  description:
    'UTF-8 with a byte order mark, RFC 4180, every cell quoted; cells that a spreadsheet would run as a formula are neutralised, codes are never altered. Each code written is an event that names the handoff. Handoff scope: `reveal`.',
  ...common,
  request: { params },
  responses: {
    200: { description: 'The codes in clear.', content: { 'text/csv': { schema: z.string() } } },
    ...problems(...PUBLIC_PROBLEMS, 'handoff_not_allowed'),
  },
})

export const markSharedCodeUsed = createRoute({
  method: 'post',
  path: '/v1/shared-codes/{token}/used',
  operationId: 'markSharedCodeUsed',
  summary: 'Say that a code is used in an ad (public)',
  description: 'The first use is kept; saying it again changes nothing. Handoff scope: `mark_used`.',
  ...common,
  request: { params, body: jsonBody(MarkSharedCodeUsedInput) },
  responses: { 200: json(SharedCode, 'The code, masked.'), ...problems(...BODY_PROBLEMS, 'not_found', 'handoff_not_allowed') },
})
