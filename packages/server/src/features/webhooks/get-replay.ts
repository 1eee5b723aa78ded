import type { Ctx } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { presentReplay } from './present.ts'
import type { Replay } from './replay-schemas.ts'
import { findReplay } from './replay-store.ts'

export async function getReplay(ctx: Ctx, input: { id: string }): Promise<Replay> {
  const row = await findReplay(ctx, input.id)
  if (!row) throw new Problem('not_found')
  return presentReplay(row)
}
