import { DAY_MS } from '@sparkkit/core'
import { type Ctx, type Services, transact } from '../../context.ts'
import type { Task } from '../../jobs/worker.ts'
import { loadCreator, toCreator } from '../content/index.ts'
import { blankPosts, closePosts } from './blank-posts.ts'
import { closePages } from './erase-creator.ts'
import { type ErasureRow, findDueErasure, findPosts, isUnbinding, lockErasure, saveErasure } from './store.ts'

/** So few that nothing waits long for the writer, however often these posts are in the log. */
const BATCH = 50
/** TikTok may not answer for a while; a code that it still knows after that cannot be undone any more. */
const LONGEST_WAIT_MS = DAY_MS
const LOOK_AGAIN_MS = 60_000

async function goOn(ctx: Ctx, creatorId: string): Promise<void> {
  const erasure = await lockErasure(ctx, creatorId)
  if (!erasure || erasure.completedAt !== null) return
  const { phase, position } = erasure
  const wallNow = ctx.services.wallNow()
  if (phase === 'blanking' && position === 0 && wallNow < erasure.startedAt + LONGEST_WAIT_MS && (await isUnbinding(ctx, creatorId))) {
    await saveErasure(ctx, { ...erasure, nextAt: wallNow + LOOK_AGAIN_MS })
    return
  }
  if (phase === 'forgetting') {
    if (await ctx.dialect.forgetWords(ctx.db, position)) await saveErasure(ctx, { ...erasure, position: position + 1 })
    else await finish(ctx, erasure)
    return
  }
  const posts = await findPosts(ctx, { creatorId, after: position, limit: BATCH })
  const ids = posts.map(({ id }) => id)
  if (phase === 'closing') await closePosts(ctx, ids)
  else await blankPosts(ctx, ids)
  if (posts.length === BATCH) await saveErasure(ctx, { ...erasure, position: posts.at(-1)?.seq ?? position })
  else await saveErasure(ctx, { ...erasure, phase: phase === 'closing' ? 'blanking' : 'forgetting', position: 0 })
}

async function finish(ctx: Ctx, erasure: ErasureRow): Promise<void> {
  const { creatorId } = erasure
  await saveErasure(ctx, { ...erasure, completedAt: ctx.now })
  // A request that was under way when the erasure was asked for may have made one.
  await closePages(ctx, creatorId)
  ctx.emit({ type: 'creator.erased', subjectId: creatorId, data: toCreator(await loadCreator(ctx, creatorId)) })
}

async function run(services: Services): Promise<{ busy: boolean }> {
  const open = await findDueErasure(services.engine, services.wallNow())
  if (!open) return { busy: false }
  const { workspace, erasure } = open
  const { actor, requestId } = erasure
  await transact({ services, workspace, actor, requestId }, ctx => goOn(ctx, erasure.creatorId))
  return { busy: true }
}

/** Erases creators, some posts at a time. A process that dies in between is followed by the next one. */
export const erasureTask: Task = { name: 'erasures', wakes: ['dispatch'], run }
