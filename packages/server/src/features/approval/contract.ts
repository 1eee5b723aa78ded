import { createRoute, z } from '@hono/zod-openapi'
import { CODE_STATUSES, PLATFORMS, REQUEST_STATUSES, WINDOW_SOURCES } from '@sparkkit/core'
import { json, jsonBody, problems } from '../../http/responses.ts'
import { Id, Timestamp } from '../../http/schemas.ts'
import { CODE_PROBLEMS, VERIFIER_REFUSALS } from '../spark-codes/index.ts'
import { ShownTerms, TermsReference } from '../spark-requests/index.ts'

/** A code as its creator sees it: never the code itself. */
export const ApprovalCode = z
  .object({
    masked: z.string(),
    status: z.enum(CODE_STATUSES),
    startsAt: Timestamp,
    endsAt: Timestamp,
    windowSource: z.enum(WINDOW_SOURCES),
    daysLeft: z.int(),
  })
  .openapi('ApprovalCode')

export const ApprovalItem = z
  .object({
    requestId: Id('sparkRequest'),
    status: z.enum(REQUEST_STATUSES),
    askedDays: z.int(),
    respondBy: Timestamp,
    feeNote: z.string().nullable().openapi({ description: "What the creator gets for it, in the brand's words." }),
    terms: z.union([TermsReference, z.null()]).openapi({ description: 'What a yes agrees to; its text is among `terms` of the page.' }),
    answeredAt: Timestamp.nullable(),
    content: z.object({
      platform: z.enum(PLATFORMS),
      url: z.string().nullable(),
      caption: z.string(),
      postedAt: Timestamp,
      thumbnailUrl: z.string(),
      views: z.int().nullable(),
    }),
    code: z.union([ApprovalCode, z.null()]).openapi({ description: 'The code this request was answered with.' }),
  })
  .openapi('ApprovalItem')

export const Approval = z
  .object({
    brand: z.object({
      name: z.string(),
      handle: z.string().nullable(),
      contact: z.string().nullable(),
      website: z.string().nullable(),
      logoUrl: z.string().nullable(),
      accent: z.string().nullable(),
    }),
    creator: z.object({ handle: z.string().nullable() }),
    locale: z.string(),
    terms: z.array(ShownTerms).openapi({ description: 'All terms that items name, each once.' }),
    items: z.array(ApprovalItem),
  })
  .openapi('Approval', { description: 'What a creator sees behind an approval link.' })
export type Approval = z.infer<typeof Approval>

export const CheckCodeInput = z
  .strictObject({ requestId: Id('sparkRequest'), code: z.string().max(20_000), days: z.int().min(1).max(365).optional() })
  .openapi('CheckCodeInput')
export type CheckCodeInput = z.infer<typeof CheckCodeInput>

export const CodeVerdict = z
  .object({
    ok: z.boolean(),
    masked: z.string().nullable(),
    repairs: z.array(z.string()).openapi({ description: 'What was mended in the pasted text, for example `added_hash`.' }),
    problem: z.object({ code: z.string(), detail: z.string() }).nullable(),
    isExtension: z.boolean().openapi({ description: 'The same code was given for this post before: its window gets longer.' }),
    shorterThanAsked: z.boolean().openapi({ description: 'From the days declared: accepted, and marked.' }),
    verification: z.enum(['unverified', 'verified']).openapi({ description: 'Whether TikTok itself was asked.' }),
    window: z
      .object({ startsAt: Timestamp, endsAt: Timestamp })
      .nullable()
      .openapi({ description: 'The true window, where TikTok told it.' }),
  })
  .openapi('CodeVerdict')
export type CodeVerdict = z.infer<typeof CodeVerdict>

export const ApproveInput = z
  .strictObject({
    requestId: Id('sparkRequest'),
    code: z.string().min(1).max(20_000),
    days: z.int().min(1).max(365).optional().openapi({ description: 'The days chosen in TikTok. The asked days unless given.' }),
  })
  .openapi('ApproveInput')
export type ApproveInput = z.infer<typeof ApproveInput>

export const RejectInput = z.strictObject({ requestId: Id('sparkRequest'), reason: z.string().max(1000).optional() }).openapi('RejectInput')
export type RejectInput = z.infer<typeof RejectInput>

export const SortCodesInput = z
  .strictObject({
    text: z.string().min(1).max(20_000).openapi({ description: 'Everything the creator pasted, with several codes in it.' }),
  })
  .openapi('SortCodesInput')

export const SortedCodes = z
  .object({
    suggestions: z
      .array(
        z.object({
          requestId: Id('sparkRequest'),
          code: z.string().openapi({ description: 'For the field of this post, to be confirmed by the creator.' }),
          placedBy: z.enum(['post', 'order']).openapi({ description: 'By a post URL or id beside the code, or by the order of the page.' }),
          verdict: CodeVerdict,
        }),
      )
      .openapi({ description: 'In page order; a post that got no code is left out.' }),
    unplaced: z
      .array(z.object({ masked: z.string(), beside: z.string().nullable() }))
      .openapi({ description: 'Codes that fit no open post of this page.' }),
  })
  .openapi('SortedCodes')
