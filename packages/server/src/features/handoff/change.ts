import { changedFields } from '../../changes.ts'
import type { Ctx } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { HANDOFF_SCOPES, type Handoff, type UpdateHandoffInput } from './contract.ts'
import { assertEnd } from './create.ts'
import { assertNoWider, type Granted } from './no-wider.ts'
import { loadHandoff } from './read.ts'
import { toHandoff } from './resource.ts'
import { type HandoffRow, saveHandoff } from './store.ts'

/** Those who use the link share this, so that a change waits for them and nothing is shown after it. */
export const handoffKey = (id: string): string => `handoff:${id}`

async function holdHandoff(ctx: Ctx, id: string): Promise<HandoffRow> {
  await ctx.dialect.lock(ctx.db, handoffKey(id))
  return loadHandoff(ctx, id)
}

export interface HandoffChange {
  readonly id: string
  readonly patch: UpdateHandoffInput
  readonly granted: Granted
}

/** What it shows and allows holds for the link at once. */
export async function updateHandoff(ctx: Ctx, { id, patch, granted }: HandoffChange): Promise<Handoff> {
  const row = await holdHandoff(ctx, id)
  if (row.revokedAt !== null) throw new Problem('handoff_revoked')
  const scopes = patch.scopes ? HANDOFF_SCOPES.filter(scope => patch.scopes?.includes(scope)) : row.scopes
  assertNoWider(granted, scopes)
  if (patch.expiresAt !== undefined) assertEnd(ctx, patch.expiresAt)
  const next: HandoffRow = {
    ...row,
    name: patch.name ?? row.name,
    filter: patch.filter ?? row.filter,
    scopes,
    chunkSize: patch.chunkSize ?? row.chunkSize,
    expiresAt: patch.expiresAt ?? row.expiresAt,
    updatedAt: ctx.now,
  }
  const handoff = toHandoff(next, ctx.now)
  const previous = changedFields(toHandoff(row, ctx.now), handoff)
  if (!previous) return toHandoff(row, ctx.now)
  await saveHandoff(ctx, next)
  ctx.emit({ type: 'handoff.updated', subjectId: id, data: handoff, previous })
  return handoff
}

/** Its URL is dead at once. */
export async function revokeHandoff(ctx: Ctx, id: string): Promise<Handoff> {
  const row = await holdHandoff(ctx, id)
  if (row.revokedAt !== null) return toHandoff(row, ctx.now)
  const revoked = { ...row, revokedAt: ctx.now, updatedAt: ctx.now }
  await saveHandoff(ctx, revoked)
  const { status } = toHandoff(row, ctx.now)
  ctx.emit({ type: 'handoff.revoked', subjectId: id, data: toHandoff(revoked, ctx.now), previous: { status, revokedAt: null } })
  return toHandoff(revoked, ctx.now)
}
