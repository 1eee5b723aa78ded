import { createRoute, z } from '@hono/zod-openapi'
import { MEDIA_TYPES, PLATFORMS, SPARK_STATUSES } from '@sparkkit/core'
import { json, jsonBody, problems, READ_PROBLEMS, WRITE_PROBLEMS } from '../../http/responses.ts'
import {
  BoolParam,
  CursorParam,
  ExternalId,
  GivenTime,
  Id,
  IntParam,
  LimitParam,
  ListOf,
  ListParam,
  Metadata,
  Timestamp,
} from '../../http/schemas.ts'
import { secured } from '../../http/secured.ts'

const MAX_COUNT = Number.MAX_SAFE_INTEGER
const Count = z.int().min(0).max(MAX_COUNT)

export const Metrics = z
  .strictObject({
    views: Count.optional(),
    likes: Count.optional(),
    comments: Count.optional(),
    shares: Count.optional(),
    saves: Count.optional(),
  })
  .openapi('Metrics', { description: 'Counters at one time. A counter the source does not report is absent.' })

export const ContentFacts = z
  .strictObject({
    isPublic: z.boolean().optional(),
    isDeleted: z.boolean().optional(),
    durationSeconds: z.number().min(0).max(86_400).optional(),
    hasCommercialMusic: z.boolean().optional().openapi({ description: 'Music cleared for commercial use, or original sound.' }),
    hasBrandedContentDisclosure: z.boolean().optional(),
    isDuetOrStitch: z.boolean().optional(),
    mentionedPosts: z.int().min(0).max(1000).optional(),
    isGovernmentOrPolitical: z.boolean().optional(),
  })
  .openapi('ContentFacts', {
    description: 'Facts that decide whether TikTok accepts the post as a Spark Ad. Leave out what you do not know.',
  })

export const EligibilityReason = z
  .object({
    code: z.string().openapi({ description: 'Open enum: new reasons may appear.', example: 'video_too_long' }),
    severity: z.enum(['blocking', 'warning', 'info']),
    fixableBy: z.enum(['creator', 'brand', 'nobody']),
    remedy: z.string(),
  })
  .openapi('EligibilityReason')

export const CreatorSummary = z
  .object({ id: Id('creator'), handle: z.string().nullable().openapi({ description: 'Without @. A label, never a key.' }) })
  .openapi('CreatorSummary')

export const SparkStatus = z.enum(SPARK_STATUSES).openapi('SparkStatus', {
  description:
    'A live code: `approved`; else a pending request: `requested` if sent, `queued` if not; else the latest of `expired`, `withdrawn`, `rejected`, `lapsed`; else `none`.',
})

