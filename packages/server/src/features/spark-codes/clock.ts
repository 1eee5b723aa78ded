import type { Ctx } from '../../context.ts'
import { loadSparkUnits, saveSparkUnits } from '../spark-requests/index.ts'
import { codesDueIn, findDueContentIds, findNextTick } from './store.ts'

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
  for (const unit of units.values()) {
    for (const code of unit.state.codes) {
      if (code.status !== 'live') continue
      unit.decide(ctx, { type: code.endsAt <= ctx.now ? 'expire' : 'announce', codeId: code.id })
    }
  }
  await saveSparkUnits(ctx, [...units.values()])
  return contentIds.length
}