export type SortedCodes = z.infer<typeof SortedCodes>

const params = z.object({ token: z.string().min(1).max(128) })
export const PUBLIC_PROBLEMS = [
  'invalid_request',
  'link_not_found',
  'link_revoked',
  'rate_limited',
  'internal_error',
  'unavailable',
] as const
const PUBLIC_WRITE_PROBLEMS = [...PUBLIC_PROBLEMS, 'invalid_json', 'unsupported_media_type', 'payload_too_large'] as const
const ANSWER_PROBLEMS = ['not_found', 'request_cancelled'] as const
const common = { tags: ['spark-requests'], security: [] }

export const getApproval = createRoute({
  method: 'get',
  path: '/v1/approvals/{token}',
  operationId: 'getApproval',
  summary: 'Read an approval link (public)',
  description: 'The link is the only authority. Reading does not count as opening it.',
  ...common,
  request: { params },
  responses: { 200: json(Approval, 'What the creator is asked.'), ...problems(...PUBLIC_PROBLEMS) },
})

export const openApproval = createRoute({
  method: 'post',
  path: '/v1/approvals/{token}/opened',
  operationId: 'openApproval',
  summary: 'Say that the page was opened (public)',
  description: "Called by the page's own script, so that link previews do not count.",
  ...common,
  request: { params },
  responses: { 204: { description: 'Noted.' }, ...problems(...PUBLIC_PROBLEMS) },
})

export const checkApprovalCode = createRoute({
  method: 'post',
  path: '/v1/approvals/{token}/check',
  operationId: 'checkApprovalCode',
  summary: 'Check a pasted code (public)',
  description: 'A verdict before anything is sent; changes nothing.',
  ...common,
  request: { params, body: jsonBody(CheckCodeInput) },
  responses: { 200: json(CodeVerdict, 'The verdict.'), ...problems(...PUBLIC_WRITE_PROBLEMS, 'not_found') },
})

export const sortApprovalCodes = createRoute({
  method: 'post',
  path: '/v1/approvals/{token}/sort',
  operationId: 'sortApprovalCodes',
  summary: 'Put several pasted codes to their posts (public)',
  description:
    'Each code goes to the post whose URL or id stands beside it, the others to the open posts in page order. A suggestion with a verdict each, to be confirmed and sent by `approve`; changes nothing.',
  ...common,
  request: { params, body: jsonBody(SortCodesInput) },
  responses: {
    200: json(SortedCodes, 'The suggestion.'),
    ...problems(...PUBLIC_WRITE_PROBLEMS, 'spark_code_empty', 'spark_code_not_found_in_text'),
  },
})

export const approveSparkRequest = createRoute({
  method: 'post',
  path: '/v1/approvals/{token}/approve',
  operationId: 'approveSparkRequest',
  summary: 'Approve with a Spark Code (public)',
  description: 'Sending the same answer twice is the same as once.',
  ...common,
  request: { params, body: jsonBody(ApproveInput) },
  responses: {
    200: json(Approval, 'The page after the answer.'),
    ...problems(...PUBLIC_WRITE_PROBLEMS, ...ANSWER_PROBLEMS, ...CODE_PROBLEMS, ...Object.values(VERIFIER_REFUSALS), 'spark_code_not_live'),
  },
})

export const rejectSparkRequest = createRoute({
  method: 'post',
  path: '/v1/approvals/{token}/reject',
  operationId: 'rejectSparkRequest',
  summary: 'Reject (public)',
  description: 'A rejected request may still be approved later.',
  ...common,
  request: { params, body: jsonBody(RejectInput) },
  responses: {
    200: json(Approval, 'The page after the answer.'),
    ...problems(...PUBLIC_WRITE_PROBLEMS, ...ANSWER_PROBLEMS, 'request_already_approved'),
  },
})

export const withdrawSparkCode = createRoute({
  method: 'post',
  path: '/v1/approvals/{token}/withdraw',
  operationId: 'withdrawSparkCode',
  summary: 'Withdraw a code (public)',
  description:
    'The brand sees at once that the code may no longer be used. In TikTok itself the creator revokes it in the ad settings of the post.',
  ...common,
  request: { params, body: jsonBody(z.strictObject({ requestId: Id('sparkRequest') }).openapi('WithdrawInput')) },
  responses: {
    200: json(Approval, 'The page after the answer.'),
    ...problems(...PUBLIC_WRITE_PROBLEMS, 'not_found', 'spark_code_not_live'),
  },
})
