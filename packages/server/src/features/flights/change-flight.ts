import { flightWindow } from '@sparkkit/core'
import { changedFields } from '../../changes.ts'
import type { Ctx } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { announceGaps, findRequestsAndCodes, loadSparkUnits } from '../spark-requests/index.ts'
import { datesProblem, type Flight, type UpdateFlightInput } from './contract.ts'
import { getFlight, loadFlight } from './read.ts'
import { deleteFlightRow, updateFlightRow } from './store.ts'

/** Changes a flight; a code that now ends inside it is announced. */
export async function updateFlight(ctx: Ctx, { id, input }: { id: string; input: UpdateFlightInput }): Promise<Flight> {
  const { contentId } = await loadFlight(ctx, id)
  await loadSparkUnits(ctx, [contentId])
  const flight = await loadFlight(ctx, id)
  const before = await getFlight(ctx, id)
  const plan = {
    startsOn: input.startsOn ?? flight.startsOn,
    endsOn: input.endsOn ?? flight.endsOn,
    timeZone: input.timeZone ?? flight.timeZone,
  }
  const problem = datesProblem(plan)
  if (problem !== undefined) throw new Problem('invalid_request', `body: ${problem}`, [{ path: 'body', message: problem }])
  const adAccountId = input.adAccountId === undefined ? flight.adAccountId : input.adAccountId
  await updateFlightRow(ctx, { ...flight, ...plan, ...flightWindow(plan), adAccountId, updatedAt: ctx.now })
  const after = await getFlight(ctx, id)
  const previous = changedFields(before, after)
  if (previous) ctx.emit({ type: 'flight.updated', subjectId: id, data: after, previous })
  await announceGaps(ctx, (await findRequestsAndCodes(ctx, [contentId])).codes)
  return after
}

export async function deleteFlight(ctx: Ctx, id: string): Promise<void> {
  const flight = await getFlight(ctx, id)
  if (!(await deleteFlightRow(ctx, id))) throw new Problem('not_found')
  ctx.emit({ type: 'flight.deleted', subjectId: id, data: flight })
}
