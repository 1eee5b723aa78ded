import { searchQuery } from '@sparkkit/core'
import { type SQL, sql } from 'drizzle-orm'
import type { Ctx } from '../../context.ts'
import type { ListContentQuery } from './contract.ts'
import { type Conditions, conditionsOf, type FilterName, tagsOf, without } from './filters.ts'
import { contentJson } from './resource.ts'
import { type SeqRange, spanSeqRange } from './seq.ts'
import { VIEWS_ORDER } from './tables.ts'

export type ContentPosition = readonly [views: number, seq: number]

export interface PrintedPost {
  id: string
  position: ContentPosition
  /** Its JSON without the opening brace and without its thumbnail. */
  fields: string
}

/** How many posts are looked at in the order of the page before rare ones are gathered from an index instead. */
const WINDOW = 1000

const SEQ = sql.raw('seq')

interface Page {
  readonly ctx: Ctx
  readonly query: ListContentQuery
  readonly after: ContentPosition | undefined
  readonly conditions: Conditions
  readonly byViews: boolean
  readonly direction: SQL
  /** Where the posts of the page lie. */
  readonly range: SeqRange
  /** One more post than the page holds, which tells whether there is a next one. */
  readonly size: number
}

/** A way through the posts in the order of the page; filters that it does not settle are left to others. */
interface Way {
  readonly settles: readonly FilterName[]
  /** A SELECT of so many posts. */
  first(count: number, columns: SQL): SQL
}

function pageOf(ctx: Ctx, query: ListContentQuery, after: ContentPosition | undefined): Page {
  const isDescending = query.sort.startsWith('-')
  const byViews = query.sort.endsWith('views')
  const span = spanSeqRange(ctx.workspace.no, query)
  const afterSeq = byViews ? undefined : after?.[1]
  const range = {
    first: afterSeq === undefined || isDescending ? span.first : Math.max(span.first, afterSeq + 1),
    last: afterSeq === undefined || !isDescending ? span.last : Math.min(span.last, afterSeq - 1),
  }
  const direction = sql.raw(isDescending ? 'DESC' : 'ASC')
  return { ctx, query, after, conditions: conditionsOf(ctx, query), byViews, direction, range, size: query.limit + 1 }
}

const all = (conditions: readonly (SQL | undefined)[]): SQL => {
  const given = conditions.filter(condition => condition !== undefined)
  return given.length === 0 ? sql`true` : sql.join(given, sql` AND `)
}

const ordered = ({ byViews, direction }: Page): SQL =>
  byViews ? sql`${VIEWS_ORDER} ${direction}, ${SEQ} ${direction}` : sql`${SEQ} ${direction}`

const inRange = ({ ctx, range }: Page): SQL => sql`workspace_no = ${ctx.workspace.no} AND seq BETWEEN ${range.first} AND ${range.last}`

const WHOLE = sql.raw('content.*')
const POSITION = sql`seq AS at_seq, ${VIEWS_ORDER} AS at_views`

/** The columns of a {@link PrintedRow}. */
const printed = ({ ctx }: Page): SQL => sql`id, ${POSITION}, ${contentJson(ctx)} AS fields`

const inSpan = ({ conditions }: Page): (SQL | undefined)[] => [conditions.get('postedFrom'), conditions.get('postedTo')]

const afterViews = ({ after, byViews, query }: Page): SQL | undefined => {
  if (!after || !byViews) return undefined
  const [views, seq] = after
  return query.sort === '-views'
    ? sql`${VIEWS_ORDER} <= ${views} AND (${VIEWS_ORDER} < ${views} OR seq < ${seq})`
    : sql`${VIEWS_ORDER} >= ${views} AND (${VIEWS_ORDER} > ${views} OR seq > ${seq})`
}

function newest(page: Page): Way {
  const from = sql`content ${page.ctx.dialect.indexedBy(null)}`
  const where = all([inRange(page), ...inSpan(page)])
  return {
    settles: ['postedFrom', 'postedTo'],
    first: (count, columns) => sql`SELECT ${columns} FROM ${from} WHERE ${where} ORDER BY ${ordered(page)} LIMIT ${count}`,
  }
}

function mostViewed(page: Page): Way {
  const { ctx, query } = page
  const bounds = [
    query.minViews === undefined && query.maxViews === undefined ? undefined : sql`${VIEWS_ORDER} >= ${query.minViews ?? 0}`,
    query.maxViews === undefined ? undefined : sql`${VIEWS_ORDER} <= ${query.maxViews}`,
  ]
  const where = all([sql`workspace_no = ${ctx.workspace.no}`, ...bounds, afterViews(page)])
  const from = sql`content ${ctx.dialect.indexedBy('content_views')}`
  return {
    settles: ['minViews', 'maxViews'],
    first: (count, columns) => sql`SELECT ${columns} FROM ${from} WHERE ${where} ORDER BY ${ordered(page)} LIMIT ${count}`,
  }
}

