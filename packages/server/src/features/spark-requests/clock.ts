import type { Ctx } from '../../context.ts'
import { loadSparkUnits, saveSparkUnits } from './spark-units.ts'
import { findLapsedContentIds, findNextRespondBy, requestsDueIn } from './store.ts'

const BATCH = 200

/** A condition on a workspace: some request of it is due. */
export const requestsAreDue = requestsDueIn

/** When the next pending request of the workspace lapses. */
export const nextRequestDue = (ctx: Ctx): Promise<number | null> => findNextRespondBy(ctx)

/** Lapses pending requests whose time to respond is over. Gives how many posts it touched. */
export async function lapseRequests(ctx: Ctx): Promise<number> {
  const contentIds = await findLapsedContentIds(ctx, BATCH)
  if (contentIds.length === 0) return 0
  const units = await loadSparkUnits(ctx, contentIds)
  for (const unit of units.values()) {
    const due = unit.state.requests.find(request => request.status === 'pending' && request.respondBy <= ctx.now)
    if (due) unit.decide(ctx, { type: 'lapse', requestId: due.id })
  }
  await saveSparkUnits(ctx, [...units.values()])
  return contentIds.length
}
