import type { Ctx } from '../../context.ts'
import { type Creator, keepOut, loadCreator, toCreator } from '../content/index.ts'
import { findOpenLinks, revokeApprovalLink } from '../spark-requests/index.ts'
import { blankEvents } from './blank-events.ts'
import { blankHandoffs } from './blank-handoffs.ts'
import { blankCreator, blankIssues, insertErasure } from './store.ts'

/** Their page is dead. Whoever is about to make a new one waits, and then finds that the creator must not be contacted. */
export async function closePages(ctx: Ctx, creatorId: string): Promise<void> {
  await ctx.dialect.lock(ctx.db, `link:${creatorId}`)
  for (const link of await findOpenLinks(ctx, [creatorId])) await revokeApprovalLink(ctx, link.id)
}

/** Blanks the person now and keeps them out; their posts follow, however many there are. */
export async function eraseCreator(ctx: Ctx, id: string): Promise<Creator> {
  // Batches write whole creators, and let nobody in that was erased, under the same lock.
  await ctx.dialect.lock(ctx.db, `ingest:${ctx.workspace.no}`)
  const creator = await loadCreator(ctx, id)
  if (creator.erasedAt !== null) return toCreator(creator)
  await keepOut(ctx, creator)
  await blankHandoffs(ctx, creator)
  await blankIssues(ctx, [creator.handle, creator.displayName, creator.platformUserId, creator.externalId])
  await closePages(ctx, id)
  const erased = await blankCreator(ctx, id)
  await insertErasure(ctx, id)
  await blankEvents(ctx, [id])
  return toCreator(erased)
}
