import { isDeepStrictEqual } from 'node:util'
import { eligibilityOf, METRICS, type Metric, searchText } from '@sparkkit/core'
import type { Ctx } from '../../context.ts'
import { type ContentDraft, mediaTypeOf } from './normalise.ts'
import type { ContentRow, CreatorRow } from './store.ts'

type Counters = Pick<ContentRow, Metric>

const NO_COUNTERS: Counters = { views: null, likes: null, comments: null, shares: null, saves: null }

const countersOf = (draft: ContentDraft, before: Counters): Counters =>
  Object.assign({ ...NO_COUNTERS }, ...METRICS.map(name => ({ [name]: draft.metrics[name] ?? before[name] })))

export const sameCounters = (a: Counters, b: Counters): boolean => METRICS.every(name => a[name] === b[name])

/** What follows from the rest of the row. */
function derived(row: Pick<ContentRow, 'platform' | 'mediaType' | 'facts' | 'durationSeconds' | 'caption' | 'hashtags' | 'creatorHandle'>) {
  const { eligible, reasons } = eligibilityOf({ platform: row.platform, mediaType: row.mediaType, facts: row.facts })
  return { eligible, eligibilityReasons: reasons, searchText: searchText(row.caption, row.hashtags.join(' '), row.creatorHandle ?? '') }
}

export function withHandle(row: ContentRow, creatorHandle: string | null): ContentRow {
  const next = { ...row, creatorHandle }
  return { ...next, ...derived(next) }
}

/** A post met for the first time. */
export function newContent(ctx: Ctx, draft: ContentDraft, creator: CreatorRow): ContentRow {
  const counters = countersOf(draft, NO_COUNTERS)
  const row = {
    seq: 0,
    workspaceNo: ctx.workspace.no,
    id: ctx.services.newId('content'),
    platform: draft.platform,
    mediaType: mediaTypeOf(draft),
    platformId: draft.platformId ?? null,
    creatorId: creator.id,
    creatorHandle: creator.handle,
    url: draft.url ?? null,
    caption: draft.caption ?? '',
    hashtags: [...(draft.hashtags ?? [])],
    postedAt: draft.postedAt ?? ctx.now,
    postedAtSource: draft.postedAtSource ?? ('received' as const),
    durationSeconds: draft.durationSeconds ?? null,
    ...counters,
    metricsAt: sameCounters(counters, NO_COUNTERS) ? null : ctx.now,
    facts: draft.facts,
    sparkStatus: 'none' as const,
    openRequestId: null,
    liveCodeId: null,
    codeEndsAt: null,
    externalId: draft.externalId ?? null,
    metadata: draft.metadata ?? {},
    createdAt: ctx.now,
    updatedAt: ctx.now,
  }
  return { ...row, ...derived(row) }
}

/** A post met again: what the row says replaces, what it leaves out stays. Gives the same object when nothing changed. */
export function mergeContent(
  ctx: Ctx,
  before: ContentRow,
  { draft, creator }: { draft: ContentDraft; creator: CreatorRow | null },
): ContentRow {
  const counters = countersOf(draft, before)
  const hasBetterTime = draft.postedAt !== undefined && !(before.postedAtSource === 'platform_id' && draft.postedAtSource === 'given')
  const said = {
    mediaType: draft.mediaType,
    platformId: draft.platformId,
    creatorId: creator?.id,
    creatorHandle: creator?.handle,
    url: draft.url,
    caption: draft.caption,
    hashtags: draft.hashtags && [...draft.hashtags],
    postedAt: hasBetterTime ? draft.postedAt : undefined,
    postedAtSource: hasBetterTime ? draft.postedAtSource : undefined,
    durationSeconds: draft.durationSeconds,
    externalId: draft.externalId,
    metadata: draft.metadata,
  }
  const given = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined))
  const row: ContentRow = { ...before, ...given, ...counters, facts: { ...before.facts, ...draft.facts } }
  const next: ContentRow = { ...row, ...derived(row) }
  // PostgreSQL gives the fields of JSON back in an order of its own.
  if (isDeepStrictEqual(next, before)) return before
  return { ...next, metricsAt: sameCounters(counters, before) ? before.metricsAt : ctx.now, updatedAt: ctx.now }
}
