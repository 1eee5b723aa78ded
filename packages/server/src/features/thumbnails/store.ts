import { and, eq, isNotNull, sql } from 'drizzle-orm'
import type { Ctx, Services } from '../../context.ts'
import { insertRows, isOneOf, updateRows } from '../../db/rows.ts'

type Engine = Services['engine']
type Row = Engine['tables']['thumbnails']['$inferSelect']

export type KnownSource = Pick<Row, 'contentId' | 'source' | 'copyOf' | 'nextAttemptAt'>
export type SourceWrite = Pick<Row, 'workspaceNo' | 'contentId' | 'source' | 'attempts' | 'nextAttemptAt' | 'failure'>

export async function findSources(ctx: Ctx, contentIds: readonly string[]): Promise<KnownSource[]> {
  const { thumbnails: t } = ctx.tables
  return ctx.db
    .select({ contentId: t.contentId, source: t.source, copyOf: t.copyOf, nextAttemptAt: t.nextAttemptAt })
    .from(t)
    .where(and(eq(t.workspaceNo, ctx.workspace.no), isOneOf(ctx, t.contentId, contentIds)))
}

export async function saveSources(ctx: Ctx, writes: { added: readonly SourceWrite[]; changed: readonly SourceWrite[] }): Promise<void> {
  const { thumbnails } = ctx.tables
  await insertRows(ctx, thumbnails, writes.added)
  await updateRows(ctx, thumbnails, { by: ['workspaceNo', 'contentId'], rows: writes.changed })
}

/** Numbers of the workspaces that have something to fetch. */
export async function findDueWorkspaces({ db, tables }: Engine, now: number): Promise<number[]> {
  const { workspaces, thumbnails } = tables
  const rows = await db
    .select({ no: workspaces.no })
    .from(workspaces)
    .where(sql`EXISTS (SELECT 1 FROM ${thumbnails} AS t WHERE t.workspace_no = ${workspaces.no} AND t.next_attempt_at <= ${now})`)
    .orderBy(workspaces.no)
  return rows.map(({ no }) => no)
}

export interface Claim {
  readonly workspaceNo: number
  readonly limit: number
  readonly now: number
  readonly leaseUntil: number
}

export interface ClaimedSource {
  workspaceNo: number
  contentId: string
  source: string
  /** Counted before the try, so that a picture that ends the process is not tried for ever. */
  attempts: number
}

export async function claimSources(engine: Engine, { workspaceNo, limit, now, leaseUntil }: Claim): Promise<ClaimedSource[]> {
  const { dialect } = engine
  return engine.transaction(db =>
    dialect.all<ClaimedSource>(
      db,
      sql`WITH picked AS MATERIALIZED (
        SELECT content_id FROM thumbnails WHERE workspace_no = ${workspaceNo} AND next_attempt_at <= ${now}
        ORDER BY next_attempt_at LIMIT ${limit} ${dialect.forUpdateSkipLocked}
      )
      UPDATE thumbnails SET next_attempt_at = ${leaseUntil}, attempts = attempts + 1 FROM picked
      WHERE thumbnails.content_id = picked.content_id AND thumbnails.workspace_no = ${workspaceNo}
      RETURNING thumbnails.workspace_no AS "workspaceNo", thumbnails.content_id AS "contentId", source, attempts`,
    ),
  )
}

/** Saves what came of a try, unless another link was told meanwhile. */
export async function settleSource(
  { db, tables: { thumbnails: t } }: Engine,
  claimed: ClaimedSource,
  outcome: Partial<Pick<Row, 'copyOf' | 'attempts' | 'etag' | 'image'>> & Pick<Row, 'nextAttemptAt' | 'failure'>,
): Promise<void> {
  await db
    .update(t)
    .set(outcome)
    .where(and(eq(t.contentId, claimed.contentId), eq(t.workspaceNo, claimed.workspaceNo), eq(t.source, claimed.source)))
}

/** By the post alone: a signed URL vouches for it, as an approval token does for its link. */
export async function findCopy(
  { db, tables: { thumbnails: t } }: Engine,
  contentId: string,
): Promise<{ etag: string; image: Buffer } | undefined> {
  const [row] = await db
    .select({ etag: t.etag, image: t.image })
    .from(t)
    .where(and(eq(t.contentId, contentId), isNotNull(t.etag)))
  return row?.etag && row.image ? { etag: row.etag, image: row.image } : undefined
}
