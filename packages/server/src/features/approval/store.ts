import { and, desc, eq, inArray, isNull } from 'drizzle-orm'
import type { Ctx, Services, Workspace } from '../../context.ts'
import { insertRows } from '../../db/rows.ts'
import type { Tables } from '../../db/schema.ts'
import type { LinkRow } from '../spark-requests/index.ts'

/** The link behind a token's hash, with its workspace: the token is the only authority here. */
export async function findLinkByTokenHash(
  { db, tables }: Services['engine'],
  tokenHash: string,
): Promise<{ link: LinkRow; workspace: Workspace } | undefined> {
  const { approvalLinks, workspaces } = tables
  const [row] = await db
    .select({ link: approvalLinks, workspace: workspaces })
    .from(approvalLinks)
    .innerJoin(workspaces, eq(workspaces.no, approvalLinks.workspaceNo))
    .where(eq(approvalLinks.tokenHash, tokenHash))
  return row
}

export interface Typed {
  readonly link: LinkRow
  readonly workspace: Workspace
  readonly handle: string | null
}

/** The open links a short code may mean, in whatever workspace. */
export async function findLinksByShortCode({ db, tables }: Services['engine'], hashes: readonly string[]): Promise<Typed[]> {
  const { approvalLinks: l, workspaces: w, creators: c } = tables
  return db
    .select({ link: l, workspace: w, handle: c.handle })
    .from(l)
    .innerJoin(w, eq(w.no, l.workspaceNo))
    .innerJoin(c, and(eq(c.workspaceNo, l.workspaceNo), eq(c.id, l.creatorId)))
    .where(and(inArray(l.shortCodeHash, [...hashes]), isNull(l.revokedAt)))
}

export async function findLinkOfSession(
  { db, tables }: Services['engine'],
  { workspaceNo, linkId }: { workspaceNo: number; linkId: string },
): Promise<{ link: LinkRow; workspace: Workspace } | undefined> {
  const { approvalLinks: l, workspaces: w } = tables
  const [row] = await db
    .select({ link: l, workspace: w })
    .from(l)
    .innerJoin(w, eq(w.no, l.workspaceNo))
    .where(and(eq(l.workspaceNo, workspaceNo), eq(l.id, linkId), isNull(l.revokedAt)))
  return row
}

export type ReceiptRow = Tables['receipts']['$inferSelect']

export async function insertReceipt(ctx: Ctx, receipt: Omit<ReceiptRow, 'workspaceNo' | 'answeredAt'>): Promise<void> {
  await insertRows(ctx, ctx.tables.receipts, [{ ...receipt, workspaceNo: ctx.workspace.no, answeredAt: ctx.now }])
}

/** Newest first. */
export async function findReceipts(ctx: Ctx, requestId: string): Promise<ReceiptRow[]> {
  const { receipts: r } = ctx.tables
  return ctx.db
    .select()
    .from(r)
    .where(and(eq(r.workspaceNo, ctx.workspace.no), eq(r.requestId, requestId)))
    .orderBy(desc(r.id))
}
