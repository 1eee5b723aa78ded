import { DAY_MS } from '@sparkkit/core'
import { type SQL, sql } from 'drizzle-orm'
import type { Ctx } from '../../context.ts'
import type { FunnelStepName, GetFunnelQuery } from './contract.ts'

export interface FunnelScope {
  readonly from: number
  readonly to: number
  readonly groupBy: GetFunnelQuery['groupBy']
  /** Of groups. */
  readonly limit: number
}

export interface StepRow {
  key: string | null
  step: FunnelStepName
  count: number
  medianMs: number
}

export interface WasteRow {
  key: string | null
  days: number
}

const KEYS: Readonly<Record<FunnelScope['groupBy'], SQL>> = {
  none: sql`NULL`,
  creator: sql`r.creator_id`,
  template: sql`r.template_id`,
  channel: sql`r.channel`,
}

/** A request with the time of each of its steps. The code it was answered with may hang on its renewal meanwhile. */
const requests = ({ workspace, tables }: Ctx, { from, to, groupBy }: FunnelScope): SQL => {
  const own = sql`c.workspace_no = r.workspace_no AND c.content_id = r.content_id AND (c.request_id = r.id OR c.received_at = r.answered_at)`
  return sql`SELECT COALESCE(${KEYS[groupBy]}, '') AS key, r.created_at, r.opened_at,
      CASE WHEN r.status = 'approved' THEN r.answered_at END AS approved_at,
      (SELECT MIN(c.verified_at) FROM ${tables.sparkCodes} AS c WHERE ${own}) AS verified_at,
      (SELECT MIN(c.used_at) FROM ${tables.sparkCodes} AS c WHERE ${own}) AS used_at,
      (SELECT MIN(n.answered_at) FROM ${tables.sparkRequests} AS n WHERE n.workspace_no = r.workspace_no AND n.content_id = r.content_id
        AND n.renews_code_id IS NOT NULL AND n.status = 'approved' AND n.created_at > r.created_at) AS renewed_at
    FROM ${tables.sparkRequests} AS r
    WHERE r.workspace_no = ${workspace.no} AND r.created_at >= ${from} AND r.created_at < ${to} AND r.status <> 'cancelled'`
}

/** Each step that a request came to, with how long it took from the one it follows; a renewed code may be in use already. */
const STEPS = sql`
  SELECT key, 'asked' AS step, 0 AS ms FROM requests
  UNION ALL SELECT key, 'opened', opened_at - created_at FROM requests WHERE opened_at IS NOT NULL
  UNION ALL SELECT key, 'approved', approved_at - COALESCE(opened_at, created_at) FROM requests WHERE approved_at IS NOT NULL
  UNION ALL SELECT key, 'verified', CASE WHEN verified_at > approved_at THEN verified_at - approved_at ELSE 0 END FROM requests WHERE approved_at IS NOT NULL AND verified_at IS NOT NULL
  UNION ALL SELECT key, 'used', CASE WHEN used_at > approved_at THEN used_at - approved_at ELSE 0 END FROM requests WHERE approved_at IS NOT NULL AND used_at IS NOT NULL
  UNION ALL SELECT key, 'renewed', CASE WHEN renewed_at > approved_at THEN renewed_at - approved_at ELSE 0 END FROM requests WHERE approved_at IS NOT NULL AND renewed_at IS NOT NULL`

const keyOf = (key: string): string | null => key || null

/** Counts and medians by group and step, those groups with most requests first. */
export async function findSteps(ctx: Ctx, scope: FunnelScope): Promise<StepRow[]> {
  const rows = await ctx.dialect.all<{ key: string; step: FunnelStepName; count: number; median: number }>(
    ctx.db,
    sql`WITH requests AS (${requests(ctx, scope)}),
      shown AS (SELECT key, COUNT(*) AS asked FROM requests GROUP BY key ORDER BY asked DESC, key LIMIT ${scope.limit}),
      steps AS (${STEPS}),
      ranked AS (SELECT key, step, ms, ROW_NUMBER() OVER (PARTITION BY key, step ORDER BY ms) AS place,
        COUNT(*) OVER (PARTITION BY key, step) AS total FROM steps)
    SELECT ranked.key AS key, step, MAX(total) AS count, CAST(AVG(ms) AS double precision) AS median
    FROM ranked INNER JOIN shown ON shown.key = ranked.key
    WHERE place IN ((total + 1) / 2, (total + 2) / 2)
    GROUP BY ranked.key, step ORDER BY MAX(shown.asked) DESC, ranked.key`,
  )
  return rows.map(({ key, step, count, median }) => ({ key: keyOf(key), step, count: Number(count), medianMs: Number(median) }))
}

/** The smaller of the two, whichever is there. */
const earlier = (a: SQL, b: SQL): SQL => sql`CASE WHEN ${b} < ${a} THEN ${b} ELSE ${a} END`

/** Days between a code's coming and its first use or its end, whichever came first, up to now. */
export async function findWaste(ctx: Ctx, { from, to, groupBy }: FunnelScope): Promise<WasteRow[]> {
  const { sparkCodes, sparkRequests } = ctx.tables
  const key = groupBy === 'creator' ? sql`c.creator_id` : KEYS[groupBy]
  const ends = earlier(earlier(sql`c.ends_at`, sql`c.used_at`), sql`COALESCE(c.withdrawn_at, next.received_at)`)
  const rows = await ctx.dialect.all<{ key: string; ms: number }>(
    ctx.db,
    sql`WITH lives AS (
      SELECT COALESCE(${key}, '') AS key, CASE WHEN c.starts_at > c.received_at THEN c.starts_at ELSE c.received_at END AS since, ${ends} AS until
      FROM ${sparkCodes} AS c
      LEFT JOIN ${sparkRequests} AS r ON r.workspace_no = c.workspace_no AND r.id = c.request_id
      LEFT JOIN ${sparkCodes} AS next ON next.workspace_no = c.workspace_no AND next.id = c.superseded_by_id
      WHERE c.workspace_no = ${ctx.workspace.no} AND c.received_at >= ${from} AND c.received_at < ${to} AND c.status <> 'invalid')
    SELECT key, CAST(SUM(CASE WHEN until > ${ctx.now} THEN ${ctx.now} ELSE until END - since) AS double precision) AS ms
    FROM lives WHERE until > since AND since < ${ctx.now} GROUP BY key`,
  )
  return rows.map(row => ({ key: keyOf(row.key), days: Number(row.ms) / DAY_MS }))
}
