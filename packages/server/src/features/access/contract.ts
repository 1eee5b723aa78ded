import { createRoute, z } from '@hono/zod-openapi'
import { CODE_STATUSES, SPARK_STATUSES } from '@sparkkit/core'
import { json, jsonBody, problems, READ_PROBLEMS, WRITE_PROBLEMS } from '../../http/responses.ts'
import { Id, Timestamp } from '../../http/schemas.ts'
import { secured } from '../../http/secured.ts'
import { API_SCOPES } from './scopes.ts'
import { BrandingOutput } from './workspace-contract.ts'

export const Me = z
  .object({
    workspace: z.object({
      id: Id('workspace'),
      name: z.string(),
      mode: z.enum(['live', 'sandbox']),
      locale: z.string(),
      branding: BrandingOutput,
      now: Timestamp.openapi({ description: 'Domain time: the clock that windows and deadlines follow. Wall time, except in a sandbox.' }),
    }),
    actor: z.object({ type: z.enum(['api_key', 'embed_user']), id: Id('apiKey'), name: z.string() }),
    scopes: z.array(z.enum(API_SCOPES)),
  })
  .openapi('Me')
export type Me = z.infer<typeof Me>

const Origin = z
  .url({ protocol: /^https?$/ })
  .max(2048)
  .refine(value => URL.canParse(value) && new URL(value).origin === value, 'must be an origin, like https://app.example.com')

const some = <T extends z.ZodType>(item: T) => z.array(item).min(1).max(50).optional()

export const EmbedFilter = z
  .strictObject({
    sparkStatus: some(z.enum(SPARK_STATUSES)).openapi({ description: 'Posts with one of these statuses, and the codes of such posts.' }),
    codeStatus: some(z.enum(CODE_STATUSES)).openapi({ description: 'Codes with one of these statuses.' }),
    creatorId: some(Id('creator')).openapi({ description: 'Posts and codes of these creators.' }),
  })
  .openapi('EmbedFilter', {
    description:
      'The part of the workspace that the token shows; anything else answers like missing. A token with a filter reads posts, creators and codes only.',
  })

export const CreateEmbedTokenInput = z
  .strictObject({
    scopes: z.array(z.enum(API_SCOPES)).min(1).max(50).openapi({ description: 'No wider than those of the API key.' }),
    origins: z.array(Origin).min(1).max(20).openapi({ description: 'Pages that may use it. This binds browsers only.' }),
    actor: z.string().min(1).max(200).openapi({ description: 'Your own id for the person who uses the page; events name it.' }),
    filter: EmbedFilter.optional(),
  })
  .openapi('CreateEmbedTokenInput')
export type CreateEmbedTokenInput = z.infer<typeof CreateEmbedTokenInput>

export const EmbedToken = z.object({ token: z.string(), expiresAt: Timestamp, scopes: z.array(z.enum(API_SCOPES)) }).openapi('EmbedToken')
export type EmbedToken = z.infer<typeof EmbedToken>

export const MadeEmbedToken = z
  .object({
    apiKeyId: Id('apiKey').openapi({ description: 'The key it was made with; when that is revoked the token is dead.' }),
    scopes: z.array(z.enum(API_SCOPES)),
    origins: z.array(Origin).openapi({ example: ['https://app.example'] }),
    actor: z.string().openapi({ example: 'ana@agency.example' }),
    filter: EmbedFilter.nullable(),
    expiresAt: Timestamp,
  })
  .openapi('MadeEmbedToken', { description: 'What is on record of an embed token.' })
export type MadeEmbedToken = z.infer<typeof MadeEmbedToken>

export const getMe = createRoute({
  method: 'get',
  path: '/v1/me',
  operationId: 'getMe',
  tags: ['access'],
  summary: 'Who am I',
  description: 'The workspace and the scopes of the key or token that calls.',
  ...secured(null, { rowFilter: true }),
  responses: { 200: json(Me, 'The caller.'), ...problems(...READ_PROBLEMS) },
})

export const createEmbedToken = createRoute({
  method: 'post',
  path: '/v1/embed-tokens',
  operationId: 'createEmbedToken',
  tags: ['access'],
  summary: 'Make a token for a page',
  description:
    'Your backend calls this with its API key and hands the token to the page that embeds the widgets: no API key ever reaches a page. It lives 15 minutes and dies with its key. Scope: `access:write`.',
  ...secured('access:write'),
  request: { body: jsonBody(CreateEmbedTokenInput) },
  responses: { 201: json(EmbedToken, 'The token.'), ...problems(...WRITE_PROBLEMS) },
})
