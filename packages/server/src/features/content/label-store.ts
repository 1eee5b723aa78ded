import { and, desc, eq, inArray, lt, type SQL } from 'drizzle-orm'
import type { Ctx } from '../../context.ts'
import type { ListCreatorsQuery } from './creators-contract.ts'
import { shownCreators } from './row-filter.ts'
import type { ContentRow, CreatorRow } from './store.ts'

export async function saveContentLabels(ctx: Ctx, { id, externalId, metadata, updatedAt }: ContentRow): Promise<void> {
  const { content: c } = ctx.tables
  await ctx.db
    .update(c)
    .set({ externalId, metadata, updatedAt })
    .where(and(eq(c.workspaceNo, ctx.workspace.no), eq(c.id, id)))
}

export async function findCreatorPage(ctx: Ctx, query: ListCreatorsQuery, before: string | undefined): Promise<CreatorRow[]> {
  const { creators: c } = ctx.tables
  const conditions: (SQL | undefined)[] = [
    eq(c.workspaceNo, ctx.workspace.no),
    query.platform && inArray(c.platform, query.platform),
    query.handle === undefined ? undefined : eq(c.handle, query.handle),
    query.doNotContact === undefined ? undefined : eq(c.doNotContact, query.doNotContact),
    query.externalId === undefined ? undefined : eq(c.externalId, query.externalId),
    before === undefined ? undefined : lt(c.id, before),
    shownCreators(ctx),
  ]
  return ctx.db
    .select()
    .from(c)
    .where(and(...conditions))
    .orderBy(desc(c.id))
    .limit(query.limit + 1)
}

export async function findCreator(ctx: Ctx, id: string): Promise<CreatorRow | undefined> {
  const { creators: c } = ctx.tables
  const [row] = await ctx.db
    .select()
    .from(c)
    .where(and(eq(c.workspaceNo, ctx.workspace.no), eq(c.id, id), shownCreators(ctx)))
  return row
}

export async function findExternalCreatorId(ctx: Ctx, externalId: string): Promise<string | undefined> {
  const { creators: c } = ctx.tables
  const [row] = await ctx.db
    .select({ id: c.id })
    .from(c)
    .where(and(eq(c.workspaceNo, ctx.workspace.no), eq(c.externalId, externalId)))
  return row?.id
}

export async function saveCreator(ctx: Ctx, row: CreatorRow): Promise<void> {
  const { creators: c } = ctx.tables
  const { displayName, doNotContact, externalId, metadata, updatedAt } = row
  await ctx.db
    .update(c)
    .set({ displayName, doNotContact, externalId, metadata, updatedAt })
    .where(and(eq(c.workspaceNo, ctx.workspace.no), eq(c.id, row.id)))
}
