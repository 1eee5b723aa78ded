import { createRoute, z } from '@hono/zod-openapi'
import { normaliseHandle, PLATFORMS } from '@sparkkit/core'
import { json, mergePatchBody, PATCH_PROBLEMS, problems, READ_PROBLEMS } from '../../http/responses.ts'
import { BoolParam, CursorParam, ExternalId, Id, LimitParam, ListOf, ListParam, MetadataPatch, Timestamp } from '../../http/schemas.ts'
import { secured } from '../../http/secured.ts'

export const Creator = z
  .object({
    id: Id('creator'),
    platform: z.enum(PLATFORMS),
    platformUserId: z.string().nullable().openapi({ description: 'Null until a post names it. Handles are labels, never keys.' }),
    handle: z.string().nullable().openapi({ description: 'Without @.' }),
    displayName: z.string().nullable(),
    doNotContact: z.boolean().openapi({ description: 'Nobody can ask this creator for a Spark Code.' }),
    externalId: z.string().nullable(),
    metadata: z.record(z.string(), z.string()),
    erasedAt: Timestamp.nullable().openapi({ description: 'When the person was erased: from then on nothing here names them.' }),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .openapi('Creator')
export type Creator = z.infer<typeof Creator>

export const ListCreatorsQuery = z.strictObject({
  platform: ListParam(z.enum(PLATFORMS)).optional(),
  handle: z
    .string()
    .min(1)
    .max(64)
    .transform(normaliseHandle)
    .optional()
    .openapi({ type: 'string', maxLength: 64, description: 'With or without @.' }),
  doNotContact: BoolParam.optional(),
  externalId: z.string().min(1).max(255).optional(),
  cursor: CursorParam.optional(),
  limit: LimitParam,
})
export type ListCreatorsQuery = z.infer<typeof ListCreatorsQuery>

export const UpdateCreatorInput = z
  .strictObject({
    displayName: z.string().min(1).max(200).nullable().optional(),
    doNotContact: z.boolean().optional(),
    externalId: ExternalId.nullable().optional(),
    metadata: MetadataPatch.optional(),
  })
  .openapi('UpdateCreatorInput')
export type UpdateCreatorInput = z.infer<typeof UpdateCreatorInput>

const one = { params: z.object({ id: z.string() }) }

export const listCreators = createRoute({
  method: 'get',
  path: '/v1/creators',
  operationId: 'listCreators',
  tags: ['content'],
  summary: 'List creators',
  description: 'Newest first. Scope: `content:read`.',
  ...secured('content:read', { rowFilter: true }),
  request: { query: ListCreatorsQuery },
  responses: { 200: json(ListOf('CreatorList', Creator), 'A page of creators.'), ...problems(...READ_PROBLEMS, 'invalid_cursor') },
})

export const getCreator = createRoute({
  method: 'get',
  path: '/v1/creators/{id}',
  operationId: 'getCreator',
  tags: ['content'],
  summary: 'Get a creator',
  description: 'Scope: `content:read`.',
  ...secured('content:read', { rowFilter: true }),
  request: one,
  responses: { 200: json(Creator, 'The creator.'), ...problems(...READ_PROBLEMS, 'not_found') },
})

export const updateCreator = createRoute({
  method: 'patch',
  path: '/v1/creators/{id}',
  operationId: 'updateCreator',
  tags: ['content'],
  summary: 'Change a creator',
  description: 'JSON Merge Patch: fields left out stay, null removes. Scope: `content:write`.',
  ...secured('content:write'),
  request: { ...one, body: mergePatchBody(UpdateCreatorInput) },
  responses: { 200: json(Creator, 'The creator.'), ...problems(...PATCH_PROBLEMS, 'conflict', 'creator_erased') },
})
