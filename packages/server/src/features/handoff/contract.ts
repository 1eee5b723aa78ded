import { createRoute, z } from '@hono/zod-openapi'
import { normaliseHashtag } from '@sparkkit/core'
import { json, jsonBody, mergePatchBody, PATCH_PROBLEMS, problems, READ_PROBLEMS, WRITE_PROBLEMS } from '../../http/responses.ts'
import { CursorParam, GivenTime, Id, LimitParam, ListOf, ListParam, Timestamp } from '../../http/schemas.ts'
import { secured } from '../../http/secured.ts'

export const HANDOFF_SCOPES = ['reveal', 'mark_used'] as const
export type HandoffScope = (typeof HANDOFF_SCOPES)[number]
export const HANDOFF_STATUSES = ['open', 'expired', 'revoked'] as const

export const LONGEST_DAYS = 90
export const DEFAULT_DAYS = 14

export const HandoffFilter = z
  .strictObject({
    sparkCodeId: z.array(Id('sparkCode')).min(1).max(500).optional().openapi({ description: 'These codes, for as long as they live.' }),
    contentId: z.array(Id('content')).min(1).max(500).optional(),
    creatorId: z.array(Id('creator')).min(1).max(500).optional(),
    hashtag: z.array(z.string().min(1).max(100).transform(normaliseHashtag)).min(1).max(50).optional(),
    flightId: z.array(Id('flight')).min(1).max(500).optional().openapi({ description: 'Codes of the posts of these flights.' }),
    adAccountId: z
      .array(z.string().min(1).max(64))
      .min(1)
      .max(50)
      .optional()
      .openapi({ description: 'Codes of posts with a flight for one of these ad accounts.' }),
    used: z.boolean().optional().openapi({ description: 'Whether it was ever used in an ad.' }),
  })
  .openapi('HandoffFilter', {
    description: 'Which live codes are shown: those that fit every condition, looked up at each visit. Without any, all.',
  })
export type HandoffFilter = z.infer<typeof HandoffFilter>

const Scopes = z
  .array(z.enum(HANDOFF_SCOPES))
  .max(HANDOFF_SCOPES.length)
  .openapi({ description: '`reveal`: codes are shown, copied and exported; without it they stay masked. `mark_used`: codes are marked.' })
const ChunkSize = z.int().min(1).max(100).openapi({ description: 'How many codes are copied at once.' })
const Name = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .openapi({ description: 'Shown on the page and in events.', example: 'Spring, Northlight agency' })
const ExpiresAt = GivenTime.openapi({ description: `${DEFAULT_DAYS} days from now unless given, ${LONGEST_DAYS} at most.` })

