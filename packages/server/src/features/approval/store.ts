import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Services, Workspace } from '../../context.ts'
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
