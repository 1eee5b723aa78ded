import { inArray, type SQL, sql } from 'drizzle-orm'
import type { Ctx } from '../../context.ts'
import { Problem } from '../../problem.ts'
import type { Content, ContentFacets, ContentFacetsQuery } from './contract.ts'

const both = <T>(asked: readonly T[] | undefined, allowed: readonly T[] | undefined): T[] | undefined => {
  if (!asked || !allowed) return (asked ?? allowed)?.slice()
  return asked.filter(value => allowed.includes(value))
}

/** A query that asks for no more than the caller may see. Undefined when that leaves nothing. */
export function withinFilter<Query extends ContentFacetsQuery>({ rowFilter }: Ctx, query: Query): Query | undefined {
  if (!rowFilter) return query
  const sparkStatus = both(query.sparkStatus, rowFilter.sparkStatus)
  const creatorId = both(query.creatorId, rowFilter.creatorId)
  if (sparkStatus?.length === 0 || creatorId?.length === 0) return undefined
  return { ...query, ...(sparkStatus && { sparkStatus }), ...(creatorId && { creatorId }) }
}

/** A facet counts the neighbours of what was asked for too: those the caller may not see are left out. */
export function shownFacets({ rowFilter }: Ctx, facets: ContentFacets): ContentFacets {
  const allowed = rowFilter?.sparkStatus
  if (!allowed) return facets
  const sparkStatus = Object.fromEntries(Object.entries(facets.sparkStatus).filter(([status]) => allowed.some(each => each === status)))
  return { ...facets, sparkStatus }
}

export const NO_FACETS: ContentFacets = { total: 0, platform: {}, mediaType: {}, sparkStatus: {}, sparkEligible: { true: 0, false: 0 } }

/** Answers like missing for a post that the caller may not see. */
export function assertShown({ rowFilter }: Ctx, { sparkStatus, creator }: Content): void {
  const isShown = (rowFilter?.sparkStatus?.includes(sparkStatus) ?? true) && (rowFilter?.creatorId?.includes(creator.id) ?? true)
  if (!isShown) throw new Problem('not_found')
}

/** Creators of whom the caller may see a post. */
export function shownCreators({ rowFilter, tables: { creators }, workspace }: Ctx): SQL | undefined {
  if (!rowFilter) return undefined
  const { creatorId, sparkStatus } = rowFilter
  const conditions = [
    creatorId && inArray(creators.id, [...creatorId]),
    sparkStatus &&
      sql`${creators.id} IN (SELECT creator_id FROM content WHERE workspace_no = ${workspace.no} AND spark_status IN ${[...sparkStatus]})`,
  ].filter(condition => condition !== undefined)
  return conditions.length === 0 ? undefined : sql.join(conditions, sql` AND `)
}
