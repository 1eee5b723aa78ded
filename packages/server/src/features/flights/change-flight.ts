import { flightWindow } from '@sparkkit/core'
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
  const plan = {
    startsOn: input.startsOn ?? flight.startsOn,
    endsOn: input.endsOn ?? flight.endsOn,
    timeZone: input.timeZone ?? flight.timeZone,
  }
  const problem = datesProblem(plan)
  if (problem !== undefined) throw new Problem('invalid_request', `body: ${problem}`, [{ path: 'body', message: problem }])
  const adAccountId = input.adAccountId === undefined ? flight.adAccountId : input.adAccountId
  await updateFlightRow(ctx, { ...flight, ...plan, ...flightWindow(plan), adAccountId, updatedAt: ctx.now })
  await announceGaps(ctx, (await findRequestsAndCodes(ctx, [contentId])).codes)
  return getFlight(ctx, id)
}

export async function deleteFlight(ctx: Ctx, id: string): Promise<void> {
  if (!(await deleteFlightRow(ctx, id))) throw new Problem('not_found')
}
