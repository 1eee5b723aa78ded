import { nextCodeTick, type SparkCodeState } from '@sparkkit/core'
import type { Ctx } from '../../context.ts'
import { expiringDays, loadSparkUnits, saveSparkUnits } from '../spark-requests/index.ts'
import { codesDueIn, findDueContentIds, findNextTick, resetNextTicks, saveNextTicks } from './store.ts'

const BATCH = 200

/** A condition on a workspace: some code of it is due. */
export const codesAreDue = codesDueIn

/** When the clock next has something to do for a code of the workspace. */
export const nextCodeDue = (ctx: Ctx): Promise<number | null> => findNextTick(ctx)

/** Announces codes that end soon and expires those that ended. Gives how many posts it touched. */
export async function tickCodes(ctx: Ctx): Promise<number> {
  const contentIds = await findDueContentIds(ctx, BATCH)
  if (contentIds.length === 0) return 0
  const units = await loadSparkUnits(ctx, contentIds)
  const thresholdsDays = expiringDays(ctx.workspace)
  const idle: SparkCodeState[] = []
  for (const unit of units.values()) {
    for (const code of unit.state.codes) {
      if (code.status !== 'live') continue
      const isOver = code.endsAt <= ctx.now
      const decided = unit.decide(ctx, isOver ? { type: 'expire', codeId: code.id } : { type: 'announce', codeId: code.id, thresholdsDays })
      if (decided.events.length === 0) idle.push(code)
    }
  }
  await saveSparkUnits(ctx, [...units.values()])
  // The thresholds changed after its tick was set: the clock moves on to the right one.
  await saveNextTicks(
    ctx,
    idle.map(code => ({ id: code.id, nextTickAt: nextCodeTick(code, thresholdsDays) })),
  )
  return contentIds.length
}

/** Sets the ticks of all live codes anew: the workspace wants them announced at other thresholds. */
export const resetTicks = (ctx: Ctx): Promise<void> => resetNextTicks(ctx, expiringDays(ctx.workspace))
