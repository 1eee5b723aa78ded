import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm'
import type { Ctx } from '../../context.ts'
import type { ContentFacets, ListContentQuery } from './contract.ts'
import { askableNow, conditionsOf, type FilterName } from './filters.ts'
import type { ContentRow } from './store.ts'

export type ContentPosition = readonly [value: number, seq: number]

/** Posts without a view count sort as if they had fewer than any. */
const viewsOf = (ctx: Ctx): SQL => sql`coalesce(${ctx.tables.content.views}, -1)`

export const positionOf = (row: ContentRow, sort: ListContentQuery['sort']): ContentPosition =>
  sort.endsWith('views') ? [row.views ?? -1, row.seq] : [0, row.seq]

/** One more row than the page holds, which tells whether there is a next one. */
export async function findContentPage(ctx: Ctx, query: ListContentQuery, after: ContentPosition | undefined): Promise<ContentRow[]> {
  const { content: c } = ctx.tables
  const isDescending = query.sort.startsWith('-')
  const order = isDescending ? desc : asc
  const beyond = sql.raw(isDescending ? '<' : '>')
  const byViews = query.sort.endsWith('views')
  const position = !after
    ? undefined
    : byViews
      ? sql`(${viewsOf(ctx)}, ${c.seq}) ${beyond} (${after[0]}, ${after[1]})`
      : sql`${c.seq} ${beyond} ${after[1]}`
  return ctx.db
    .select()
    .from(c)
    .where(and(eq(c.workspaceNo, ctx.workspace.no), ...conditionsOf(ctx, query).values(), position))
    .orderBy(...(byViews ? [order(viewsOf(ctx)), order(c.seq)] : [order(c.seq)]))
    .limit(query.limit + 1)
}

const FACETS = { platform: 'platform', mediaType: 'mediaType', sparkStatus: 'sparkStatus' } as const

export async function countFacets(ctx: Ctx, query: Parameters<typeof conditionsOf>[1]): Promise<ContentFacets> {
  const { content: c } = ctx.tables
  const conditions = conditionsOf(ctx, query)
  const under = (own: FilterName): SQL | undefined =>
    and(eq(c.workspaceNo, ctx.workspace.no), ...[...conditions].filter(([name]) => name !== own).map(([, condition]) => condition))
  const count = sql<number>`count(*)`.mapWith(Number)

  const facet = async (name: keyof typeof FACETS): Promise<Record<string, number>> => {
    const rows = await ctx.db.select({ value: c[name], count }).from(c).where(under(name)).groupBy(c[name])
    return Object.fromEntries(rows.map(row => [row.value, row.count]))
  }
  const totalOf = async (where: SQL | undefined): Promise<number> => (await ctx.db.select({ count }).from(c).where(where))[0]?.count ?? 0

  const [total, platform, mediaType, sparkStatus, all, askable] = await Promise.all([
    totalOf(and(eq(c.workspaceNo, ctx.workspace.no), ...conditions.values())),
    facet('platform'),
    facet('mediaType'),
    facet('sparkStatus'),
    totalOf(under('sparkEligible')),
    totalOf(and(under('sparkEligible'), askableNow(ctx))),
  ])
  return { total, platform, mediaType, sparkStatus, sparkEligible: { true: askable, false: all - askable } }
}
