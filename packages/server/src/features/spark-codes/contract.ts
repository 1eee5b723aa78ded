import { createRoute, z } from '@hono/zod-openapi'
import { CODE_STATUSES, PLATFORMS, WINDOW_SOURCES } from '@sparkkit/core'
import { json, jsonBody, problems, READ_PROBLEMS, WRITE_PROBLEMS } from '../../http/responses.ts'
import {
  BoolParam,
  CursorParam,
  ExternalId,
  GivenTime,
  Id,
  LimitParam,
  ListOf,
  ListParam,
  Metadata,
  Timestamp,
} from '../../http/schemas.ts'
import { secured } from '../../http/secured.ts'

export const SparkCode = z
  .object({
    id: Id('sparkCode'),
    contentId: Id('content'),
    creatorId: Id('creator'),
    requestId: Id('sparkRequest').nullable(),
    status: z.enum(CODE_STATUSES),
    masked: z.string().openapi({ description: 'The code itself is shown by `reveal` and by the export only.', example: '#••••••Q9sT=' }),
    source: z.enum(['creator', 'manual', 'import']),
    startsAt: Timestamp,
    endsAt: Timestamp,
    windowSource: z.enum(WINDOW_SOURCES).openapi({ description: 'Who says so: TikTok, the creator, or only the window that was asked.' }),
    verification: z.enum(['verified', 'pending', 'unverified']).openapi({
      description: 'Whether TikTok confirmed the code and its window; `pending`: it is asked again in the background.',
    }),
    receivedAt: Timestamp,
    warnedDays: z.int().nullable().openapi({ description: 'The nearest threshold before the end that was announced, in days.' }),
    supersededById: Id('sparkCode').nullable(),
    withdrawnAt: Timestamp.nullable(),
    invalidReason: z.string().nullable(),
    usedAt: Timestamp.nullable().openapi({ description: 'When it was first used in an ad.' }),
    usedAdId: z.string().nullable(),
    usedAdAccountId: z.string().nullable(),
    externalId: z.string().nullable(),
    metadata: z.record(z.string(), z.string()),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .openapi('SparkCode')
export type SparkCode = z.infer<typeof SparkCode>

/** A code as events about its life carry it: with what it takes to use it elsewhere. */
export const AnnouncedSparkCode = SparkCode.extend({
  content: z.object({
    id: Id('content'),
    platform: z.enum(PLATFORMS),
    platformId: z.string().nullable().openapi({ description: 'Of the post the code authorizes.', example: '7195686135157296390' }),
    externalId: z.string().nullable(),
    metadata: z.record(z.string(), z.string()),
  }),
  code: z.string().optional().openapi({
    description: 'The code itself: in deliveries to endpoints with `includeCodes`, when it can be used from now on. Nowhere else.',
    example: '#p4KxVb2mQe7+Lr/9sTzWc1YhN0uJfGdA3oXiPq8vBn5=',
  }),
}).openapi('AnnouncedSparkCode')
export type AnnouncedSparkCode = z.infer<typeof AnnouncedSparkCode>

export const RevealedSparkCode = z.object({ id: Id('sparkCode'), code: z.string() }).openapi('RevealedSparkCode')

const filters = {
  status: ListParam(z.enum(CODE_STATUSES)).optional(),
  contentId: Id('content').optional(),
  creatorId: Id('creator').optional(),
  endsBefore: GivenTime.optional(),
  used: BoolParam.optional().openapi({ description: 'Whether it was ever used in an ad.' }),
  externalId: z.string().min(1).max(255).optional(),
}
export const ListSparkCodesQuery = z.strictObject({ ...filters, cursor: CursorParam.optional(), limit: LimitParam })
export type ListSparkCodesQuery = z.infer<typeof ListSparkCodesQuery>
export const ExportSparkCodesQuery = z.strictObject(filters)
export type ExportSparkCodesQuery = z.infer<typeof ExportSparkCodesQuery>

export const AddSparkCodeInput = z
  .strictObject({
    content: z.string().min(1).max(2048).openapi({ description: 'A content id, a TikTok platform id or a post URL.' }),
    code: z.string().min(1).max(8192).openapi({ description: 'As it was received; a code inside a sentence is found.' }),
    startsAt: GivenTime.optional().openapi({ description: 'Start of its window. Now unless given.' }),
    endsAt: GivenTime.optional().openapi({ description: 'End of its window. Goes before `days`.' }),
    days: z.int().min(1).max(365).optional().openapi({ description: 'How long it lasts from its start. 30 unless given or asked.' }),
    externalId: ExternalId.optional(),
    metadata: Metadata.optional(),
  })
  .openapi('AddSparkCodeInput')
export type AddSparkCodeInput = z.infer<typeof AddSparkCodeInput>

export const MarkUsedInput = z
  .strictObject({ adId: z.string().min(1).max(64).optional(), adAccountId: z.string().min(1).max(64).optional() })
  .openapi('MarkUsedInput')
export type MarkUsedInput = z.infer<typeof MarkUsedInput>

export const ImportSparkCodesResult = z
  .object({
    dryRun: z.boolean(),
    summary: z.object({ created: z.int(), extended: z.int(), restored: z.int(), unchanged: z.int(), failed: z.int() }),
    results: z.array(
      z.object({
        line: z.int().openapi({ description: 'Of the file, counted from 1, where the row begins.' }),
        status: z.enum(['created', 'extended', 'restored', 'unchanged', 'failed']),
        id: Id('sparkCode').optional(),
        contentId: Id('content').optional(),
        problem: z.object({ code: z.string(), detail: z.string() }).optional(),
      }),
    ),
  })
  .openapi('ImportSparkCodesResult')
export type ImportSparkCodesResult = z.infer<typeof ImportSparkCodesResult>

const one = { params: z.object({ id: z.string() }) }

export const CODE_PROBLEMS = [
  'spark_code_empty',
  'spark_code_too_short',
  'spark_code_too_long',
  'spark_code_malformed',
  'spark_code_not_found_in_text',
  'spark_code_several',
  'spark_code_used_elsewhere',
  'spark_code_invalid',
] as const

export const listSparkCodes = createRoute({
  method: 'get',
  path: '/v1/spark-codes',
  operationId: 'listSparkCodes',
  tags: ['spark-codes'],
  summary: 'List codes, masked',
  description: 'Those that end soonest first. Scope: `spark-codes:read`.',
  ...secured('spark-codes:read', { rowFilter: true }),
  request: { query: ListSparkCodesQuery },
  responses: { 200: json(ListOf('SparkCodeList', SparkCode), 'A page of codes.'), ...problems(...READ_PROBLEMS, 'invalid_cursor') },
})

export const getSparkCode = createRoute({
  method: 'get',
  path: '/v1/spark-codes/{id}',
  operationId: 'getSparkCode',
  tags: ['spark-codes'],
  summary: 'Get a code, masked',
  description: 'Scope: `spark-codes:read`.',
  ...secured('spark-codes:read', { rowFilter: true }),
  request: one,
  responses: { 200: json(SparkCode, 'The code, masked.'), ...problems(...READ_PROBLEMS, 'not_found') },
})

export const addSparkCode = createRoute({
  method: 'post',
  path: '/v1/spark-codes',
  operationId: 'addSparkCode',
  tags: ['spark-codes'],
  summary: 'Add a code by hand',
  description:
    'For a code that came in a DM. It answers a pending request of the post; a live code of the post is superseded; the same code again extends its window. Scope: `spark-codes:write`.',
  ...secured('spark-codes:write'),
  request: { body: jsonBody(AddSparkCodeInput) },
  responses: {
    201: json(SparkCode, 'The code, masked.'),
    ...problems(...WRITE_PROBLEMS, 'content_not_found', 'content_ambiguous', 'invalid_post_url', ...CODE_PROBLEMS),
  },
})

export const revealSparkCode = createRoute({
  method: 'post',
  path: '/v1/spark-codes/{id}/reveal',
  operationId: 'revealSparkCode',
  tags: ['spark-codes'],
  summary: 'Show a code in clear',
  description: 'Every call is an event that names who asked. Scope: `spark-codes:reveal`.',
  ...secured('spark-codes:reveal', { rowFilter: true }),
  request: one,
  responses: { 200: json(RevealedSparkCode, 'The code.'), ...problems(...READ_PROBLEMS, 'not_found', 'creator_erased') },
})

export const exportSparkCodes = createRoute({
  method: 'get',
  path: '/v1/spark-codes/export',
  operationId: 'exportSparkCodes',
  tags: ['spark-codes'],
  summary: 'Export codes as CSV',
  description:
    'UTF-8 with a byte order mark, RFC 4180, every cell quoted; cells that a spreadsheet would run as a formula are neutralised, codes are never altered. Live codes unless `status` says otherwise. Each code written is an event. Scope: `spark-codes:reveal`.',
  ...secured('spark-codes:reveal'),
  request: { query: ExportSparkCodesQuery },
  responses: {
    200: { description: 'The codes in clear.', content: { 'text/csv': { schema: z.string() } } },
    ...problems(...READ_PROBLEMS),
  },
})

export const markSparkCodeUsed = createRoute({
  method: 'post',
  path: '/v1/spark-codes/{id}/used',
  operationId: 'markSparkCodeUsed',
  tags: ['spark-codes'],
  summary: 'Say that a code is used in an ad',
  description: 'The first use is kept; saying it again changes nothing. Scope: `spark-codes:write`.',
  ...secured('spark-codes:write'),
  request: { ...one, body: jsonBody(MarkUsedInput) },
  responses: { 200: json(SparkCode, 'The code, masked.'), ...problems(...WRITE_PROBLEMS, 'not_found') },
})

export const importSparkCodes = createRoute({
  method: 'post',
  path: '/v1/spark-codes/import',
  operationId: 'importSparkCodes',
  tags: ['spark-codes'],
  summary: 'Import codes from a spreadsheet',
  description:
    'CSV in UTF-8 with a header row, 2 MiB and 5000 rows at most. Columns: `post_url` (or `content_id`), `code`, and, if known, `starts_at`, `ends_at` or `days`, `external_id`; the names that spreadsheets use for them are understood, and so is our own export. The rules are those of adding by hand. The codes go into their sealed column and nowhere else. Scope: `spark-codes:write`.',
  ...secured('spark-codes:write'),
  request: {
    query: z.strictObject({ dryRun: BoolParam.default(false).openapi({ description: 'Judge the rows and change nothing.' }) }),
    body: { required: true, content: { 'text/csv': { schema: z.string() } } },
  },
  responses: {
    200: json(ImportSparkCodesResult, 'A verdict per row.'),
    ...problems(...WRITE_PROBLEMS, 'import_unreadable', 'import_mapping_invalid'),
  },
})
