import { createRoute, z } from '@hono/zod-openapi'
import { CODE_STATUSES, PLATFORMS, REQUEST_STATUSES, WINDOW_SOURCES } from '@sparkkit/core'
import { json, problems, READ_PROBLEMS } from '../../http/responses.ts'
import { Id, Timestamp } from '../../http/schemas.ts'
import { secured } from '../../http/secured.ts'
import { ShownTerms, TermsReference } from '../spark-requests/index.ts'
import { PUBLIC_PROBLEMS } from './contract.ts'

const ReceiptCode = z
  .object({
    masked: z.string(),
    startsAt: Timestamp,
    endsAt: Timestamp,
    windowSource: z.enum(WINDOW_SOURCES).openapi({
      description: 'How sure that is: told by TikTok (`verified`), by the creator (`declared`), or assumed from the days asked.',
    }),
  })
  .openapi('ReceiptCode')

/** What was so when the creator answered. Stored as it is. */
export const ReceiptRecord = z.object({
  contentId: Id('content'),
  creatorId: Id('creator'),
  approvalLinkId: Id('approvalLink'),
  brand: z.object({ name: z.string(), handle: z.string().nullable(), contact: z.string().nullable(), website: z.string().nullable() }),
  creator: z.object({ handle: z.string().nullable() }),
  post: z.object({
    platform: z.enum(PLATFORMS),
    platformId: z.string().nullable(),
    url: z.string().nullable(),
    caption: z.string(),
    postedAt: Timestamp,
  }),
  asked: z.object({ at: Timestamp, days: z.int(), feeNote: z.string().nullable() }),
  terms: z.union([TermsReference, z.null()]),
  code: ReceiptCode,
  events: z.array(z.object({ id: Id('event'), type: z.string() })).openapi({ description: 'What the log says of this answer.' }),
})
export type ReceiptRecord = z.infer<typeof ReceiptRecord>

export const Receipt = ReceiptRecord.extend({
  id: Id('receipt'),
  requestId: Id('sparkRequest'),
  sparkCodeId: Id('sparkCode'),
  answeredAt: Timestamp,
  terms: z.union([ShownTerms, z.null()]).openapi({ description: 'What the creator agreed to, word for word.' }),
  now: z
    .object({
      requestStatus: z.enum(REQUEST_STATUSES),
      codeStatus: z.enum(CODE_STATUSES),
      codeEndsAt: Timestamp,
      withdrawnAt: Timestamp.nullable(),
    })
    .openapi({ description: 'What has become of it; all else is as it was when the creator answered.' }),
  earlier: z
    .array(z.object({ id: Id('receipt'), answeredAt: Timestamp, code: ReceiptCode }))
    .openapi({ description: 'Answers to the same request before this one, newest first.' }),
}).openapi('Receipt', { description: 'What was asked and agreed to, for both sides. Never the code itself.' })
export type Receipt = z.infer<typeof Receipt>

export const getReceipt = createRoute({
  method: 'get',
  path: '/v1/spark-requests/{id}/receipt',
  operationId: 'getReceipt',
  tags: ['spark-requests'],
  summary: 'Get the receipt of an answer',
  description:
    'Of the last answer with a code that the creator gave on their page; `not_found` before the first. Scope: `spark-requests:read`.',
  ...secured('spark-requests:read'),
  request: { params: z.object({ id: z.string() }) },
  responses: { 200: json(Receipt, 'The receipt.'), ...problems(...READ_PROBLEMS, 'not_found') },
})

export const getApprovalReceipt = createRoute({
  method: 'get',
  path: '/v1/approvals/{token}/receipts/{requestId}',
  operationId: 'getApprovalReceipt',
  tags: ['spark-requests'],
  summary: 'Read a receipt (public)',
  description: 'The same that the brand gets. To print or keep: `/a/{token}/receipt/{requestId}`.',
  security: [],
  request: { params: z.object({ token: z.string().min(1).max(128), requestId: z.string() }) },
  responses: { 200: json(Receipt, 'The receipt.'), ...problems(...PUBLIC_PROBLEMS, 'not_found') },
})
