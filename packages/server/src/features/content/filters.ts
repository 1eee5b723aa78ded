import { normaliseHandle, normaliseHashtag, PLATFORMS, searchQuery } from '@sparkkit/core'
import { and, eq, gte, inArray, lt, lte, not, type SQL, sql } from 'drizzle-orm'
import type { Ctx } from '../../context.ts'
import type { ContentFacetsQuery } from './contract.ts'

/** Creators whom nobody may ask. */
export function silentCreators(ctx: Ctx): SQL {
  return sql`(SELECT id FROM creators WHERE workspace_no = ${ctx.workspace.no} AND do_not_contact)`
}

/** Eligible, no open request, no live code: what the facet index knows of {@link askableNow}. */
export function unasked(ctx: Ctx): SQL {
  const { content: c } = ctx.tables
  return sql`(${c.eligible} AND ${c.openRequestId} IS NULL AND (${c.codeEndsAt} IS NULL OR ${c.codeEndsAt} <= ${ctx.now}))`
}

/** Can be asked now: eligible, no open request, no live code, creator not do-not-contact. */
export const askableNow = (ctx: Ctx): SQL => sql`(${unasked(ctx)} AND ${ctx.tables.content.creatorId} NOT IN ${silentCreators(ctx)})`

export const tagsOf = (query: Pick<ContentFacetsQuery, 'hashtag'>): string[] => [...new Set(query.hashtag?.map(normaliseHashtag))]

function tagged(ctx: Ctx, query: ContentFacetsQuery): SQL {
  const { content, contentTags: t } = ctx.tables
  const rows = ctx.db
    .select({ seq: t.seq })
    .from(t)
    .where(and(eq(t.workspaceNo, ctx.workspace.no), inArray(t.tag, tagsOf(query))))
  return inArray(content.seq, rows)
}

function matching(ctx: Ctx, q: string): SQL {
  const query = searchQuery(q)
  return query.terms.length === 0 ? sql`false` : ctx.dialect.match(ctx.workspace.no, query)
}

/** A post bears its creator's handle, so that creators are looked up instead of posts. */
const namedCreators = (ctx: Ctx, handle: string): SQL =>
  sql`${ctx.tables.content.creatorId} IN (SELECT id FROM creators WHERE workspace_no = ${ctx.workspace.no}
    AND platform IN ${[...PLATFORMS]} AND handle = ${normaliseHandle(handle)})`

export type FilterName = keyof ContentFacetsQuery
export type Conditions = ReadonlyMap<FilterName, SQL>

/** Each filter as a condition, so that a facet, or a way through the posts that knows better, can leave out its own. */
export function conditionsOf(ctx: Ctx, query: ContentFacetsQuery): Conditions {
  const { content: c } = ctx.tables
  const askable = () => (query.sparkEligible ? askableNow(ctx) : not(askableNow(ctx)))
  const all: Record<FilterName, SQL | undefined> = {
    platform: query.platform && inArray(c.platform, query.platform),
    mediaType: query.mediaType && inArray(c.mediaType, query.mediaType),
    creatorId: query.creatorId && inArray(c.creatorId, query.creatorId),
    creator: query.creator === undefined ? undefined : namedCreators(ctx, query.creator),
    hashtag: query.hashtag && tagged(ctx, query),
    postedFrom: query.postedFrom === undefined ? undefined : gte(c.postedAt, query.postedFrom),
    postedTo: query.postedTo === undefined ? undefined : lt(c.postedAt, query.postedTo),
    minViews: query.minViews === undefined ? undefined : gte(c.views, query.minViews),
    maxViews: query.maxViews === undefined ? undefined : lte(c.views, query.maxViews),
    sparkEligible: query.sparkEligible === undefined ? undefined : askable(),
    sparkStatus: query.sparkStatus && inArray(c.sparkStatus, query.sparkStatus),
    externalId: query.externalId === undefined ? undefined : eq(c.externalId, query.externalId),
    q: query.q === undefined ? undefined : matching(ctx, query.q),
  }
  const given = new Map<FilterName, SQL>()
  for (const name of Object.keys(all) as FilterName[]) {
    const condition = all[name]
    if (condition) given.set(name, condition)
  }
  return given
}

/** All of them but those named. */
export const without = (conditions: Conditions, names: readonly FilterName[]): SQL[] =>
  [...conditions].filter(([name]) => !names.includes(name)).map(([, condition]) => condition)
