import type { Ctx } from '../../context.ts'
import { pageById } from '../../http/page-by-id.ts'
import { Problem } from '../../problem.ts'
import type { ListSparkRequestsQuery, SparkRequest } from './contract.ts'
import { toSparkRequest } from './resource.ts'
import { findRequestPage, findRequests } from './store.ts'

export const listSparkRequests = (ctx: Ctx, query: ListSparkRequestsQuery): Promise<{ data: SparkRequest[]; nextCursor: string | null }> =>
  pageById(ctx, { list: 'spark-requests', query, find: after => findRequestPage(ctx, query, after), print: toSparkRequest })

export async function getSparkRequest(ctx: Ctx, id: string): Promise<SparkRequest> {
  const [row] = await findRequests(ctx, [id])
  if (!row) throw new Problem('not_found')
  return toSparkRequest(row)
}