function found(page: Page, q: string): Way {
  const { ctx, range, direction } = page
  const walk = ctx.dialect.searchWalk(ctx.workspace.no, searchQuery(q), range)
  const where = all([walk.where, ...inSpan(page)])
  return {
    settles: ['q', 'postedFrom', 'postedTo'],
    first: (count, columns) => sql`SELECT ${columns} FROM ${walk.from} WHERE ${where} ORDER BY ${walk.order} ${direction} LIMIT ${count}`,
  }
}

function tagged(page: Page, tags: readonly string[]): Way {
  const { ctx, direction } = page
  const first = (count: number, columns: SQL): SQL => {
    const end = sql`ORDER BY tagged_seq ${direction} LIMIT ${count}`
    const ways = tags.map(
      tag => sql`SELECT tagged_seq FROM (SELECT seq AS tagged_seq FROM content_tags WHERE ${inRange(page)} AND tag = ${tag} ${end}) AS one`,
    )
    return sql`SELECT ${columns} FROM (${sql.join(ways, sql` UNION `)} ${end}) AS tagged CROSS JOIN content
      WHERE workspace_no = ${ctx.workspace.no} AND seq = tagged_seq ${ctx.dialect.inOrderOf(ordered(page))}`
  }
  return { settles: ['hashtag'], first }
}

function wayOf(page: Page): Way {
  const { byViews, query } = page
  if (byViews) return mostViewed(page)
  if (query.q !== undefined && searchQuery(query.q).terms.length > 0) return found(page, query.q)
  if (query.hashtag) return tagged(page, tagsOf(query))
  return newest(page)
}

/** The index for filters that leave few posts. */
function narrowIndex({ query }: Page): string | undefined {
  if (query.externalId !== undefined) return 'content_external'
  if (query.creatorId || query.creator !== undefined) return 'content_creator'
  if (query.sparkStatus && !query.sparkStatus.includes('none')) return 'content_spark'
  return undefined
}

function narrow(page: Page, index: string): SQL {
  const rare = index === 'content_spark' ? sql`spark_status <> 'none'` : undefined
  const where = all([inRange(page), rare, afterViews(page), ...page.conditions.values()])
  const from = sql`content ${page.ctx.dialect.indexedBy(index)}`
  return sql`SELECT ${POSITION} FROM ${from} WHERE ${where} ORDER BY ${ordered(page)} LIMIT ${page.size}`
}

function filtered(page: Page, { first, settles }: Way): SQL {
  const where = all(without(page.conditions, settles))
  return sql`SELECT ${printed(page)} FROM (${first(WINDOW, WHOLE)}) AS content
    WHERE ${where} ${page.ctx.dialect.inOrderOf(ordered(page))} LIMIT ${page.size}`
}

/** Every post that matches, gathered first: no planner mistakes the order of the page for a short way to rare posts. */
function gathered(page: Page): SQL {
  const where = all([inRange(page), afterViews(page), ...page.conditions.values()])
  const from = sql`content ${page.ctx.dialect.indexedBy('content_facet')}`
  return sql`WITH gathered AS MATERIALIZED (SELECT seq, views FROM ${from} WHERE ${where})
    SELECT ${POSITION} FROM gathered ORDER BY ${ordered(page)} LIMIT ${page.size}`
}

interface PrintedRow {
  id: string
  at_views: number
  at_seq: number
  fields: string
}

/** Runs a SELECT of posts as they are printed. */
async function print({ dialect, db }: Ctx, posts: SQL): Promise<PrintedPost[]> {
  const rows = await dialect.all<PrintedRow>(db, posts)
  return rows.map(({ id, at_views, at_seq, fields }) => ({ id, position: [at_views, at_seq], fields }))
}

/** The posts that a SELECT of positions names: none is printed that the page does not hold. */
function named({ ctx, byViews, direction }: Page, positions: SQL): SQL {
  const order = byViews ? sql`at_views ${direction}, at_seq ${direction}` : sql`at_seq ${direction}`
  return sql`SELECT id, at_views, at_seq, ${contentJson(ctx)} AS fields FROM (${positions}) AS page CROSS JOIN content
    WHERE workspace_no = ${ctx.workspace.no} AND seq = at_seq ${ctx.dialect.inOrderOf(order)}`
}

async function reachesWindow({ ctx }: Page, { first }: Way): Promise<boolean> {
  const [row] = await ctx.dialect.all<{ n: number }>(ctx.db, sql`SELECT count(*) AS n FROM (${first(WINDOW, SEQ)}) AS seen`)
  return Number(row?.n) === WINDOW
}

/** One more post than the page holds, which tells whether there is a next one. */
export async function findContentPage(ctx: Ctx, query: ListContentQuery, after: ContentPosition | undefined): Promise<PrintedPost[]> {
  const page = pageOf(ctx, query, after)
  const index = narrowIndex(page)
  if (index) return print(ctx, named(page, narrow(page, index)))
  const way = wayOf(page)
  if (without(page.conditions, way.settles).length === 0) return print(ctx, way.first(page.size, printed(page)))
  const posts = await print(ctx, filtered(page, way))
  const isWhole = posts.length === page.size || !(await reachesWindow(page, way))
  return isWhole ? posts : print(ctx, named(page, gathered(page)))
}
