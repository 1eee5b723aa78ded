import { and, desc, eq, inArray, lt, type SQL, sql } from 'drizzle-orm'
import type { Ctx } from '../../context.ts'
import { isOneOf } from '../../db/rows.ts'
import type { Tables } from '../../db/schema.ts'
import type { ListBindingsQuery } from './binding-contract.ts'

export type BindingRow = Tables['bindings']['$inferSelect']
type CodeRow = Tables['sparkCodes']['$inferSelect']

export async function findBinding(ctx: Ctx, id: string): Promise<BindingRow | undefined> {
  const { bindings: b } = ctx.tables
  const [row] = await ctx.db
    .select()
    .from(b)
    .where(and(eq(b.workspaceNo, ctx.workspace.no), eq(b.id, id)))
  return row
}

/** Newest first; one more than the page holds. */
export async function findBindingPage(ctx: Ctx, query: ListBindingsQuery, after: string | undefined): Promise<BindingRow[]> {
  const { bindings: b, adAccounts: a } = ctx.tables
  const { adAccountId: account } = query
  const ofAccount = sql`SELECT id FROM ${a} WHERE workspace_no = ${ctx.workspace.no} AND (id = ${account} OR advertiser_id = ${account})`
  const conditions: (SQL | undefined)[] = [
    eq(b.workspaceNo, ctx.workspace.no),
    query.sparkCodeId === undefined ? undefined : eq(b.codeId, query.sparkCodeId),
    query.contentId === undefined ? undefined : eq(b.contentId, query.contentId),
    account === undefined ? undefined : sql`${b.adAccountId} IN (${ofAccount})`,
    query.status && inArray(b.status, query.status),
    after === undefined ? undefined : lt(b.id, after),
  ]
  return ctx.db
    .select()
    .from(b)
    .where(and(...conditions))
    .orderBy(desc(b.id))
    .limit(query.limit + 1)
}

export async function findCodes(ctx: Ctx, ids: readonly string[]): Promise<CodeRow[]> {
  if (ids.length === 0) return []
  const { sparkCodes: c } = ctx.tables
  return ctx.db
    .select()
    .from(c)
    .where(and(eq(c.workspaceNo, ctx.workspace.no), isOneOf(ctx, c.id, ids)))
}

/** A condition on a workspace: some binding of it is due. */
export const bindingsDueIn = (tables: Tables, now: number): SQL =>
  sql`EXISTS (SELECT 1 FROM ${tables.bindings} AS b WHERE b.workspace_no = ${tables.workspaces.no} AND b.try_at IS NOT NULL AND b.try_at <= ${now}
    AND (b.leased_until IS NULL OR b.leased_until <= ${now}))`

/** Bindings that are due, locked, one for each post in each ad account; those that somebody else is deciding about are left out. */
export async function lockDueBindings(ctx: Ctx, wanted: { limit: number; id?: string | undefined }): Promise<BindingRow[]> {
  const { bindings: b } = ctx.tables
  const now = ctx.services.wallNow()
  const due = and(
    eq(b.workspaceNo, ctx.workspace.no),
    wanted.id === undefined ? undefined : eq(b.id, wanted.id),
    sql`try_at IS NOT NULL AND try_at <= ${now} AND (leased_until IS NULL OR leased_until <= ${now})`,
    sql`NOT EXISTS (SELECT 1 FROM ${b} AS o WHERE o.workspace_no = ${b.workspaceNo} AND o.content_id = ${b.contentId}
      AND o.ad_account_id = ${b.adAccountId} AND o.id <> ${b.id} AND o.leased_until > ${now})`,
  )
  const found = await ctx.dialect.all<{ id: string; place: string }>(
    ctx.db,
    sql`SELECT id, content_id || ' ' || ad_account_id AS place FROM ${b} WHERE ${due}
      ORDER BY try_at, id LIMIT ${wanted.limit} ${ctx.dialect.forUpdateSkipLocked}`,
  )
  const ids = [...new Map(found.toReversed().map(row => [row.place, row])).values()]
  if (ids.length === 0) return []
  return ctx.db
    .select()
    .from(b)
    .where(
      and(
        eq(b.workspaceNo, ctx.workspace.no),
        inArray(
          b.id,
          ids.map(({ id }) => id),
        ),
      ),
    )
    .orderBy(b.tryAt, b.id)
}

/** The bindings of its post in its ad account, whatever the code. */
export async function findBindingsOfPost(ctx: Ctx, { contentId, adAccountId }: BindingRow): Promise<BindingRow[]> {
  const { bindings: b } = ctx.tables
  return ctx.db
    .select()
    .from(b)
    .where(and(eq(b.workspaceNo, ctx.workspace.no), eq(b.contentId, contentId), eq(b.adAccountId, adAccountId)))
}

/** Bindings of an ad account in the order of their ids, a batch at a time. */
export async function findBindingsOf(ctx: Ctx, adAccountId: string, page: { after: string; limit: number }): Promise<BindingRow[]> {
  const { bindings: b } = ctx.tables
  return ctx.db
    .select()
    .from(b)
    .where(and(eq(b.workspaceNo, ctx.workspace.no), eq(b.adAccountId, adAccountId), sql`${b.id} > ${page.after}`))
    .orderBy(b.id)
    .limit(page.limit)
}

export interface BoundAccount {
  readonly codeId: string
  /** Of the ad platform. */
  readonly advertiserId: string
  readonly name: string | null
  readonly status: BindingRow['status']
}

/** The ad accounts where some codes are bound or wanted, those that were wanted first before the others. */
export async function findAccountsOfCodes(ctx: Ctx, codeIds: readonly string[]): Promise<BoundAccount[]> {
  if (codeIds.length === 0) return []
  const { bindings: b, adAccounts: a } = ctx.tables
  return ctx.db
    .select({ codeId: b.codeId, advertiserId: b.advertiserId, name: a.name, status: b.status })
    .from(b)
    .innerJoin(a, and(eq(a.workspaceNo, b.workspaceNo), eq(a.id, b.adAccountId)))
    .where(and(eq(b.workspaceNo, ctx.workspace.no), inArray(b.codeId, [...codeIds]), sql`${b.status} <> 'unbound'`))
    .orderBy(b.id)
}
