import { createRoute, z } from '@hono/zod-openapi'
import { json, jsonBody, problems, READ_PROBLEMS, WRITE_PROBLEMS } from '../../http/responses.ts'
import { CursorParam, GivenTime, Id, LimitParam, ListOf, Timestamp } from '../../http/schemas.ts'
import { secured } from '../../http/secured.ts'
import { API_SCOPES } from './scopes.ts'

const Name = z.string().min(1).max(100)
const Secret = z.string().openapi({ description: 'The key itself. It is shown this once.', example: 'sparkkit_live_…' })

export const ApiKey = z
  .object({
    id: Id('apiKey'),
    name: z.string(),
    hint: z.string().openapi({ description: 'The last four characters of the key.' }),
    scopes: z.array(z.string()).openapi({ description: 'What it may do. New scopes may appear.' }),
    createdAt: Timestamp,
    expiresAt: Timestamp.nullable(),
    revokedAt: Timestamp.nullable(),
    lastUsedAt: Timestamp.nullable().openapi({ description: 'To the minute.' }),
  })
  .openapi('ApiKey')
export type ApiKey = z.infer<typeof ApiKey>

export const CreatedApiKey = ApiKey.extend({ key: Secret }).openapi('CreatedApiKey')
export type CreatedApiKey = z.infer<typeof CreatedApiKey>

export const RotatedApiKey = CreatedApiKey.extend({
  replaces: ApiKey.openapi({ description: 'The old key, which ends at its `expiresAt`.' }),
}).openapi('RotatedApiKey')
export type RotatedApiKey = z.infer<typeof RotatedApiKey>

export const ListApiKeysQuery = z.strictObject({ cursor: CursorParam.optional(), limit: LimitParam })
export type ListApiKeysQuery = z.infer<typeof ListApiKeysQuery>

export const CreateApiKeyInput = z
  .strictObject({
    name: Name.openapi({ description: 'Events name it as who did it.' }),
    scopes: z.array(z.enum(API_SCOPES)).min(1).max(50).openapi({ description: 'No wider than those of the key that calls.' }),
    expiresAt: GivenTime.nullable().optional().openapi({ description: 'Wall time, also in a sandbox. It does not end unless given.' }),
  })
  .openapi('CreateApiKeyInput')
export type CreateApiKeyInput = z.infer<typeof CreateApiKeyInput>

export const RotateApiKeyInput = z
  .strictObject({
    overlapHours: z
      .number()
      .min(0)
      .max(168)
      .default(24)
      .openapi({ description: 'How long the old key goes on working beside the new one. 0: it is dead at once.' }),
  })
  .openapi('RotateApiKeyInput')
export type RotateApiKeyInput = z.infer<typeof RotateApiKeyInput>

const one = { params: z.object({ id: z.string() }) }

export const listApiKeys = createRoute({
  method: 'get',
  path: '/v1/api-keys',
  operationId: 'listApiKeys',
  tags: ['access'],
  summary: 'List API keys',
  description: 'Newest first, those that ended too. Never the keys themselves. Scope: `access:read`.',
  ...secured('access:read'),
  request: { query: ListApiKeysQuery },
  responses: { 200: json(ListOf('ApiKeyList', ApiKey), 'A page of keys.'), ...problems(...READ_PROBLEMS, 'invalid_cursor') },
})

export const createApiKey = createRoute({
  method: 'post',
  path: '/v1/api-keys',
  operationId: 'createApiKey',
  tags: ['access'],
  summary: 'Make an API key',
  description: 'By an API key only, and no wider than it. Scope: `access:write`.',
  ...secured('access:write'),
  request: { body: jsonBody(CreateApiKeyInput) },
  responses: { 201: json(CreatedApiKey, 'The key, shown this once.'), ...problems(...WRITE_PROBLEMS) },
})

export const revokeApiKey = createRoute({
  method: 'delete',
  path: '/v1/api-keys/{id}',
  operationId: 'revokeApiKey',
  tags: ['access'],
  summary: 'Revoke an API key',
  description:
    'It is dead at once, and every embed token made with it; where several processes serve, the others may answer its reads for one second more. It stays in the list. Scope: `access:write`.',
  ...secured('access:write'),
  request: one,
  responses: { 200: json(ApiKey, 'The revoked key.'), ...problems(...READ_PROBLEMS, 'not_found') },
})

export const rotateApiKey = createRoute({
  method: 'post',
  path: '/v1/api-keys/{id}/rotate',
  operationId: 'rotateApiKey',
  tags: ['access'],
  summary: 'Replace an API key by a new one',
  description:
    'The new key has the name, scopes and end of the old one. Both work for `overlapHours`, so that nothing stands still while you roll it out. Scope: `access:write`.',
  ...secured('access:write'),
  request: { ...one, body: jsonBody(RotateApiKeyInput) },
  responses: { 201: json(RotatedApiKey, 'The new key, shown this once.'), ...problems(...WRITE_PROBLEMS, 'not_found', 'conflict') },
})
