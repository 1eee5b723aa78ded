import { answerTimes, askAgainAt, type CoverageGap, gapAtEnd, type Millis } from '@sparkkit/core'
import type { Ctx } from '../../context.ts'
import { iso } from '../../http/schemas.ts'
import type { SparkCodeGap } from '../flights/index.ts'
import { toSparkCode } from './code-resource.ts'
import { type FlightRow, findAnnouncedGaps, findAnswers, findFlightsAhead, insertGaps } from './gap-store.ts'
import type { CodeRow } from './store.ts'

interface Found {
  code: CodeRow
  flight: FlightRow
  gap: CoverageGap
}

/** How long each of these creators took to answer, in milliseconds. */
export async function findAnswerTimes(ctx: Ctx, creatorIds: readonly string[]): Promise<Map<string, Millis[]>> {
  const answers = Map.groupBy(await findAnswers(ctx, [...new Set(creatorIds)]), row => row.creatorId)
  return new Map([...answers].map(([creatorId, rows]) => [creatorId, answerTimes(rows)]))
}

export const toGap = (gap: CoverageGap, answerMs: readonly Millis[]) => ({
  from: iso(gap.from),
  to: iso(gap.to),
  days: gap.days,
  askAgainAt: iso(askAgainAt(gap, answerMs)),
})

const toSparkCodeGap = ({ code, flight, gap }: Found, answerMs: readonly Millis[]): SparkCodeGap => ({
  ...toSparkCode(code),
  gap: {
    ...toGap(gap, answerMs),
    flightId: flight.id,
    adAccountId: flight.adAccountId,
    startsOn: flight.startsOn,
    endsOn: flight.endsOn,
    timeZone: flight.timeZone,
  },
})

function gapsOf(ctx: Ctx, codes: readonly CodeRow[], flights: readonly FlightRow[]): Found[] {
  return codes.flatMap(code =>
    flights.flatMap(flight => {
      const gap = flight.contentId === code.contentId ? gapAtEnd(flight, code, ctx.now) : null
      return gap ? [{ code, flight, gap }] : []
    }),
  )
}

const keyOf = (gap: { codeId: string; flightId: string; codeEndsAt: number }): string => `${gap.codeId} ${gap.flightId} ${gap.codeEndsAt}`

/**
 * Announces ends of live codes that lie inside flights: each (code, end, flight) once. Here and not in flights, because a code's
 * window and its gaps become known together. The posts are locked, so nobody else announces the same.
 */
export async function announceGaps(ctx: Ctx, codes: readonly CodeRow[]): Promise<void> {
  const live = codes.filter(code => code.status === 'live' && code.endsAt > ctx.now)
  const flights = await findFlightsAhead(
    ctx,
    live.map(code => code.contentId),
  )
  const found = gapsOf(ctx, live, flights).map(each => ({
    ...each,
    row: {
      workspaceNo: ctx.workspace.no,
      codeId: each.code.id,
      flightId: each.flight.id,
      codeEndsAt: each.code.endsAt,
      announcedAt: ctx.now,
    },
  }))
  if (found.length === 0) return
  const announced = await findAnnouncedGaps(ctx, [...new Set(found.map(each => each.code.id))])
  const known = new Set(announced.map(keyOf))
  const fresh = found.filter(each => !known.has(keyOf(each.row)))
  if (fresh.length === 0) return
  await insertGaps(
    ctx,
    fresh.map(each => each.row),
  )
  const answers = await findAnswerTimes(
    ctx,
    fresh.map(each => each.code.creatorId),
  )
  for (const each of fresh) {
    ctx.emit({ type: 'spark_code.gap', subjectId: each.code.id, data: toSparkCodeGap(each, answers.get(each.code.creatorId) ?? []) })
  }
}
