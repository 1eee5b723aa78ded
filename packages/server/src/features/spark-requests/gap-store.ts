import { and, eq, gt, inArray, sql } from 'drizzle-orm'
import type { Ctx } from '../../context.ts'
import { insertRows } from '../../db/rows.ts'
import type { Tables } from '../../db/schema.ts'

export type FlightRow = Tables['flights']['$inferSelect']
type GapRow = Tables['flightGaps']['$inferSelect']

const ANSWERS_PER_CREATOR = 25

/** Flights of these posts that are not over. */
export async function findFlightsAhead(ctx: Ctx, contentIds: readonly string[]): Promise<FlightRow[]> {
  if (contentIds.length === 0) return []
  const { flights: f } = ctx.tables
  return ctx.db
    .select()
    .from(f)
    .where(and(eq(f.workspaceNo, ctx.workspace.no), inArray(f.contentId, [...contentIds]), gt(f.endsAt, ctx.now)))
    .orderBy(f.id)
}

export async function findAnnouncedGaps(ctx: Ctx, codeIds: readonly string[]): Promise<GapRow[]> {
  const { flightGaps: g } = ctx.tables
  return ctx.db
    .select()
    .from(g)
    .where(and(eq(g.workspaceNo, ctx.workspace.no), inArray(g.codeId, [...codeIds])))
}

export const insertGaps = (ctx: Ctx, rows: readonly GapRow[]): Promise<void> => insertRows(ctx, ctx.tables.flightGaps, rows)

export interface AnswerRow {
  creatorId: string
  createdAt: number
  sentAt: number | null
  answeredAt: number | null
}

/** The latest answered requests of each creator. */
export async function findAnswers(ctx: Ctx, creatorIds: readonly string[]): Promise<AnswerRow[]> {
  if (creatorIds.length === 0) return []
  const { sparkRequests: r } = ctx.tables
  const rank = sql<number>`ROW_NUMBER() OVER (PARTITION BY ${r.creatorId} ORDER BY ${r.answeredAt} DESC)`.as('rank')
  const ranked = ctx.db
    .select({ creatorId: r.creatorId, createdAt: r.createdAt, sentAt: r.sentAt, answeredAt: r.answeredAt, rank })
    .from(r)
    .where(and(eq(r.workspaceNo, ctx.workspace.no), inArray(r.creatorId, [...creatorIds]), sql`${r.answeredAt} IS NOT NULL`))
    .as('ranked')
  return ctx.db.select().from(ranked).where(sql`rank <= ${ANSWERS_PER_CREATOR}`)
}