export const Handoff = z
  .object({
    id: Id('handoff'),
    name: z.string(),
    status: z.enum(HANDOFF_STATUSES),
    filter: HandoffFilter,
    scopes: z.array(z.enum(HANDOFF_SCOPES)),
    chunkSize: z.int(),
    expiresAt: Timestamp,
    openedAt: Timestamp.nullable().openapi({ description: 'When its link was used for the first time.' }),
    revokedAt: Timestamp.nullable(),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .openapi('Handoff', {
    description: 'Live codes shared with an ad team by a link that ends. Its URL is told by `GET /v1/handoffs/{id}/url`.',
  })
export type Handoff = z.infer<typeof Handoff>

const Url = z.string().openapi({
  description: 'Whoever has it sees the codes: treat it like a password.',
  example: 'https://sparkkit.example/h/xK2v…',
})
export const CreatedHandoff = Handoff.extend({ url: Url }).openapi('CreatedHandoff')
export type CreatedHandoff = z.infer<typeof CreatedHandoff>

export const HandoffUrl = z.object({ url: Url }).openapi('HandoffUrl')
export type HandoffUrl = z.infer<typeof HandoffUrl>

export const CreateHandoffInput = z
  .strictObject({
    name: Name,
    filter: HandoffFilter.optional(),
    scopes: Scopes.optional().openapi({ description: 'Both unless given.' }),
    chunkSize: ChunkSize.optional().openapi({ description: 'How many codes are copied at once. 20 unless given.' }),
    expiresAt: ExpiresAt.optional(),
  })
  .openapi('CreateHandoffInput')
export type CreateHandoffInput = z.infer<typeof CreateHandoffInput>

export const UpdateHandoffInput = z
  .strictObject({
    name: Name.optional(),
    filter: HandoffFilter.optional().openapi({ description: 'Takes the place of the one before as a whole.' }),
    scopes: Scopes.optional(),
    chunkSize: ChunkSize.optional(),
    expiresAt: ExpiresAt.optional().openapi({
      description: `A later end makes an expired link work again. ${LONGEST_DAYS} days from now at most.`,
    }),
  })
  .openapi('UpdateHandoffInput')
export type UpdateHandoffInput = z.infer<typeof UpdateHandoffInput>

export const ListHandoffsQuery = z.strictObject({
  status: ListParam(z.enum(HANDOFF_STATUSES)).optional(),
  cursor: CursorParam.optional(),
  limit: LimitParam,
})
export type ListHandoffsQuery = z.infer<typeof ListHandoffsQuery>

const one = { params: z.object({ id: z.string() }) }
const tags = ['handoff']
const NO_WIDER =
  'A handoff can do no more than the key that makes it: `reveal` takes the scope `spark-codes:reveal`, `mark_used` takes `spark-codes:write`.'

export const createHandoff = createRoute({
  method: 'post',
  path: '/v1/handoffs',
  operationId: 'createHandoff',
  tags,
  summary: 'Hand codes to an ad team',
  description: `Makes a link that shows live codes to whoever has it, until it ends. ${NO_WIDER} Scope: \`handoffs:write\`.`,
  ...secured('handoffs:write'),
  request: { body: jsonBody(CreateHandoffInput) },
  responses: { 201: json(CreatedHandoff, 'The handoff, with its URL.'), ...problems(...WRITE_PROBLEMS) },
})

export const listHandoffs = createRoute({
  method: 'get',
  path: '/v1/handoffs',
  operationId: 'listHandoffs',
  tags,
  summary: 'List handoffs',
  description: 'Newest first. Scope: `handoffs:read`.',
  ...secured('handoffs:read'),
  request: { query: ListHandoffsQuery },
  responses: { 200: json(ListOf('HandoffList', Handoff), 'A page of handoffs.'), ...problems(...READ_PROBLEMS, 'invalid_cursor') },
})

export const getHandoff = createRoute({
  method: 'get',
  path: '/v1/handoffs/{id}',
  operationId: 'getHandoff',
  tags,
  summary: 'Get a handoff',
  description: 'Scope: `handoffs:read`.',
  ...secured('handoffs:read'),
  request: one,
  responses: { 200: json(Handoff, 'The handoff.'), ...problems(...READ_PROBLEMS, 'not_found') },
})

export const getHandoffUrl = createRoute({
  method: 'get',
  path: '/v1/handoffs/{id}/url',
  operationId: 'getHandoffUrl',
  tags,
  summary: 'Get the URL of a handoff again',
  description: 'Takes the scopes it takes to make such a handoff. Scope: `handoffs:write`.',
  ...secured('handoffs:write'),
  request: one,
  responses: { 200: json(HandoffUrl, 'The URL.'), ...problems(...READ_PROBLEMS, 'not_found', 'handoff_revoked') },
})

export const updateHandoff = createRoute({
  method: 'patch',
  path: '/v1/handoffs/{id}',
  operationId: 'updateHandoff',
  tags,
  summary: 'Change a handoff',
  description: `JSON Merge Patch: fields left out stay. What it changes holds for the link at once. ${NO_WIDER} Scope: \`handoffs:write\`.`,
  ...secured('handoffs:write'),
  request: { ...one, body: mergePatchBody(UpdateHandoffInput) },
  responses: { 200: json(Handoff, 'The handoff.'), ...problems(...PATCH_PROBLEMS, 'handoff_revoked') },
})

export const revokeHandoff = createRoute({
  method: 'post',
  path: '/v1/handoffs/{id}/revoke',
  operationId: 'revokeHandoff',
  tags,
  summary: 'End a handoff',
  description: 'Its URL is dead at once, also where the page is open. What was seen was seen. Scope: `handoffs:write`.',
  ...secured('handoffs:write'),
  request: one,
  responses: { 200: json(Handoff, 'The revoked handoff.'), ...problems(...READ_PROBLEMS, 'not_found') },
})
