import type { Ctx } from '../../context.ts'
import { type CursorContext, decodeCursor, encodeCursor } from '../../http/cursor.ts'
import { Problem } from '../../problem.ts'
import type { ApprovalLink, ListApprovalLinksQuery, ListSparkRequestsQuery, SparkRequest } from './contract.ts'
import { toApprovalLink, toSparkRequest } from './resource.ts'
import { findLinkPage, findRequestPage, findRequests } from './store.ts'

interface Paging<Row, Resource> {
  list: string
  query: { cursor?: string | undefined; limit: number }
  find(after: string | undefined): Promise<Row[]>
  print(row: Row): Resource
}

/** A page of rows ordered by id. */
async function pageById<Row extends { id: string }, Resource>(ctx: Ctx, { list, query, find, print }: Paging<Row, Resource>) {
  const { cursor, limit, ...binding } = query
  const context: CursorContext = { keyRing: ctx.services.keyRing, workspaceId: ctx.workspace.id, list, query: binding }
  const after = cursor === undefined ? undefined : String(decodeCursor(context, cursor)[0])
  const rows = await find(after)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { data: page.map(print), nextCursor: rows.length > limit && last ? encodeCursor(context, [last.id]) : null }
}

export const listSparkRequests = (ctx: Ctx, query: ListSparkRequestsQuery): Promise<{ data: SparkRequest[]; nextCursor: string | null }> =>
  pageById(ctx, { list: 'spark-requests', query, find: after => findRequestPage(ctx, query, after), print: toSparkRequest })

export const listApprovalLinks = (ctx: Ctx, query: ListApprovalLinksQuery): Promise<{ data: ApprovalLink[]; nextCursor: string | null }> =>
  pageById(ctx, { list: 'approval-links', query, find: after => findLinkPage(ctx, query, after), print: toApprovalLink })

export async function getSparkRequest(ctx: Ctx, id: string): Promise<SparkRequest> {
  const [row] = await findRequests(ctx, [id])
  if (!row) throw new Problem('not_found')
  return toSparkRequest(row)
}
