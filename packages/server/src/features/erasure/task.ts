import { type Ctx, type Services, transact } from '../../context.ts'
import type { Task } from '../../jobs/worker.ts'
import { loadCreator, toCreator } from '../content/index.ts'
import { blankPosts } from './blank-posts.ts'
import { closePages } from './erase-creator.ts'
import { findOpenErasure, findPosts, lockErasure, saveErasure } from './store.ts'

/** So few that nothing waits long for the writer, however often these posts are in the log. */
const BATCH = 50

async function goOn(ctx: Ctx, creatorId: string): Promise<void> {
  const erasure = await lockErasure(ctx, creatorId)
  if (!erasure || erasure.completedAt !== null) return
  const posts = await findPosts(ctx, { creatorId, after: erasure.position, limit: BATCH })
  await blankPosts(
    ctx,
    posts.map(({ id }) => id),
  )
  const isEnd = posts.length < BATCH
  await saveErasure(ctx, { creatorId, position: posts.at(-1)?.seq ?? erasure.position, completedAt: isEnd ? ctx.now : null })
  if (!isEnd) return
  // A request that was under way when the erasure was asked for may have made one.
  await closePages(ctx, creatorId)
  ctx.emit({ type: 'creator.erased', subjectId: creatorId, data: toCreator(await loadCreator(ctx, creatorId)) })
}

async function run(services: Services): Promise<{ busy: boolean }> {
  const open = await findOpenErasure(services.engine)
  if (!open) return { busy: false }
  const { workspace, erasure } = open
  const { actor, requestId } = erasure
  await transact({ services, workspace, actor, requestId }, ctx => goOn(ctx, erasure.creatorId))
  return { busy: true }
}

/** Erases creators, some posts at a time. A process that dies in between is followed by the next one. */
export const erasureTask: Task = { name: 'erasures', wakes: ['dispatch'], run }
