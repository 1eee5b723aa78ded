import { normaliseHandle, normaliseHashtag, searchQuery } from '@sparkkit/core'
import { and, eq, gte, inArray, isNull, lt, lte, not, or, type SQL, sql } from 'drizzle-orm'
import type { Ctx } from '../../context.ts'
import type { ContentFacetsQuery } from './contract.ts'

/** Can be asked now: eligible, no open request, no live code, creator not do-not-contact. */
export function askableNow(ctx: Ctx): SQL {
  const { content: c, creators } = ctx.tables
  const blocked = ctx.db
    .select({ id: creators.id })
    .from(creators)
    .where(and(eq(creators.workspaceNo, ctx.workspace.no), eq(creators.doNotContact, true)))
  const noLiveCode = or(isNull(c.liveCodeId), lte(c.codeEndsAt, ctx.now)) ?? sql`true`
  return and(eq(c.eligible, true), isNull(c.openRequestId), noLiveCode, not(inArray(c.creatorId, blocked))) ?? sql`true`
}

function tagged(ctx: Ctx, tags: readonly string[]): SQL {
  const { content, contentTags: t } = ctx.tables
  const rows = ctx.db
    .select({ seq: t.seq })
    .from(t)
    .where(and(eq(t.workspaceNo, ctx.workspace.no), inArray(t.tag, tags.map(normaliseHashtag))))
  return inArray(content.seq, rows)
}

function matching(ctx: Ctx, q: string): SQL {
  const query = searchQuery(q)
  return query.terms.length === 0 ? sql`false` : ctx.dialect.match(ctx.workspace.no, query)
}

export type FilterName = keyof ContentFacetsQuery

/** Each filter as a condition, so that a facet can leave out its own. */
export function conditionsOf(ctx: Ctx, query: ContentFacetsQuery): Map<FilterName, SQL> {
  const { content: c } = ctx.tables
  const askable = () => (query.sparkEligible ? askableNow(ctx) : not(askableNow(ctx)))
  const all: Record<FilterName, SQL | undefined> = {
    platform: query.platform && inArray(c.platform, query.platform),
    mediaType: query.mediaType && inArray(c.mediaType, query.mediaType),
    creatorId: query.creatorId && inArray(c.creatorId, query.creatorId),
    creator: query.creator === undefined ? undefined : eq(c.creatorHandle, normaliseHandle(query.creator)),
    hashtag: query.hashtag && tagged(ctx, query.hashtag),
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
