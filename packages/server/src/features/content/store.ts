import { isDeepStrictEqual } from 'node:util'
import { METRICS, PLATFORMS } from '@sparkkit/core'
import { and, eq, inArray, isNull, not, or, type SQL, sql } from 'drizzle-orm'
import type { Ctx } from '../../context.ts'
import { insertRows, isOneOf, updateRows } from '../../db/rows.ts'
import type { Tables } from '../../db/schema.ts'
import type { Identity } from './normalise.ts'

export type ContentRow = Tables['content']['$inferSelect']
export type CreatorRow = Tables['creators']['$inferSelect']
export type SnapshotRow = Tables['metricSnapshots']['$inferSelect']

/** Content ids by identity, keyed by {@link identityKey}. */
export async function findIdentities(ctx: Ctx, identities: readonly Identity[]): Promise<Map<string, string>> {
  if (identities.length === 0) return new Map()
  const { contentIdentities: t } = ctx.tables
  const wanted = JSON.stringify(identities.map(({ platform, kind, value }) => [platform, kind, value]))
  const rows = await ctx.dialect.all<{ platform: string; kind: string; value: string; content_id: string }>(
    ctx.db,
    sql`SELECT i.platform, i.kind, i.value, i.content_id FROM ${ctx.dialect.jsonRows(wanted)} CROSS JOIN ${t} AS i
      WHERE i.workspace_no = ${ctx.workspace.no} AND i.platform = j.value ->> 0 AND i.kind = j.value ->> 1 AND i.value = j.value ->> 2`,
  )
  return new Map(rows.map(row => [identityKey(row), row.content_id]))
}

export const identityKey = ({ platform, kind, value }: { platform: string; kind: string; value: string }): string =>
  `${platform}\0${kind}\0${value}`

export async function findContents(ctx: Ctx, ids: readonly string[]): Promise<ContentRow[]> {
  if (ids.length === 0) return []
  const { content } = ctx.tables
  return ctx.db
    .select()
    .from(content)
    .where(and(eq(content.workspaceNo, ctx.workspace.no), isOneOf(ctx, content.id, ids)))
}

/** The posts, locked until the transaction ends: decisions about one post are taken one after another. */
export async function lockContents(ctx: Ctx, ids: readonly string[]): Promise<ContentRow[]> {
  if (ids.length === 0) return []
  const { content } = ctx.tables
  // The embedded engine has one writer at a time, and nothing to lock.
  if (ctx.dialect.engine === 'postgres') {
    await ctx.dialect.all(
      ctx.db,
      sql`SELECT seq FROM ${content} WHERE workspace_no = ${ctx.workspace.no} AND ${isOneOf(ctx, content.id, ids)}
        ORDER BY id ${ctx.dialect.forUpdate}`,
    )
  }
  return findContents(ctx, ids)
}

/** Writes the projection of requests and codes that filters use. */
export async function saveProjections(
  ctx: Ctx,
  rows: readonly Pick<ContentRow, 'workspaceNo' | 'id' | 'sparkStatus' | 'openRequestId' | 'liveCodeId' | 'codeEndsAt' | 'updatedAt'>[],
): Promise<void> {
  await updateRows(ctx, ctx.tables.content, { by: ['workspaceNo', 'id'], rows })
}

export interface CreatorNames {
  platform: string
  platformUserId: string | undefined
  handle: string | undefined
}

/** Every creator that one of these names could mean. */
export async function findCreatorsByName(ctx: Ctx, names: readonly CreatorNames[]): Promise<CreatorRow[]> {
  const { creators: t } = ctx.tables
  const find = async (condition: SQL | undefined): Promise<CreatorRow[]> =>
    ctx.db
      .select()
      .from(t)
      .where(and(eq(t.workspaceNo, ctx.workspace.no), inArray(t.platform, [...PLATFORMS]), condition))
  const hasId = isOneOf(
    ctx,
    t.platformUserId,
    names.flatMap(name => name.platformUserId ?? []),
  )
  const hasHandle = isOneOf(
    ctx,
    t.handle,
    names.flatMap(name => name.handle ?? []),
  )
  // Most creators have both, and need not be read twice.
  const found = await Promise.all([find(hasId), find(and(hasHandle, or(isNull(t.platformUserId), not(hasId))))])
  return found.flat()
}

export async function findCreators(ctx: Ctx, ids: readonly string[]): Promise<CreatorRow[]> {
  if (ids.length === 0) return []
  const { creators } = ctx.tables
  return ctx.db
    .select()
    .from(creators)
    .where(and(eq(creators.workspaceNo, ctx.workspace.no), isOneOf(ctx, creators.id, ids)))
}

export interface ContentWrites {
  newCreators: readonly CreatorRow[]
  changedCreators: readonly CreatorRow[]
  created: readonly ContentRow[]
  /** As they were and as they are; `seq` is the new one where a corrected time moved the row. */
  changed: readonly { before: ContentRow; after: ContentRow }[]
  identities: readonly (Identity & { contentId: string })[]
  /** Posts whose tags are written anew, as they were and as they are. */
  retagged: readonly { before: ContentRow | undefined; after: ContentRow }[]
  snapshots: readonly SnapshotRow[]
}

const COUNTED = ['workspaceNo', 'id', ...METRICS, 'metricsAt', 'updatedAt'] as const satisfies (keyof ContentRow)[]
type CountedRow = Pick<ContentRow, (typeof COUNTED)[number]>

const counted = (row: ContentRow): CountedRow => {
  const { workspaceNo, id, views, likes, comments, shares, saves, metricsAt, updatedAt } = row
  return { workspaceNo, id, views, likes, comments, shares, saves, metricsAt, updatedAt }
}

