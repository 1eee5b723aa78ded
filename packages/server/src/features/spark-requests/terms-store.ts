import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Ctx } from '../../context.ts'
import { insertRows } from '../../db/rows.ts'
import type { Tables } from '../../db/schema.ts'

export type TermsRow = Tables['rightsTerms']['$inferSelect']

export async function insertTermsOnce(ctx: Ctx, { hash, text }: { hash: string; text: string }): Promise<void> {
  await insertRows(ctx, ctx.tables.rightsTerms, {
    rows: [{ workspaceNo: ctx.workspace.no, hash, text, createdAt: ctx.now }],
    conflict: sql`ON CONFLICT (workspace_no, hash) DO NOTHING`,
  })
}

export async function findTerms(ctx: Ctx, hashes: readonly string[]): Promise<TermsRow[]> {
  if (hashes.length === 0) return []
  const { rightsTerms: t } = ctx.tables
  return ctx.db
    .select()
    .from(t)
    .where(and(eq(t.workspaceNo, ctx.workspace.no), inArray(t.hash, [...new Set(hashes)])))
}
