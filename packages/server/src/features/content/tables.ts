import type { ContentFacts, Eligibility, MediaType, Metrics, Platform, SparkStatus } from '@sparkkit/core'
import { sql } from 'drizzle-orm'
import { idKey, type Kit } from '../../db/kit.ts'

/** Posts without a view count sort as if they had fewer than any. Written as the index has it, or the index does not serve. */
export const VIEWS_ORDER = sql`(CASE WHEN views IS NULL THEN -1 ELSE views END)`

export function contentTables(k: Kit) {
  const creators = k.table(
    'creators',
    {
      workspaceNo: k.int('workspace_no').notNull(),
      id: k.text('id').notNull(),
      platform: k.text('platform').$type<Platform>().notNull(),
      /** Null until a row names it; handles are labels, never keys. */
      platformUserId: k.text('platform_user_id'),
      handle: k.text('handle'),
      displayName: k.text('display_name'),
      doNotContact: k.flag('do_not_contact').notNull().default(false),
      externalId: k.text('external_id'),
      metadata: k.json<Record<string, string>>('metadata').notNull(),
      /** From then on the row names nobody. */
      erasedAt: k.time('erased_at'),
      createdAt: k.time('created_at').notNull(),
      updatedAt: k.time('updated_at').notNull(),
    },
    t => [
      k.primaryKey({ columns: [t.workspaceNo, t.id] }),
      k.uniqueIndex('creators_platform_user').on(t.workspaceNo, t.platform, t.platformUserId),
      k.index('creators_handle').on(t.workspaceNo, t.platform, t.handle),
      k.uniqueIndex('creators_external').on(t.workspaceNo, t.externalId),
      k.index('creators_silent').on(t.workspaceNo, t.id).where(sql`do_not_contact`),
    ],
  )

  const content = k.table(
    'content',
    {
      /** Clusters a workspace's posts by time and is the order of `sort=postedAt`; see seq.ts. */
      seq: k.clusterKey('seq'),
      workspaceNo: k.int('workspace_no').notNull(),
      id: k.text('id').notNull(),
      platform: k.text('platform').$type<Platform>().notNull(),
      mediaType: k.text('media_type').$type<MediaType>().notNull(),
      /** The identity of kind `platform_id`, where known; the others are in content_identities. */
      platformId: k.text('platform_id'),
      creatorId: k.text('creator_id').notNull(),
      creatorHandle: k.text('creator_handle'),
      url: k.text('url'),
      caption: k.text('caption').notNull(),
      hashtags: k.json<string[]>('hashtags').notNull(),
      postedAt: k.time('posted_at').notNull(),
      postedAtSource: k.text('posted_at_source').$type<'platform_id' | 'given' | 'received'>().notNull(),
      durationSeconds: k.real('duration_seconds'),
      views: k.int('views'),
      likes: k.int('likes'),
      comments: k.int('comments'),
      shares: k.int('shares'),
      saves: k.int('saves'),
      metricsAt: k.time('metrics_at'),
      facts: k.json<ContentFacts>('facts').notNull(),
      eligible: k.flag('eligible').notNull(),
      eligibilityReasons: k.json<Eligibility['reasons']>('eligibility_reasons').notNull(),
      sparkStatus: k.text('spark_status').$type<SparkStatus>().notNull(),
      openRequestId: k.text('open_request_id'),
      liveCodeId: k.text('live_code_id'),
      codeEndsAt: k.time('code_ends_at'),
      /** What full text search sees: the words of caption, hashtags and handle, made alike by core's tokenizer. */
      searchText: k.text('search_text').notNull(),
      externalId: k.text('external_id'),
      metadata: k.json<Record<string, string>>('metadata').notNull(),
      createdAt: k.time('created_at').notNull(),
      updatedAt: k.time('updated_at').notNull(),
    },
    t => [
      idKey(k, 'content_id', t),
      ...(k.engine === 'postgres' ? [k.uniqueIndex('content_seq').on(t.workspaceNo, t.seq)] : []),
      // Facets, counts and rare combinations are read from this index alone.
      k
        .index('content_facet')
        .on(t.workspaceNo, t.platform, t.eligible, t.sparkStatus, t.mediaType, t.postedAt, t.views, t.openRequestId, t.codeEndsAt),
      k.index('content_views').on(t.workspaceNo, VIEWS_ORDER, t.seq),
      k.index('content_creator').on(t.workspaceNo, t.creatorId, t.seq),
      k.index('content_spark').on(t.workspaceNo, t.sparkStatus, t.seq).where(sql`spark_status <> 'none'`),
      k.uniqueIndex('content_external').on(t.workspaceNo, t.externalId).where(sql`external_id IS NOT NULL`),
    ],
  )

  const contentIdentities = k.table(
    'content_identities',
    {
      workspaceNo: k.int('workspace_no').notNull(),
      platform: k.text('platform').$type<Platform>().notNull(),
      kind: k.text('kind').notNull(),
      value: k.text('value').notNull(),
      contentId: k.text('content_id').notNull(),
    },
    t => [k.primaryKey({ columns: [t.workspaceNo, t.platform, t.kind, t.value] })],
  )

  const contentTags = k.table(
    'content_tags',
    { workspaceNo: k.int('workspace_no').notNull(), tag: k.text('tag').notNull(), seq: k.int('seq').notNull() },
    t => [k.primaryKey({ columns: [t.workspaceNo, t.tag, t.seq] })],
  )

  const metricSnapshots = k.table(
    'metric_snapshots',
    {
      workspaceNo: k.int('workspace_no').notNull(),
      contentId: k.text('content_id').notNull(),
      at: k.time('at').notNull(),
      metrics: k.json<Metrics>('metrics').notNull(),
    },
    t => [k.primaryKey({ columns: [t.workspaceNo, t.contentId, t.at] })],
  )

  /** What the hashes of a workspace are made with. */
  const erasureKeys = k.table(
    'erasure_keys',
    { workspaceNo: k.int('workspace_no').notNull(), id: k.text('id').notNull(), sealed: k.text('sealed').notNull() },
    t => [k.primaryKey({ columns: [t.workspaceNo, t.id] })],
  )

  /** Keyed hashes of the names and posts of people who were erased, so that they do not come in again. */
  const erasedIdentities = k.table(
    'erased_identities',
    { workspaceNo: k.int('workspace_no').notNull(), hash: k.text('hash').notNull() },
    t => [k.primaryKey({ columns: [t.workspaceNo, t.hash] })],
  )

  return { creators, content, contentIdentities, contentTags, metricSnapshots, erasureKeys, erasedIdentities }
}
