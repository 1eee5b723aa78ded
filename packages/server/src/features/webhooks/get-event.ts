import type { Ctx } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { presentEvent } from './present.ts'
import type { Event } from './schemas.ts'
import { findEvent } from './store.ts'

export async function getEvent(ctx: Ctx, input: { id: string }): Promise<Event> {
  const row = await findEvent(ctx, input.id)
  if (!row) throw new Problem('not_found')
  return presentEvent(row, ctx.workspace.id)
}
