import { DAY_MS } from '@sparkkit/core'
import type { Ctx } from '../../context.ts'
import { iso } from '../../http/schemas.ts'
import { Problem } from '../../problem.ts'
import { FUNNEL_STEPS, type Funnel, type FunnelGroup, type GetFunnelQuery } from './contract.ts'
import { type FunnelScope, findSteps, findWaste, type StepRow, type WasteRow } from './store.ts'

const DEFAULT_DAYS = 90
const HOUR_MS = 3_600_000

const round = (value: number, digits: number): number => Number(value.toFixed(digits))

function toGroup(key: string | null, steps: readonly StepRow[], waste: readonly WasteRow[]): FunnelGroup {
  const own = new Map(steps.filter(row => row.key === key).map(row => [row.step, row]))
  const asked = own.get('asked')?.count ?? 0
  return {
    key,
    steps: FUNNEL_STEPS.map(step => {
      const row = own.get(step)
      const count = row?.count ?? 0
      return {
        step,
        count,
        rate: asked === 0 ? null : round(count / asked, 4),
        medianHours: row && step !== 'asked' ? round(row.medianMs / HOUR_MS, 2) : null,
      }
    }),
    wastedDays: round(waste.find(row => row.key === key)?.days ?? 0, 2),
  }
}

async function groupsOf(ctx: Ctx, scope: FunnelScope): Promise<FunnelGroup[]> {
  const steps = await findSteps(ctx, scope)
  const waste = await findWaste(ctx, scope)
  return [...new Set(steps.map(row => row.key))].map(key => toGroup(key, steps, waste))
}

/** From asking to renewing: how many, how long, by whom. */
export async function getFunnel(ctx: Ctx, { groupBy, limit, ...range }: GetFunnelQuery): Promise<Funnel> {
  // What was asked at this very moment counts too.
  const to = range.to ?? ctx.now + 1
  const from = range.from ?? to - DEFAULT_DAYS * DAY_MS
  if (from >= to)
    throw new Problem('invalid_request', 'query.from: must lie before to', [{ path: 'query.from', message: 'must lie before to' }])
  const [total] = await groupsOf(ctx, { from, to, groupBy: 'none', limit: 1 })
  return {
    from: iso(from),
    to: iso(to),
    groupBy,
    total: total ?? toGroup(null, [], []),
    groups: groupBy === 'none' ? [] : await groupsOf(ctx, { from, to, groupBy, limit }),
  }
}
