import { createRoute, z } from '@hono/zod-openapi'
import { json, jsonBody, mergePatchBody, PATCH_PROBLEMS, problems, READ_PROBLEMS, WRITE_PROBLEMS } from '../../http/responses.ts'
import { CursorParam, Id, LimitParam, ListOf, ListParam, Timestamp } from '../../http/schemas.ts'
import { secured } from '../../http/secured.ts'

export const AdReason = z
  .object({
    code: z.string().openapi({ description: 'Stable; new codes may appear.', example: 'code_not_found' }),
    action: z.string().openapi({ description: 'What to do, in one sentence.' }),
    fixableBy: z
      .enum(['creator', 'marketer', 'ad_manager', 'developer', 'nobody'])
      .openapi({ description: 'Who can do it; `nobody` where it passes by itself or nothing is wrong.' }),
  })
  .openapi('AdReason')

export const Connection = z
  .object({
    id: Id('connection'),
    kind: z.enum(['tiktok_ads']),
    name: z.string(),
    status: z
      .enum(['active', 'broken'])
      .openapi({ description: '`broken`: the ad platform refuses the token; nothing is bound until it is replaced.' }),
    reason: AdReason.nullable().openapi({ description: 'Why it is broken, or could not be asked the last time.' }),
    syncedAt: Timestamp.nullable().openapi({ description: 'When its ad accounts were last listed.' }),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .openapi('Connection', { description: 'A sealed token for TikTok ad accounts. No answer shows it.' })
export type Connection = z.infer<typeof Connection>

const AdvertiserId = z
  .string()
  .max(24)
  .regex(/^\d{1,24}$/, 'must be the number of an advertiser')
  .openapi({ example: '7012345678901234567' })
const Token = z.string().min(1).max(4096)
const AppPart = z.string().min(1).max(256)
const App = z.strictObject({ id: AppPart, secret: AppPart }).openapi({
  description: 'Of your app at TikTok. With it the advertisers of the token are listed; without it name them as `advertiserIds`.',
})
const AdvertiserIds = z.array(AdvertiserId).min(1).max(200)

export const CreateConnectionInput = z
  .strictObject({
    name: z.string().min(1).max(100),
    token: Token.openapi({ description: "A long-lived access token of TikTok's Business API. Kept sealed." }),
    app: App.optional(),
    advertiserIds: AdvertiserIds.optional().openapi({ description: 'Only these ad accounts. All that the token reaches unless given.' }),
  })
  .refine(input => input.app !== undefined || input.advertiserIds !== undefined, 'needs `app` or `advertiserIds`')
  .openapi('CreateConnectionInput')
export type CreateConnectionInput = z.infer<typeof CreateConnectionInput>

export const UpdateConnectionInput = z
  .strictObject({
    name: z.string().min(1).max(100).optional(),
    token: Token.optional().openapi({ description: 'A new token. It is tried at once; one that works mends a broken connection.' }),
    app: App.optional(),
    advertiserIds: AdvertiserIds.optional(),
  })
  .openapi('UpdateConnectionInput')
export type UpdateConnectionInput = z.infer<typeof UpdateConnectionInput>

export const AdAccount = z
  .object({
    id: Id('adAccount'),
    connectionId: Id('connection').nullable(),
    advertiserId: z.string().openapi({ description: 'Of TikTok.', example: '7012345678901234567' }),
    name: z.string().nullable(),
    status: z.enum(['active', 'vanished']).openapi({ description: '`vanished`: the connection does not reach it any more.' }),
    vanishedAt: Timestamp.nullable(),
    reconciledAt: Timestamp.nullable().openapi({ description: 'When what is bound was last compared with what TikTok shows.' }),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .openapi('AdAccount')
export type AdAccount = z.infer<typeof AdAccount>

const paging = { cursor: CursorParam.optional(), limit: LimitParam }
export const ListConnectionsQuery = z.strictObject(paging)
export type ListConnectionsQuery = z.infer<typeof ListConnectionsQuery>
export const ListAdAccountsQuery = z.strictObject({
  connectionId: Id('connection').optional(),
  status: ListParam(z.enum(['active', 'vanished'])).optional(),
  ...paging,
})
export type ListAdAccountsQuery = z.infer<typeof ListAdAccountsQuery>

const one = { params: z.object({ id: z.string() }) }
const tags = ['spark-codes']

export const createConnection = createRoute({
  method: 'post',
  path: '/v1/connections',
  operationId: 'createConnection',
  tags,
  summary: 'Connect TikTok ad accounts',
  description:
    'Tries the token and keeps it sealed. A live workspace connects to TikTok; a sandbox to the simulator that the operator configured, and nowhere else. Scope: `ad-accounts:write`.',
  ...secured('ad-accounts:write'),
  request: { body: jsonBody(CreateConnectionInput) },
  responses: {
    201: json(Connection, 'The connection; its ad accounts are listed.'),
    ...problems(...WRITE_PROBLEMS, 'connection_refused', 'simulator_missing'),
  },
})

export const listConnections = createRoute({
  method: 'get',
  path: '/v1/connections',
  operationId: 'listConnections',
  tags,
  summary: 'List connections',
  description: 'Newest first. Scope: `ad-accounts:read`.',
  ...secured('ad-accounts:read'),
  request: { query: ListConnectionsQuery },
  responses: { 200: json(ListOf('ConnectionList', Connection), 'A page of connections.'), ...problems(...READ_PROBLEMS, 'invalid_cursor') },
})

export const getConnection = createRoute({
  method: 'get',
  path: '/v1/connections/{id}',
  operationId: 'getConnection',
  tags,
  summary: 'Get a connection',
  description: 'Scope: `ad-accounts:read`.',
  ...secured('ad-accounts:read'),
  request: one,
  responses: { 200: json(Connection, 'The connection.'), ...problems(...READ_PROBLEMS, 'not_found') },
})

export const updateConnection = createRoute({
  method: 'patch',
  path: '/v1/connections/{id}',
  operationId: 'updateConnection',
  tags,
  summary: 'Rename a connection or replace its token',
  description: 'JSON Merge Patch: fields left out stay. What waited for the token is tried again at once. Scope: `ad-accounts:write`.',
  ...secured('ad-accounts:write'),
  request: { ...one, body: mergePatchBody(UpdateConnectionInput) },
  responses: { 200: json(Connection, 'The connection.'), ...problems(...PATCH_PROBLEMS, 'connection_refused', 'simulator_missing') },
})

export const deleteConnection = createRoute({
  method: 'delete',
  path: '/v1/connections/{id}',
  operationId: 'deleteConnection',
  tags,
  summary: 'Delete a connection',
  description:
    'Its token is gone at once. Codes stay bound in TikTok; nobody looks after them from here any more. Scope: `ad-accounts:write`.',
  ...secured('ad-accounts:write'),
  request: one,
  responses: { 204: { description: 'Deleted.' }, ...problems(...READ_PROBLEMS, 'not_found') },
})

export const listAdAccounts = createRoute({
  method: 'get',
  path: '/v1/ad-accounts',
  operationId: 'listAdAccounts',
  tags,
  summary: 'List ad accounts',
  description: 'Those that the connections reach or reached, newest first. Scope: `ad-accounts:read`.',
  ...secured('ad-accounts:read'),
  request: { query: ListAdAccountsQuery },
  responses: { 200: json(ListOf('AdAccountList', AdAccount), 'A page of ad accounts.'), ...problems(...READ_PROBLEMS, 'invalid_cursor') },
})

export const getAdAccount = createRoute({
  method: 'get',
  path: '/v1/ad-accounts/{id}',
  operationId: 'getAdAccount',
  tags,
  summary: 'Get an ad account',
  description: 'Scope: `ad-accounts:read`.',
  ...secured('ad-accounts:read'),
  request: one,
  responses: { 200: json(AdAccount, 'The ad account.'), ...problems(...READ_PROBLEMS, 'not_found') },
})

export const reconcileAdAccount = createRoute({
  method: 'post',
  path: '/v1/ad-accounts/{id}/reconcile',
  operationId: 'reconcileAdAccount',
  tags,
  summary: 'Compare an ad account with TikTok soon',
  description: 'It happens every six hours by itself; this asks for it now. Scope: `ad-accounts:write`.',
  ...secured('ad-accounts:write'),
  request: one,
  responses: {
    200: json(AdAccount, 'The ad account; `reconciledAt` changes when it is done.'),
    ...problems(...READ_PROBLEMS, 'not_found'),
  },
})
