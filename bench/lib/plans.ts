import { sql } from 'drizzle-orm'
import { type Ctx, reading, type Scope } from '../../packages/server/src/context.ts'
import type { Dialect } from '../../packages/server/src/db/dialect.ts'
import { ContentFacetsQuery, ListContentQuery } from '../../packages/server/src/features/content/contract.ts'
import { getContentFacets, listContent } from '../../packages/server/src/features/content/list.ts'

/** Asks the engine how it carries out each statement, and lets it. */
function explaining(dialect: Dialect, plans: string[]): Dialect {
  const explain = dialect.engine === 'sqlite' ? sql`EXPLAIN QUERY PLAN ` : sql`EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) `
  return {
    ...dialect,
    all: async (db, query) => {
      const rows = await dialect.all<Record<string, unknown> | unknown[]>(db, sql`${explain}${query}`)
      plans.push(rows.map(row => String(Object.values(row).at(-1))).join('\n'))
      return dialect.all(db, query)
    },
  }
}

/** The statements of one grid query, each as the engine's own account of it. */
export async function plansOf(scope: Scope, kind: 'page' | 'facets', query: string): Promise<string[]> {
  const plans: string[] = []
  const given = reading(scope)
  const ctx: Ctx = { ...given, dialect: explaining(given.dialect, plans) }
  const parameters = Object.fromEntries(new URLSearchParams(query))
  if (kind === 'page') await listContent(ctx, ListContentQuery.parse(parameters))
  else await getContentFacets(ctx, ContentFacetsQuery.parse(parameters))
  return plans
}
