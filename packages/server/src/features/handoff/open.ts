import type { Ctx } from '../../context.ts'
import { handoffKey } from './change.ts'
import { toHandoff } from './resource.ts'
import { type HandoffRow, noteOpened } from './store.ts'

/** The link is used for the first time. */
export async function markOpened(ctx: Ctx, handoff: HandoffRow): Promise<void> {
  if (handoff.openedAt !== null) return
  await ctx.dialect.share(ctx.db, handoffKey(handoff.id))
  if (!(await noteOpened(ctx, handoff.id))) return
  ctx.emit({
    type: 'handoff.opened',
    subjectId: handoff.id,
    data: toHandoff({ ...handoff, openedAt: ctx.now }, ctx.now),
    previous: { openedAt: null },
  })
}
