import { createRoute, z } from '@hono/zod-openapi'
import { BINDING_STATUSES } from '@sparkkit/core'
import { json, jsonBody, problems, READ_PROBLEMS, WRITE_PROBLEMS } from '../../http/responses.ts'
import { CursorParam, Id, LimitParam, ListOf, ListParam, Timestamp } from '../../http/schemas.ts'
import { secured } from '../../http/secured.ts'
import { SparkCode } from '../spark-codes/index.ts'
import { AdReason } from './contract.ts'

export const Binding = z
  .object({
    id: Id('binding'),
    sparkCodeId: Id('sparkCode'),
    contentId: Id('content'),
    adAccountId: Id('adAccount'),
    advertiserId: z.string().openapi({ description: 'Of TikTok.', example: '7012345678901234567' }),
    status: z.enum(BINDING_STATUSES).openapi({
      description:
        '`pending`: being worked on; `bound`: as read back from TikTok; `failed`: not without somebody doing what `reason` says.',
    }),
    intent: z.enum(['bind', 'unbind']).openapi({ description: 'What is wanted. `bound` with `unbind` is being undone, or cannot be.' }),
    origin: z
      .enum(['asked', 'automatic', 'successor'])
      .openapi({ description: 'Somebody asked; the workspace wants new codes there; or the code before was bound there.' }),
    replacesId: Id('binding').nullable().openapi({ description: 'The binding of the code that this code took the place of.' }),
    reason: AdReason.nullable().openapi({ description: 'Why it waits, failed, ended or needs a look.' }),
    requestedAt: Timestamp,
    boundAt: Timestamp.nullable(),
    unboundAt: Timestamp.nullable(),
    nextTryAt: Timestamp.nullable().openapi({ description: 'Wall time. Null when there is nothing to do.' }),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .openapi('Binding', { description: 'One code on one ad account.' })
export type Binding = z.infer<typeof Binding>

const AdAccountRef = z
  .string()
  .min(1)
  .max(64)
  .openapi({ description: "An ad account's id, or TikTok's id of the advertiser.", example: 'ada_01h455vb4pex5vsknk084sn02q' })

export const BindInput = z.strictObject({ adAccountId: AdAccountRef }).openapi('BindInput')
export type BindInput = z.infer<typeof BindInput>

export const BindManyInput = z
  .strictObject({
    items: z
      .array(z.strictObject({ sparkCodeId: z.string().min(1).max(64), adAccountId: AdAccountRef }))
      .min(1)
      .max(500),
  })
  .openapi('BindManyInput')
export type BindManyInput = z.infer<typeof BindManyInput>

export const BindManyResult = z
  .object({
    results: z.array(
      z.object({
        index: z.int(),
        status: z.enum(['wanted', 'failed']),
        id: Id('binding').optional(),
        problem: z.object({ code: z.string(), detail: z.string() }).optional(),
      }),
    ),
  })
  .openapi('BindManyResult')
export type BindManyResult = z.infer<typeof BindManyResult>

export const VerifyInput = z.strictObject({ adAccountId: AdAccountRef.optional() }).openapi('VerifyInput')
export type VerifyInput = z.infer<typeof VerifyInput>

export const VerifiedSparkCode = z
  .object({
    outcome: z.enum(['confirmed', 'refused', 'unknown']).openapi({
      description: '`refused`: TikTok named the code or its post; `unknown`: whatever it said proves nothing about the code.',
    }),
    reason: AdReason.nullable(),
    sparkCode: SparkCode.openapi({ description: 'As it is after what TikTok said.' }),
  })
  .openapi('VerifiedSparkCode')
export type VerifiedSparkCode = z.infer<typeof VerifiedSparkCode>

export const ListBindingsQuery = z.strictObject({
  sparkCodeId: Id('sparkCode').optional(),
  adAccountId: AdAccountRef.optional(),
  contentId: Id('content').optional(),
  status: ListParam(z.enum(BINDING_STATUSES)).optional(),
  cursor: CursorParam.optional(),
  limit: LimitParam,
})
export type ListBindingsQuery = z.infer<typeof ListBindingsQuery>

const one = { params: z.object({ id: z.string() }) }
const tags = ['spark-codes']
const BIND_PROBLEMS = [...WRITE_PROBLEMS, 'not_found', 'ad_account_not_found'] as const

export const verifySparkCode = createRoute({
  method: 'post',
  path: '/v1/spark-codes/{id}/verify',
  operationId: 'verifySparkCode',
  tags,
  summary: 'Ask TikTok about a code',
  description:
    'Whose post it is of, whether it can be used, and its true window, which then counts. Asked through the ad account named, else any. Scope: `spark-codes:bind`.',
  ...secured('spark-codes:bind'),
  request: { ...one, body: jsonBody(VerifyInput) },
  responses: {
    200: json(VerifiedSparkCode, 'What TikTok said.'),
    ...problems(...BIND_PROBLEMS, 'no_ad_account', 'ad_account_unusable', 'spark_code_not_live'),
  },
})

export const bindSparkCode = createRoute({
  method: 'post',
  path: '/v1/spark-codes/{id}/bind',
  operationId: 'bindSparkCode',
  tags,
  summary: 'Bind a code to an ad account',
  description:
    'Wants it and tries it for a few seconds; `pending` means that it goes on in the background until it is bound or fails, and an event tells. Asking twice changes nothing. Scope: `spark-codes:bind`.',
  ...secured('spark-codes:bind'),
  request: { ...one, body: jsonBody(BindInput) },
  responses: { 200: json(Binding, 'The binding.'), ...problems(...BIND_PROBLEMS, 'spark_code_not_live', 'ad_account_unusable') },
})

export const unbindSparkCode = createRoute({
  method: 'post',
  path: '/v1/spark-codes/{id}/unbind',
  operationId: 'unbindSparkCode',
  tags,
  summary: 'Take a code out of an ad account',
  description: 'TikTok may refuse while the code is live: then it stays `bound`, with the reason. Scope: `spark-codes:bind`.',
  ...secured('spark-codes:bind'),
  request: { ...one, body: jsonBody(BindInput) },
  responses: { 200: json(Binding, 'The binding.'), ...problems(...BIND_PROBLEMS) },
})

export const bindMany = createRoute({
  method: 'post',
  path: '/v1/bindings',
  operationId: 'bindSparkCodes',
  tags,
  summary: 'Bind many codes',
  description: 'Up to 500, a verdict per row; they are bound in the background at the pace TikTok allows. Scope: `spark-codes:bind`.',
  ...secured('spark-codes:bind'),
  request: { body: jsonBody(BindManyInput) },
  responses: { 200: json(BindManyResult, 'A verdict per row.'), ...problems(...WRITE_PROBLEMS) },
})

export const listBindings = createRoute({
  method: 'get',
  path: '/v1/bindings',
  operationId: 'listBindings',
  tags,
  summary: 'List bindings',
  description: 'Of a code, of a post, of an ad account, or all; newest first. Scope: `spark-codes:read`.',
  ...secured('spark-codes:read'),
  request: { query: ListBindingsQuery },
  responses: { 200: json(ListOf('BindingList', Binding), 'A page of bindings.'), ...problems(...READ_PROBLEMS, 'invalid_cursor') },
})

export const getBinding = createRoute({
  method: 'get',
  path: '/v1/bindings/{id}',
  operationId: 'getBinding',
  tags,
  summary: 'Get a binding',
  description: 'Scope: `spark-codes:read`.',
  ...secured('spark-codes:read'),
  request: one,
  responses: { 200: json(Binding, 'The binding.'), ...problems(...READ_PROBLEMS, 'not_found') },
})
