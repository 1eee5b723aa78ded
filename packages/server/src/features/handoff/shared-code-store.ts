import { DAY_MS } from '@sparkkit/core'
import { and, asc, eq, gt, inArray, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm'
import type { Ctx } from '../../context.ts'
import type { CodeRow } from '../spark-requests/index.ts'
import type { HandoffFilter } from './contract.ts'

const SOON_DAYS = 7

/** Unused ones first, then by their end. */
export type SharedPosition = readonly [used: number, endsAt: number, id: string]

const usedFirst = (ctx: Ctx): SQL<number> => sql<number>`(CASE WHEN ${ctx.tables.sparkCodes.usedAt} IS NULL THEN 0 ELSE 1 END)`

function planned(ctx: Ctx, { flightId, adAccountId }: HandoffFilter): SQL | undefined {
  if (!flightId && !adAccountId) return undefined
  const { flights: f, sparkCodes: c } = ctx.tables
  const posts = ctx.db
    .select({ contentId: f.contentId })
    .from(f)
    .where(
      and(eq(f.workspaceNo, ctx.workspace.no), flightId && inArray(f.id, flightId), adAccountId && inArray(f.adAccountId, adAccountId)),
    )
  return inArray(c.contentId, posts)
}

function tagged(ctx: Ctx, { hashtag }: HandoffFilter): SQL | undefined {
  if (!hashtag) return undefined
  const { content, contentTags: t } = ctx.tables
  const rows = ctx.db
    .select({ seq: t.seq })
    .from(t)
    .where(and(eq(t.workspaceNo, ctx.workspace.no), inArray(t.tag, hashtag)))
  return inArray(content.seq, rows)
}

/** Live codes that a handoff shows. */
function shown(ctx: Ctx, filter: HandoffFilter): SQL | undefined {
  const { sparkCodes: c } = ctx.tables
  const { sparkCodeId, contentId, creatorId, used } = filter
  return and(
    eq(c.workspaceNo, ctx.workspace.no),
    sql`${c.status} = 'live'`,
    gt(c.endsAt, ctx.now),
    sparkCodeId && inArray(c.id, sparkCodeId),
    contentId && inArray(c.contentId, contentId),
    creatorId && inArray(c.creatorId, creatorId),
    used === undefined ? undefined : used ? isNotNull(c.usedAt) : isNull(c.usedAt),
    planned(ctx, filter),
    tagged(ctx, filter),
  )
}

const columnsOf = ({ tables: { sparkCodes: c, content } }: Ctx) => ({
  code: c,
  platform: content.platform,
  platformId: content.platformId,
  url: content.url,
  caption: content.caption,
  postedAt: content.postedAt,
  handle: content.creatorHandle,
})

export interface SharedRow {
  readonly code: CodeRow
  readonly platform: 'tiktok' | 'instagram'
  readonly platformId: string | null
  readonly url: string | null
  readonly caption: string
  readonly postedAt: number
  readonly handle: string | null
}

export interface SharedPage {
  readonly after: SharedPosition | undefined
  readonly limit: number
}

export async function findSharedPage(ctx: Ctx, filter: HandoffFilter, { after, limit }: SharedPage): Promise<SharedRow[]> {
  const { sparkCodes: c, content } = ctx.tables
  const used = usedFirst(ctx)
  const beyond =
    after &&
    or(
      sql`${used} > ${after[0]}`,
      and(sql`${used} = ${after[0]}`, or(gt(c.endsAt, after[1]), and(eq(c.endsAt, after[1]), gt(c.id, after[2])))),
    )
  return ctx.db
    .select(columnsOf(ctx))
    .from(c)
    .innerJoin(content, and(eq(content.workspaceNo, c.workspaceNo), eq(content.id, c.contentId)))
    .where(and(shown(ctx, filter), beyond))
    .orderBy(asc(used), asc(c.endsAt), asc(c.id))
    .limit(limit)
}

export const positionOf = ({ code }: SharedRow): SharedPosition => [code.usedAt === null ? 0 : 1, code.endsAt, code.id]

/** Those of some codes that the handoff shows, in no order. */
export async function findShared(ctx: Ctx, filter: HandoffFilter, ids: readonly string[]): Promise<SharedRow[]> {
  const { sparkCodes: c, content } = ctx.tables
  return ctx.db
    .select(columnsOf(ctx))
    .from(c)
    .innerJoin(content, and(eq(content.workspaceNo, c.workspaceNo), eq(content.id, c.contentId)))
    .where(and(shown(ctx, filter), inArray(c.id, [...ids])))
}

export async function countShared(ctx: Ctx, filter: HandoffFilter): Promise<{ live: number; endingSoon: number; unused: number }> {
  const { sparkCodes: c, content } = ctx.tables
  const among = (condition: SQL): SQL<number> => sql<number>`COALESCE(SUM(CASE WHEN ${condition} THEN 1 ELSE 0 END), 0)`.mapWith(Number)
  const [counts] = await ctx.db
    .select({
      live: sql<number>`COUNT(*)`.mapWith(Number),
      endingSoon: among(sql`${c.endsAt} <= ${ctx.now + SOON_DAYS * DAY_MS}`),
      unused: among(sql`${c.usedAt} IS NULL`),
    })
    .from(c)
    .innerJoin(content, and(eq(content.workspaceNo, c.workspaceNo), eq(content.id, c.contentId)))
    .where(shown(ctx, filter))
  return counts ?? { live: 0, endingSoon: 0, unused: 0 }
}
