import type { SparkCommand } from '@sparkkit/core'
import type { Ctx } from '../../context.ts'
import { lockContents } from '../content/index.ts'
import { type CodeRow, findRequestsAndCodes, loadSparkUnits, type SparkUnit, saveSparkUnits } from '../spark-requests/index.ts'
import { blankEvents } from './blank-events.ts'
import { blankCodes, blankNouns } from './store.ts'

/** In place of the code lies its own id, so that a change of keys finds something to seal anew, and no two look alike. */
function destroyed({ services: { keyRing }, workspace }: Ctx, { id }: CodeRow) {
  const context = { workspaceId: workspace.id, rowId: id, purpose: 'spark_code' as const }
  return { workspaceNo: workspace.no, id, sealed: keyRing.seal(id, context), fingerprint: keyRing.fingerprint(id, workspace.id) }
}

/** Open requests are cancelled and live codes withdrawn; an approved request stays what it is, without its code. */
function closing({ state }: SparkUnit, now: number): SparkCommand[] {
  const open = state.requests.filter(request => request.status === 'pending')
  const live = state.codes.filter(code => code.status === 'live')
  return [
    ...open.map(({ id }): SparkCommand => ({ type: 'cancel', requestId: id })),
    ...live.map(({ id, endsAt }): SparkCommand => ({ type: endsAt > now ? 'withdraw' : 'expire', codeId: id })),
  ]
}

/** Ends what is open or live on some posts. */
export async function closePosts(ctx: Ctx, contentIds: readonly string[]): Promise<void> {
  const units = [...(await loadSparkUnits(ctx, contentIds)).values()]
  for (const unit of units) for (const command of closing(unit, ctx.now)) unit.decide(ctx, command)
  await saveSparkUnits(ctx, units)
}

/** Takes the person out of some of their posts and of all that hangs on them, also of what the log says about them. */
export async function blankPosts(ctx: Ctx, contentIds: readonly string[]): Promise<void> {
  // From here on nobody else writes events about these posts.
  await lockContents(ctx, contentIds)
  const { requests, codes } = await findRequestsAndCodes(ctx, contentIds)
  await blankEvents(ctx, [...contentIds, ...requests.map(({ id }) => id), ...codes.map(({ id }) => id)])
  await blankNouns(ctx, contentIds)
  await blankCodes(
    ctx,
    codes.map(code => destroyed(ctx, code)),
  )
  // Something may have come in since they were closed; its end is written without the person.
  await closePosts(ctx, contentIds)
}
