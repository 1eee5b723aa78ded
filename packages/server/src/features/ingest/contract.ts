import { createRoute, z } from '@hono/zod-openapi'
import { json, problems, READ_PROBLEMS, WRITE_PROBLEMS } from '../../http/responses.ts'
import { CursorParam, Id, LimitParam, ListOf, Timestamp } from '../../http/schemas.ts'
import { secured } from '../../http/secured.ts'

export const MAX_IMPORT_BYTES = 256 * 1024 * 1024

/** Fields a column can be mapped to. */
export const IMPORT_FIELDS = [
  'url',
  'platform',
  'platformId',
  'mediaType',
  'creator.handle',
  'creator.platformUserId',
  'creator.displayName',
  'caption',
  'hashtags',
  'postedAt',
  'thumbnailUrl',
  'metrics.views',
  'metrics.likes',
  'metrics.comments',
  'metrics.shares',
  'metrics.saves',
  'durationSeconds',
  'externalId',
] as const
export type ImportField = (typeof IMPORT_FIELDS)[number]

export const ImportMapping = z.partialRecord(z.enum(IMPORT_FIELDS), z.string().min(1).max(200)).openapi('ImportMapping', {
  description: 'Field of ours → name of the column.',
  example: { url: 'link', caption: 'title', 'metrics.views': 'views' },
})
export type ImportMapping = z.infer<typeof ImportMapping>

/** `per_content` also writes `content.created` and `content.updated` for the posts themselves. */
export const IMPORT_EVENTS = ['summary', 'per_content'] as const

export const Import = z
  .object({
    id: Id('import'),
    status: z.enum(['pending', 'running', 'completed', 'failed']),
    fileName: z.string().nullable(),
    mapping: ImportMapping,
    bytes: z.int(),
    rowsDone: z.int().openapi({ description: 'Rows settled so far: created, updated, unchanged or failed.' }),
    created: z.int(),
    updated: z.int(),
    unchanged: z.int(),
    failed: z.int(),
    warnings: z.int(),
    progress: z.number().min(0).max(1).openapi({ description: 'Share of the file that is settled.' }),
    error: z.string().nullable().openapi({ description: 'Why the whole import failed.' }),
    createdAt: Timestamp,
    completedAt: Timestamp.nullable(),
  })
  .openapi('Import')
export type Import = z.infer<typeof Import>

export const ImportIssue = z
  .object({
    line: z.int().openapi({ description: 'Line of the file on which the row starts; the first line is 1.' }),
    severity: z.enum(['error', 'warning']),
    code: z.string(),
    field: z.string(),
    message: z.string(),
  })
  .openapi('ImportIssue')
export type ImportIssue = z.infer<typeof ImportIssue>

const one = { params: z.object({ id: z.string() }) }
const MAPPING_DESCRIPTION = 'JSON: field of ours → name of the column. Columns named like fields need no mapping.'

export const createImport = createRoute({
  method: 'post',
  path: '/v1/imports',
  operationId: 'createImport',
  tags: ['ingest'],
  summary: 'Import posts from a CSV file',
  description:
    'Send the file as `text/csv` with the mapping in the query, or as `multipart/form-data` with the parts `file` and `mapping`. UTF-8, with or without a byte order mark, comma, semicolon or tab. The file is kept until every row is settled, so an interrupted import goes on by itself. Scope: `content:write`.',
  ...secured('content:write'),
  request: {
    query: z.strictObject({
      mapping: z.string().max(8192).optional().openapi({ description: MAPPING_DESCRIPTION }),
      fileName: z.string().max(255).optional(),
      events: z.enum(IMPORT_EVENTS).optional().openapi({ description: '`per_content` also writes `content.created` for every new post.' }),
    }),
    body: {
      required: true,
      content: {
        'text/csv': { schema: z.string().openapi({ format: 'binary' }) },
        'multipart/form-data': {
          // Not a zod schema: a validator would read the whole file into memory.
          schema: {
            type: 'object',
            required: ['file'],
            properties: {
              file: { type: 'string', format: 'binary' },
              mapping: { type: 'string', maxLength: 8192, description: MAPPING_DESCRIPTION },
              events: { type: 'string', enum: [...IMPORT_EVENTS] },
            },
          },
        },
      },
    },
  },
  responses: {
    202: json(Import, 'Accepted; follow it with `GET /v1/imports/{id}`.'),
    ...problems(...WRITE_PROBLEMS, 'import_mapping_invalid', 'import_unreadable'),
  },
})

export const listImports = createRoute({
  method: 'get',
  path: '/v1/imports',
  operationId: 'listImports',
  tags: ['ingest'],
  summary: 'List imports',
  description: 'Newest first. Scope: `content:read`.',
  ...secured('content:read'),
  request: { query: z.strictObject({ cursor: CursorParam.optional(), limit: LimitParam }) },
  responses: { 200: json(ListOf('ImportList', Import), 'A page of imports.'), ...problems(...READ_PROBLEMS, 'invalid_cursor') },
})

export const getImport = createRoute({
  method: 'get',
  path: '/v1/imports/{id}',
  operationId: 'getImport',
  tags: ['ingest'],
  summary: 'Get an import and its progress',
  description: 'Scope: `content:read`.',
  ...secured('content:read'),
  request: one,
  responses: { 200: json(Import, 'The import.'), ...problems(...READ_PROBLEMS, 'not_found') },
})

export const listImportIssues = createRoute({
  method: 'get',
  path: '/v1/imports/{id}/issues',
  operationId: 'listImportIssues',
  tags: ['ingest'],
  summary: 'List what was wrong with rows',
  description: 'In the order of the file. Scope: `content:read`.',
  ...secured('content:read'),
  request: {
    ...one,
    query: z.strictObject({ severity: z.enum(['error', 'warning']).optional(), cursor: CursorParam.optional(), limit: LimitParam }),
  },
  responses: {
    200: json(ListOf('ImportIssueList', ImportIssue), 'A page of issues.'),
    ...problems(...READ_PROBLEMS, 'not_found', 'invalid_cursor'),
  },
})
