import { coverageOf, type Millis } from '@sparkkit/core'
import type { Ctx } from '../../context.ts'
import { iso } from '../../http/schemas.ts'
import { findContents } from '../content/index.ts'
import { type CodeRow, findAnswerTimes, toGap } from '../spark-requests/index.ts'
import type { Coverage, Flight } from './contract.ts'
import { type FlightRow, findLiveCodes } from './store.ts'

interface Known {
  codes: readonly CodeRow[]
  answerMs: readonly Millis[]
}

function toCoverage(ctx: Ctx, row: FlightRow, { codes, answerMs }: Known): Coverage | null {
  const coverage = coverageOf(row, codes, ctx.now)
  return coverage && { status: coverage.status, sparkCodeId: coverage.codeId, gaps: coverage.gaps.map(gap => toGap(gap, answerMs)) }
}

const toFlight = (ctx: Ctx, row: FlightRow, known: Known): Flight => ({
  id: row.id,
  contentId: row.contentId,
  adAccountId: row.adAccountId,
  startsOn: row.startsOn,
  endsOn: row.endsOn,
  timeZone: row.timeZone,
  startsAt: iso(row.startsAt),
  endsAt: iso(row.endsAt),
  coverage: toCoverage(ctx, row, known),
  createdAt: iso(row.createdAt),
  updatedAt: iso(row.updatedAt),
})

/** Flights with what covers them now. */
export async function presentFlights(ctx: Ctx, rows: readonly FlightRow[]): Promise<Flight[]> {
  const contentIds = [...new Set(rows.map(row => row.contentId))]
  const codes = Map.groupBy(await findLiveCodes(ctx, contentIds), code => code.contentId)
  const creatorOf = new Map((await findContents(ctx, contentIds)).map(content => [content.id, content.creatorId]))
  const answers = await findAnswerTimes(ctx, [...creatorOf.values()])
  return rows.map(row =>
    toFlight(ctx, row, { codes: codes.get(row.contentId) ?? [], answerMs: answers.get(creatorOf.get(row.contentId) ?? '') ?? [] }),
  )
}
