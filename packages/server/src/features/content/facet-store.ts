import { type SQL, sql } from 'drizzle-orm'
import type { Ctx } from '../../context.ts'
import type { ContentFacets, ContentFacetsQuery } from './contract.ts'
import { conditionsOf, silentCreators, unasked, without } from './filters.ts'

interface Cell {
  platform: string
  media_type: string
  spark_status: string
  posts: number
  /** Those of them that can be asked now. */
  askable: number
}

type Dimension = 'platform' | 'mediaType' | 'sparkStatus' | 'sparkEligible'
const DIMENSIONS: readonly Dimension[] = ['platform', 'mediaType', 'sparkStatus', 'sparkEligible']

const indexFor = (query: ContentFacetsQuery): string => {
  if (query.externalId !== undefined) return 'content_external'
  return query.creatorId || query.creator !== undefined ? 'content_creator' : 'content_facet'
}

/**
 * Counts by every combination of the facets' values, under all other filters: one walk through the index, in its order. Creators whom
 * nobody may ask are few, so their posts are taken off again instead of looking at the creator of every post.
 */
function findCells(ctx: Ctx, query: ContentFacetsQuery): Promise<Cell[]> {
  const { dialect, workspace } = ctx
  const others = without(conditionsOf(ctx, query), DIMENSIONS)
  const where = sql.join([sql`workspace_no = ${workspace.no}`, ...others], sql` AND `)
  const combination = sql.raw('platform, eligible, spark_status, media_type')
  const cells = (counts: SQL, source: SQL): SQL => sql`SELECT ${combination}, ${counts} FROM ${source} GROUP BY ${combination}`
  return dialect.all<Cell>(
    ctx.db,
    sql`${cells(
      sql`count(*) AS posts, count(*) FILTER (WHERE ${unasked(ctx)}) AS askable`,
      sql`content ${dialect.indexedBy(indexFor(query))} WHERE ${where}`,
    )} UNION ALL ${cells(
      sql`0 AS posts, -count(*) AS askable`,
      sql`content ${dialect.indexedBy('content_creator')} WHERE creator_id IN ${silentCreators(ctx)} AND ${unasked(ctx)} AND ${where}`,
    )}`,
  )
}

const admits = (wanted: readonly string[] | undefined, value: string): boolean => !wanted || wanted.includes(value)

/** Whether the filters on facets, all of them but `own`, leave a combination. */
const isLeft = (cell: Cell, query: ContentFacetsQuery, own?: Dimension): boolean =>
  (own === 'platform' || admits(query.platform, cell.platform)) &&
  (own === 'mediaType' || admits(query.mediaType, cell.media_type)) &&
  (own === 'sparkStatus' || admits(query.sparkStatus, cell.spark_status))

export async function countFacets(ctx: Ctx, query: ContentFacetsQuery): Promise<ContentFacets> {
  const cells = (await findCells(ctx, query)).map(cell => ({ ...cell, posts: Number(cell.posts), askable: Number(cell.askable) }))
  const sum = (own: Dimension | undefined, count: (cell: Cell) => number): number =>
    cells.reduce((total, cell) => total + (isLeft(cell, query, own) ? count(cell) : 0), 0)
  const countOf = ({ posts, askable }: Cell): number => {
    if (query.sparkEligible === undefined) return posts
    return query.sparkEligible ? askable : posts - askable
  }
  const facet = (own: Dimension, column: 'platform' | 'media_type' | 'spark_status'): Record<string, number> => {
    const values = [...new Set(cells.map(cell => cell[column]))]
    const counts = values.map(value => [value, sum(own, cell => (cell[column] === value ? countOf(cell) : 0))] as const)
    return Object.fromEntries(counts.filter(([, count]) => count > 0))
  }
  const askable = sum('sparkEligible', cell => cell.askable)
  return {
    total: sum(undefined, countOf),
    platform: facet('platform', 'platform'),
    mediaType: facet('mediaType', 'media_type'),
    sparkStatus: facet('sparkStatus', 'spark_status'),
    sparkEligible: { true: askable, false: sum('sparkEligible', cell => cell.posts) - askable },
  }
}
