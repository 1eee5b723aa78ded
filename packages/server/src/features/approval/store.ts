import { eq } from 'drizzle-orm'
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
