import { createRoute, z } from '@hono/zod-openapi'
import { MESSAGE_CHANNELS, REQUEST_STATUSES } from '@sparkkit/core'
import { json, jsonBody, problems, READ_PROBLEMS, WRITE_PROBLEMS } from '../../http/responses.ts'
import { CursorParam, ExternalId, GivenTime, Id, LimitParam, ListOf, ListParam, Metadata, Timestamp } from '../../http/schemas.ts'
import { secured } from '../../http/secured.ts'
import { TermsInput, TermsReference } from './terms-contract.ts'

export const DEFAULT_ASKED_DAYS = 30

export const SparkRequest = z
  .object({
    id: Id('sparkRequest'),
    contentId: Id('content'),
    creatorId: Id('creator'),
    approvalLinkId: Id('approvalLink'),
    status: z.enum(REQUEST_STATUSES).openapi({
      description:
        '`rejected` and `lapsed` may still be approved; `approved` returns to `pending` only when its code proves invalid; `cancelled` is final.',
    }),
    askedDays: z.int().openapi({ description: 'The asked window in days.' }),
    respondBy: Timestamp,
    sentAt: Timestamp.nullable().openapi({ description: 'Marked sent, copied in a widget, opened or answered, whichever came first.' }),
    channel: z.enum(MESSAGE_CHANNELS).nullable().openapi({ description: 'How the message went out, where that was told.' }),
    templateId: Id('messageTemplate').nullable().openapi({ description: 'The template it was made from; null for the built-in ones.' }),
    reminders: z.int().openapi({ description: 'How many reminders fell due: 3, 7 and 14 days after the message, while nobody answers.' }),
    reminderDueAt: Timestamp.nullable().openapi({ description: 'Since when a reminder waits to be sent.' }),
    remindedAt: Timestamp.nullable().openapi({
      description: 'When one was last marked as sent. The next falls due two days later at the earliest.',
    }),
    openedAt: Timestamp.nullable(),
    answeredAt: Timestamp.nullable(),
    rejectionReason: z.string().nullable(),
    renewsCodeId: Id('sparkCode').nullable(),
    feeNote: z.string().nullable().openapi({ description: 'What the creator gets for it, in your words and shown to them.' }),
    terms: z.union([TermsReference, z.null()]).openapi({
      description: 'The rights terms that a yes agrees to. Their text: `GET /v1/rights-terms/{hash}`.',
    }),
    externalId: z.string().nullable(),
    metadata: z.record(z.string(), z.string()),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .openapi('SparkRequest')
export type SparkRequest = z.infer<typeof SparkRequest>

export const ApprovalLink = z
  .object({
    id: Id('approvalLink'),
    creatorId: Id('creator'),
    status: z.enum(['open', 'revoked']),
    shortCodeEndsAt: Timestamp.nullable().openapi({
      description: 'When its short code stops working. The code itself is shown by the message only.',
    }),
    openedAt: Timestamp.nullable(),
    revokedAt: Timestamp.nullable(),
    createdAt: Timestamp,
  })
  .openapi('ApprovalLink', { description: "One creator's page at this workspace. Its URL is shown by the message only." })
export type ApprovalLink = z.infer<typeof ApprovalLink>

const Target = z.string().min(1).max(2048).openapi({ description: 'A content id, a TikTok platform id or a post URL.' })

export const CreateSparkRequestsInput = z
  .strictObject({
    content: z.array(Target).min(1).max(500).openapi({ description: 'The posts to ask for, each by content id, platform id or post URL.' }),
    askedDays: z
      .int()
      .min(1)
      .max(365)
      .default(DEFAULT_ASKED_DAYS)
      .openapi({ description: 'Days the code should last. TikTok offers 7, 30, 60, 180 and 365.' }),
    respondBy: GivenTime.optional().openapi({ description: 'When the request lapses. 30 days from now unless given.' }),
    renews: z.boolean().default(false).openapi({ description: 'Ask although a code is live: the new one takes its place.' }),
    feeNote: z.string().trim().min(1).max(500).optional().openapi({
      description: "What the creator gets for it, shown on their page as it is: your words, no promise of SparkKit's.",
      example: '150 € within 14 days of your code',
    }),
    terms: TermsInput.optional().openapi({ description: 'The rights terms that a yes agrees to, shown in full on the creator’s page.' }),
    externalId: ExternalId.optional().openapi({ description: 'For a call with one post only.' }),
    metadata: Metadata.optional(),
  })
  .refine(input => input.externalId === undefined || input.content.length === 1, {
    path: ['externalId'],
    message: 'goes with one post only',
  })
  .openapi('CreateSparkRequestsInput')
export type CreateSparkRequestsInput = z.infer<typeof CreateSparkRequestsInput>

export const CreateSparkRequestsResult = z
  .object({
    results: z.array(
      z.object({
        index: z.int(),
        status: z.enum(['created', 'failed']),
        id: Id('sparkRequest').optional(),
        contentId: Id('content').optional(),
        approvalLinkId: Id('approvalLink').optional(),
        problem: z.object({ code: z.string(), detail: z.string() }).optional(),
      }),
    ),
    approvalLinks: z
      .array(z.object({ id: Id('approvalLink'), creatorId: Id('creator'), url: z.string(), requestIds: z.array(Id('sparkRequest')) }))
      .openapi({ description: 'The links the new requests joined: one per creator.' }),
  })
  .openapi('CreateSparkRequestsResult')
export type CreateSparkRequestsResult = z.infer<typeof CreateSparkRequestsResult>

export const ListSparkRequestsQuery = z.strictObject({
  status: ListParam(z.enum(REQUEST_STATUSES)).optional(),
  contentId: Id('content').optional(),
  creatorId: Id('creator').optional(),
  approvalLinkId: Id('approvalLink').optional(),
  externalId: z.string().min(1).max(255).optional(),
  cursor: CursorParam.optional(),
  limit: LimitParam,
})
export type ListSparkRequestsQuery = z.infer<typeof ListSparkRequestsQuery>

export const ShortCode = z
  .object({
    shortCode: z.string().openapi({ description: 'What a creator may type instead of the link, with their handle.', example: 'ABCD-EFGH' }),
    shortUrl: z.string().openapi({ description: 'Where it is typed.', example: 'https://sparkkit.example/c/ABCD-EFGH' }),
    shortCodeEndsAt: Timestamp,
  })
  .openapi('ShortCode')
export type ShortCode = z.infer<typeof ShortCode>

const one = { params: z.object({ id: z.string() }) }

export const createSparkRequests = createRoute({
  method: 'post',
  path: '/v1/spark-requests',
  operationId: 'createSparkRequests',
  tags: ['spark-requests'],
  summary: 'Ask creators for Spark Codes',
  description: 'One request per post, grouped into one approval link per creator, a verdict per row. Scope: `spark-requests:write`.',
  ...secured('spark-requests:write'),
  request: { body: jsonBody(CreateSparkRequestsInput) },
  responses: { 200: json(CreateSparkRequestsResult, 'A verdict per post.'), ...problems(...WRITE_PROBLEMS, 'terms_unreadable') },
})

export const listSparkRequests = createRoute({
  method: 'get',
  path: '/v1/spark-requests',
  operationId: 'listSparkRequests',
  tags: ['spark-requests'],
  summary: 'List requests',
  description: 'Newest first. Scope: `spark-requests:read`.',
  ...secured('spark-requests:read'),
  request: { query: ListSparkRequestsQuery },
  responses: {
    200: json(ListOf('SparkRequestList', SparkRequest), 'A page of requests.'),
    ...problems(...READ_PROBLEMS, 'invalid_cursor'),
  },
})

export const getSparkRequest = createRoute({
  method: 'get',
  path: '/v1/spark-requests/{id}',
  operationId: 'getSparkRequest',
  tags: ['spark-requests'],
  summary: 'Get a request',
  description: 'Scope: `spark-requests:read`.',
  ...secured('spark-requests:read'),
  request: one,
  responses: { 200: json(SparkRequest, 'The request.'), ...problems(...READ_PROBLEMS, 'not_found') },
})

export const cancelSparkRequest = createRoute({
  method: 'post',
  path: '/v1/spark-requests/{id}/cancel',
  operationId: 'cancelSparkRequest',
  tags: ['spark-requests'],
  summary: 'Take a request back',
  description: 'Final; an approved request cannot be cancelled. Cancelling twice is the same as once. Scope: `spark-requests:write`.',
  ...secured('spark-requests:write'),
  request: one,
  responses: { 200: json(SparkRequest, 'The cancelled request.'), ...problems(...READ_PROBLEMS, 'not_found', 'request_already_approved') },
})

export const getApprovalLink = createRoute({
  method: 'get',
  path: '/v1/approval-links/{id}',
  operationId: 'getApprovalLink',
  tags: ['spark-requests'],
  summary: 'Get an approval link',
  description: 'Scope: `spark-requests:read`.',
  ...secured('spark-requests:read'),
  request: one,
  responses: { 200: json(ApprovalLink, 'The link.'), ...problems(...READ_PROBLEMS, 'not_found') },
})

export const revokeApprovalLink = createRoute({
  method: 'post',
  path: '/v1/approval-links/{id}/revoke',
  operationId: 'revokeApprovalLink',
  tags: ['spark-requests'],
  summary: 'Revoke an approval link',
  description:
    'Its URL is dead at once. The next request for this creator gets a new link. Revoking twice is the same as once. Scope: `spark-requests:write`.',
  ...secured('spark-requests:write'),
  request: one,
  responses: { 200: json(ApprovalLink, 'The revoked link.'), ...problems(...READ_PROBLEMS, 'not_found') },
})

export const reissueApprovalLink = createRoute({
  method: 'post',
  path: '/v1/approval-links/{id}/reissue',
  operationId: 'reissueApprovalLink',
  tags: ['spark-requests'],
  summary: 'Give a creator a new URL',
  description: 'The old URL is dead at once; the requests go on under the new link. Scope: `spark-requests:write`.',
  ...secured('spark-requests:write'),
  request: one,
  responses: { 201: json(ApprovalLink, 'The new link.'), ...problems(...READ_PROBLEMS, 'not_found', 'link_revoked') },
})

export const renewShortCode = createRoute({
  method: 'post',
  path: '/v1/approval-links/{id}/short-code',
  operationId: 'renewShortCode',
  tags: ['spark-requests'],
  summary: 'Give an approval link a new short code',
  description:
    'The old one is dead at once, and so is what was opened with it. Nobody needs to call this for one that ran out: a message always shows one that works. Scope: `spark-requests:write`.',
  ...secured('spark-requests:write'),
  request: one,
  responses: { 200: json(ShortCode, 'The new short code.'), ...problems(...READ_PROBLEMS, 'not_found', 'link_revoked') },
})
