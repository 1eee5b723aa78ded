import { and, desc, eq, lt } from 'drizzle-orm'
import type { Ctx } from '../../context.ts'
import { insertRows, updateRows } from '../../db/rows.ts'
import type { Tables } from '../../db/schema.ts'
import type { ListMessageTemplatesQuery } from './contract.ts'

export type TemplateRow = Tables['messageTemplates']['$inferSelect']

export async function findTemplate(ctx: Ctx, id: string): Promise<TemplateRow | undefined> {
  const { messageTemplates: t } = ctx.tables
  const [row] = await ctx.db
    .select()
    .from(t)
    .where(and(eq(t.workspaceNo, ctx.workspace.no), eq(t.id, id)))
  return row
}

/** Those that messages of this kind are made from where none is named. */
export async function findDefaults(ctx: Ctx, kind: TemplateRow['kind']): Promise<TemplateRow[]> {
  const { messageTemplates: t } = ctx.tables
  return ctx.db
    .select()
    .from(t)
    .where(and(eq(t.workspaceNo, ctx.workspace.no), eq(t.isDefault, true), eq(t.kind, kind)))
}

/** Newest first; one more than the page holds. */
export async function findTemplatePage(ctx: Ctx, query: ListMessageTemplatesQuery, after: string | undefined): Promise<TemplateRow[]> {
  const { messageTemplates: t } = ctx.tables
  return ctx.db
    .select()
    .from(t)
    .where(
      and(
        eq(t.workspaceNo, ctx.workspace.no),
        query.channel && eq(t.channel, query.channel),
        query.locale === undefined ? undefined : eq(t.locale, query.locale),
        query.kind && eq(t.kind, query.kind),
        after === undefined ? undefined : lt(t.id, after),
      ),
    )
    .orderBy(desc(t.id))
    .limit(query.limit + 1)
}

export const insertTemplate = (ctx: Ctx, row: TemplateRow): Promise<void> => insertRows(ctx, ctx.tables.messageTemplates, [row])

export const updateTemplateRow = (ctx: Ctx, row: TemplateRow): Promise<void> =>
  updateRows(ctx, ctx.tables.messageTemplates, { by: ['workspaceNo', 'id'], rows: [row] })

export async function deleteTemplateRow(ctx: Ctx, id: string): Promise<TemplateRow | undefined> {
  const { messageTemplates: t } = ctx.tables
  const [row] = await ctx.db
    .delete(t)
    .where(and(eq(t.workspaceNo, ctx.workspace.no), eq(t.id, id)))
    .returning()
  return row
}
