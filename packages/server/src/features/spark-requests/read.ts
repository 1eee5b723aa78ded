import type { Ctx } from '../../context.ts'
import { pageById } from '../../http/page-by-id.ts'
import { Problem } from '../../problem.ts'
import type { ApprovalLink, ListApprovalLinksQuery, ListSparkRequestsQuery, SparkRequest } from './contract.ts'
import { toApprovalLink, toSparkRequest } from './resource.ts'
import { findLinkPage, findRequestPage, findRequests } from './store.ts'

export const listSparkRequests = (ctx: Ctx, query: ListSparkRequestsQuery): Promise<{ data: SparkRequest[]; nextCursor: string | null }> =>
  pageById(ctx, { list: 'spark-requests', query, find: after => findRequestPage(ctx, query, after), print: toSparkRequest })

export const listApprovalLinks = (ctx: Ctx, query: ListApprovalLinksQuery): Promise<{ data: ApprovalLink[]; nextCursor: string | null }> =>
  pageById(ctx, { list: 'approval-links', query, find: after => findLinkPage(ctx, query, after), print: toApprovalLink })

export async function getSparkRequest(ctx: Ctx, id: string): Promise<SparkRequest> {
  const [row] = await findRequests(ctx, [id])
  if (!row) throw new Problem('not_found')
  return toSparkRequest(row)
}
