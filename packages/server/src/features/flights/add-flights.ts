import { flightWindow } from '@sparkkit/core'
import type { Ctx } from '../../context.ts'
import { findTargets, type Target } from '../content/index.ts'
import { announceGaps, findRequestsAndCodes, loadSparkUnits } from '../spark-requests/index.ts'
import { type AddFlightsResult, datesProblem, type Flight, FlightInput } from './contract.ts'
import { presentFlights } from './resource.ts'
import { type FlightRow, insertFlights } from './store.ts'

type RowResult = AddFlightsResult['results'][number]
type Read = { ok: true; input: FlightInput } | { ok: false; detail: string }

function readRow(given: unknown): Read {
  const parsed = FlightInput.safeParse(given)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return { ok: false, detail: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`.replace(/^: /, '') }
  }
  const problem = datesProblem(parsed.data)
  return problem === undefined ? { ok: true, input: parsed.data } : { ok: false, detail: problem }
}

function newFlight(ctx: Ctx, contentId: string, { adAccountId, startsOn, endsOn, timeZone }: FlightInput): FlightRow {
  return {
    workspaceNo: ctx.workspace.no,
    id: ctx.services.newId('flight'),
    contentId,
    adAccountId: adAccountId ?? null,
    startsOn,
    endsOn,
    timeZone,
    ...flightWindow({ startsOn, endsOn, timeZone }),
    createdAt: ctx.now,
    updatedAt: ctx.now,
  }
}

/** Locks the posts, so that a code that comes meanwhile is seen by one of the two, and announces what ends inside. */
async function save(ctx: Ctx, rows: readonly FlightRow[]): Promise<Flight[]> {
  const contentIds = [...new Set(rows.map(row => row.contentId))]
  await loadSparkUnits(ctx, contentIds)
  await insertFlights(ctx, rows)
  const flights = await presentFlights(ctx, rows)
  for (const flight of flights) ctx.emit({ type: 'flight.created', subjectId: flight.id, data: flight })
  await announceGaps(ctx, (await findRequestsAndCodes(ctx, contentIds)).codes)
  return flights
}

/** Adds planned ad dates, a verdict per row. */
export async function addFlights(ctx: Ctx, { items }: { items: readonly unknown[] }): Promise<AddFlightsResult> {
  const read = items.map(readRow)
  const targets = await findTargets(
    ctx,
    read.flatMap(row => (row.ok ? [row.input.content] : [])),
  )
  const found = targets.values()
  const rows = read.map((row): FlightRow | RowResult['problem'] => {
    if (!row.ok) return { code: 'invalid_request', detail: row.detail }
    const target: Target | undefined = found.next().value
    if (!target?.ok) return { code: target?.code ?? 'content_not_found', detail: target?.detail ?? '' }
    return newFlight(ctx, target.content.id, row.input)
  })
  const flights = await save(
    ctx,
    rows.flatMap(row => (row && 'id' in row ? [row] : [])),
  )
  const presented = new Map(flights.map(flight => [flight.id, flight]))
  return {
    results: rows.map((row, index): RowResult => {
      if (!row || !('id' in row)) return { index, status: 'failed', problem: row }
      return { index, status: 'created', id: row.id, contentId: row.contentId, coverage: presented.get(row.id)?.coverage ?? null }
    }),
  }
}
