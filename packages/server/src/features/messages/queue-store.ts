import { sql } from 'drizzle-orm'
import type { Ctx } from '../../context.ts'
import type { Needs } from './queue-contract.ts'

export type QueuePosition = readonly [since: number, linkId: string]

/** A link with something to send. */
export interface Waiting {
  readonly linkId: string
  readonly posts: number
  readonly since: number
}

export interface QueueFilter {
  readonly needs: Needs
  readonly creatorId?: string | undefined
}

/** Open links of creators who may be written to, those that wait longest first. */
export async function findWaiting(
  ctx: Ctx,
  { needs, creatorId }: QueueFilter,
  { after, limit }: { after: QueuePosition | undefined; limit: number },
): Promise<Waiting[]> {
  const { sparkRequests: r, approvalLinks: l, creators: c } = ctx.tables
  const [at, waits] =
    needs === 'message' ? [sql`r.created_at`, sql`r.sent_at IS NULL`] : [sql`r.reminder_due_at`, sql`r.reminder_due_at IS NOT NULL`]
  const behind = after ? sql`MIN(${at}) > ${after[0]} OR (MIN(${at}) = ${after[0]} AND r.link_id > ${after[1]})` : sql`1 = 1`
  const rows = await ctx.dialect.all<{ link_id: string; posts: number; since: number }>(
    ctx.db,
    sql`SELECT r.link_id AS link_id, COUNT(*) AS posts, MIN(${at}) AS since
      FROM ${r} AS r
      INNER JOIN ${l} AS l ON l.workspace_no = r.workspace_no AND l.id = r.link_id AND l.revoked_at IS NULL
      INNER JOIN ${c} AS c ON c.workspace_no = l.workspace_no AND c.id = l.creator_id AND NOT c.do_not_contact
      WHERE r.workspace_no = ${ctx.workspace.no} AND r.status = 'pending' AND ${waits} AND ${creatorId === undefined ? sql`1 = 1` : sql`r.creator_id = ${creatorId}`}
      GROUP BY r.link_id HAVING ${behind}
      ORDER BY since, r.link_id LIMIT ${limit}`,
  )
  return rows.map(row => ({ linkId: row.link_id, posts: Number(row.posts), since: Number(row.since) }))
}