/** Only the counters differ. */
function isRefreshed({ before, after }: ContentWrites['changed'][number]): boolean {
  const known: readonly string[] = COUNTED
  const now = new Map<string, unknown>(Object.entries(after))
  return Object.entries(before).every(
    ([key, value]) => value === now.get(key) || known.includes(key) || isDeepStrictEqual(value, now.get(key)),
  )
}

/** A refresh of counters, which most changes are, leaves alone the indexes and the search text that know none. */
async function saveChanged(ctx: Ctx, changed: ContentWrites['changed']): Promise<void> {
  const { content } = ctx.tables
  const { refreshed = [], rewritten = [] } = Object.groupBy(changed, change => (isRefreshed(change) ? 'refreshed' : 'rewritten'))
  await updateRows(ctx, content, { by: ['workspaceNo', 'id'], rows: refreshed.map(({ after }) => counted(after)) })
  await updateRows(ctx, content, { by: ['workspaceNo', 'id'], rows: rewritten.map(({ after }) => after) })
}

async function saveTags(ctx: Ctx, retagged: ContentWrites['retagged']): Promise<void> {
  const { contentTags } = ctx.tables
  const workspaceNo = ctx.workspace.no
  const stale = retagged.flatMap(({ before }) => before?.hashtags.map(tag => [tag, before.seq]) ?? [])
  if (stale.length > 0) {
    await ctx.dialect.all(
      ctx.db,
      sql`DELETE FROM ${contentTags} WHERE workspace_no = ${workspaceNo} AND (tag, seq) IN
        (SELECT j.value ->> 0, CAST(j.value ->> 1 AS bigint) FROM ${ctx.dialect.jsonRows(JSON.stringify(stale))})`,
    )
  }
  await insertRows(
    ctx,
    contentTags,
    retagged.flatMap(({ after }) => after.hashtags.map(tag => ({ workspaceNo, tag, seq: after.seq }))),
  )
}

/** Rows of many columns take long to print: the first of them are stored meanwhile. */
const SLICE = 250

const slices = <Row>(rows: readonly Row[]): Row[][] =>
  Array.from({ length: Math.ceil(rows.length / SLICE) }, (_, index) => rows.slice(index * SLICE, (index + 1) * SLICE))

/** What saves a whole batch, a few statements per table. */
export function saveContent(ctx: Ctx, writes: ContentWrites): (() => Promise<void>)[] {
  const { content, contentIdentities, creators, metricSnapshots } = ctx.tables
  const workspaceNo = ctx.workspace.no
  // The short ones first: the long ones are printed meanwhile.
  return [
    () => insertRows(ctx, creators, writes.newCreators),
    () => updateRows(ctx, creators, { by: ['workspaceNo', 'id'], rows: writes.changedCreators }),
    () =>
      insertRows(
        ctx,
        contentIdentities,
        writes.identities.map(({ platform, kind, value, contentId }) => ({ workspaceNo, platform, kind, value, contentId })),
      ),
    () => saveTags(ctx, writes.retagged),
    () =>
      insertRows(ctx, metricSnapshots, {
        rows: writes.snapshots,
        conflict: sql`ON CONFLICT (workspace_no, content_id, at) DO UPDATE SET metrics = excluded.metrics`,
      }),
    () => saveChanged(ctx, writes.changed),
    ...slices(writes.created).map(rows => () => insertRows(ctx, content, rows)),
  ]
}

/** Posts that bear one of these external ids. */
export async function findExternalIds(ctx: Ctx, externalIds: readonly string[]): Promise<Map<string, string>> {
  if (externalIds.length === 0) return new Map()
  const { content } = ctx.tables
  const rows = await ctx.db
    .select({ id: content.id, externalId: content.externalId })
    .from(content)
    .where(and(eq(content.workspaceNo, ctx.workspace.no), isOneOf(ctx, content.externalId, externalIds)))
  return new Map(rows.flatMap(({ id, externalId }) => (externalId === null ? [] : [[externalId, id]])))
}

/** Takes away every name of every post of a creator, and gives them. There is no index for it, as nothing else asks so: one scan. */
export async function takeIdentities(ctx: Ctx, creatorId: string): Promise<Identity[]> {
  const { content: c, contentIdentities: i } = ctx.tables
  const posts = ctx.db
    .select({ id: c.id })
    .from(c)
    .where(and(eq(c.workspaceNo, ctx.workspace.no), eq(c.creatorId, creatorId)))
  return ctx.db
    .delete(i)
    .where(and(eq(i.workspaceNo, ctx.workspace.no), inArray(i.contentId, posts)))
    .returning({ platform: i.platform, kind: i.kind, value: i.value })
}

export async function findErasedHashes(ctx: Ctx, hashes: readonly string[]): Promise<Set<string>> {
  const { erasedIdentities: t } = ctx.tables
  const rows = await ctx.db
    .select({ hash: t.hash })
    .from(t)
    .where(and(eq(t.workspaceNo, ctx.workspace.no), isOneOf(ctx, t.hash, hashes)))
  return new Set(rows.map(row => row.hash))
}

export async function findContentOfCreators(ctx: Ctx, creatorIds: readonly string[]): Promise<ContentRow[]> {
  if (creatorIds.length === 0) return []
  const { content } = ctx.tables
  return ctx.db
    .select()
    .from(content)
    .where(and(eq(content.workspaceNo, ctx.workspace.no), isOneOf(ctx, content.creatorId, creatorIds)))
}