export const Content = z
  .object({
    id: Id('content'),
    platform: z.enum(PLATFORMS),
    mediaType: z.enum(MEDIA_TYPES),
    platformId: z.string().nullable().openapi({ description: 'A string: TikTok ids exceed 2^53.', example: '7195686135157296390' }),
    url: z.string().nullable(),
    creator: CreatorSummary,
    caption: z.string(),
    hashtags: z.array(z.string()).openapi({ description: 'Lower case, without #.' }),
    postedAt: Timestamp,
    durationSeconds: z.number().nullable(),
    thumbnailUrl: z.string().openapi({ description: 'Always ours and short-lived: never store it. Drawn until there is a small copy.' }),
    metrics: Metrics,
    metricsAt: Timestamp.nullable(),
    eligibility: z
      .object({ eligible: z.boolean(), reasons: z.array(EligibilityReason) })
      .openapi({ description: 'May this post be a Spark Ad: facts of the post only. Eligible unless a blocking reason is known.' }),
    sparkStatus: SparkStatus,
    openRequestId: Id('sparkRequest').nullable(),
    liveCodeId: Id('sparkCode').nullable(),
    codeEndsAt: Timestamp.nullable(),
    externalId: z.string().nullable(),
    metadata: z.record(z.string(), z.string()),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .openapi('Content')
export type Content = z.infer<typeof Content>

export const CreatorInput = z
  .strictObject({
    platformUserId: z.string().min(1).max(64).optional(),
    handle: z.string().min(1).max(64).optional(),
    displayName: z.string().max(200).optional(),
  })
  .openapi('CreatorInput')

export const ContentInput = z
  .strictObject({
    url: z
      .string()
      .min(1)
      .max(2048)
      .optional()
      .openapi({ description: 'URL of the post. Platform, id, media type and handle are read from it.' }),
    platform: z.enum(PLATFORMS).optional(),
    platformId: z
      .string()
      .max(64)
      .regex(/^[\w-]{1,64}$/)
      .optional(),
    mediaType: z.enum(MEDIA_TYPES).optional(),
    creator: CreatorInput.optional(),
    caption: z.string().max(10_000).optional(),
    hashtags: z.array(z.string().min(1).max(200)).max(200).optional().openapi({ description: 'Added to those in the caption.' }),
    postedAt: GivenTime.optional().openapi({
      description: 'The time inside a TikTok id goes before it; without either, the time of receipt.',
    }),
    thumbnailUrl: z
      .url({ protocol: /^https?$/ })
      .max(2048)
      .optional()
      .openapi({ description: 'Link to its picture, also one that ends soon: a small copy is made of it right away. Never handed out.' }),
    metrics: Metrics.optional(),
    facts: ContentFacts.optional(),
    externalId: ExternalId.optional(),
    metadata: Metadata.optional(),
  })
  .refine(value => value.url !== undefined || (value.platform !== undefined && value.platformId !== undefined), {
    message: 'needs `url`, or `platform` and `platformId`',
  })
  .openapi('ContentInput')
export type ContentInput = z.infer<typeof ContentInput>

export const BatchContentInput = z
  .strictObject({
    items: z
      .array(z.unknown())
      .min(1)
      .max(1000)
      .openapi({ items: { $ref: '#/components/schemas/ContentInput' } }),
  })
  .openapi('BatchContentInput')

export const RowProblem = z
  .object({ code: z.string(), detail: z.string(), errors: z.array(z.object({ path: z.string(), message: z.string() })).optional() })
  .openapi('RowProblem')
export const RowWarning = z.object({ code: z.string(), field: z.string(), detail: z.string() }).openapi('RowWarning')

export const BatchContentResult = z
  .object({
    results: z.array(
      z.object({
        index: z.int(),
        status: z.enum(['created', 'updated', 'unchanged', 'failed']),
        id: Id('content').optional(),
        warnings: z.array(RowWarning).optional(),
        problem: RowProblem.optional(),
      }),
    ),
  })
  .openapi('BatchContentResult', { description: 'One verdict per row, in the order sent. A bad row does not stop the others.' })
export type BatchContentResult = z.infer<typeof BatchContentResult>

export const CONTENT_SORTS = ['-postedAt', 'postedAt', '-views', 'views'] as const

const filters = {
  platform: ListParam(z.enum(PLATFORMS)).optional(),
  mediaType: ListParam(z.enum(MEDIA_TYPES)).optional(),
  creatorId: ListParam(Id('creator')).optional(),
  creator: z.string().min(1).max(64).optional().openapi({ description: 'A handle, with or without @.' }),
  hashtag: ListParam(z.string().min(1).max(200)).optional().openapi({ description: 'Any of these, with or without #.' }),
  postedFrom: GivenTime.optional().openapi({ description: 'Posted at or after.' }),
  postedTo: GivenTime.optional().openapi({ description: 'Posted before.' }),
  minViews: IntParam(0, MAX_COUNT).optional(),
  maxViews: IntParam(0, MAX_COUNT).optional(),
  sparkEligible: BoolParam.optional().openapi({
    description: '`true`: can be asked now (eligible, no open request, no live code, creator not do-not-contact). `false`: the others.',
  }),
  sparkStatus: ListParam(SparkStatus).optional(),
  externalId: z.string().min(1).max(255).optional(),
  q: z
    .string()
    .min(1)
    .max(500)
    .optional()
    .openapi({ description: 'Full text over caption, hashtags and handle. Every word must occur; `word*` matches beginnings.' }),
}

export const ListContentQuery = z
  .strictObject({ ...filters, sort: z.enum(CONTENT_SORTS).default('-postedAt'), cursor: CursorParam.optional(), limit: LimitParam })
  .openapi('ListContentQuery')
export type ListContentQuery = z.infer<typeof ListContentQuery>

export const ContentFacetsQuery = z.strictObject(filters)
export type ContentFacetsQuery = z.infer<typeof ContentFacetsQuery>

const FacetCounts = z.record(z.string(), z.int())
export const ContentFacets = z
  .object({
    total: z.int().openapi({ description: 'Posts that match every filter.' }),
    platform: FacetCounts,
    mediaType: FacetCounts,
    sparkStatus: FacetCounts,
    sparkEligible: z.object({ true: z.int(), false: z.int() }),
  })
  .openapi('ContentFacets', {
    description:
      'Counts by value. Each facet is counted under all the other filters, so that choosing one value does not hide its neighbours.',
  })
export type ContentFacets = z.infer<typeof ContentFacets>

const ContentList = ListOf('ContentList', Content)

export const batchContent = createRoute({
  method: 'post',
  path: '/v1/content/batch',
  operationId: 'batchContent',
  tags: ['ingest'],
  summary: 'Create or update up to 1000 posts',
  description:
    'Posts are met again by any of their identities (platform id, short code, URL), so sending one twice changes nothing. Fields left out stay as they are. Scope: `content:write`.',
  ...secured('content:write'),
  request: { body: jsonBody(BatchContentInput) },
  responses: { 200: json(BatchContentResult, 'A verdict per row.'), ...problems(...WRITE_PROBLEMS) },
})

export const listContent = createRoute({
  method: 'get',
  path: '/v1/content',
  operationId: 'listContent',
  tags: ['content'],
  summary: 'List posts',
  description: 'Filters combine with and, values of one filter with or. Scope: `content:read`.',
  ...secured('content:read', { rowFilter: true }),
  request: { query: ListContentQuery },
  responses: { 200: json(ContentList, 'A page of posts.'), ...problems(...READ_PROBLEMS, 'invalid_cursor') },
})

export const getContentFacets = createRoute({
  method: 'get',
  path: '/v1/content/facets',
  operationId: 'getContentFacets',
  tags: ['content'],
  summary: 'Count posts by facet',
  description: 'The numbers beside the filters of a grid. Scope: `content:read`.',
  ...secured('content:read', { rowFilter: true }),
  request: { query: ContentFacetsQuery },
  responses: { 200: json(ContentFacets, 'Counts.'), ...problems(...READ_PROBLEMS) },
})

export const getContent = createRoute({
  method: 'get',
  path: '/v1/content/{id}',
  operationId: 'getContent',
  tags: ['content'],
  summary: 'Get a post',
  description: 'Scope: `content:read`.',
  ...secured('content:read', { rowFilter: true }),
  request: { params: z.object({ id: z.string() }) },
  responses: { 200: json(Content, 'The post.'), ...problems(...READ_PROBLEMS, 'not_found') },
})
