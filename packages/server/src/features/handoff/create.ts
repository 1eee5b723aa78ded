import { DAY_MS } from '@sparkkit/core'
import type { Ctx } from '../../context.ts'
import { fieldProblem } from '../../problem.ts'
import { sha256 } from '../../security/key-ring.ts'
import { newLinkToken } from '../../security/link-token.ts'
import { type CreatedHandoff, type CreateHandoffInput, DEFAULT_DAYS, HANDOFF_SCOPES, LONGEST_DAYS } from './contract.ts'
import { assertNoWider, type Granted } from './no-wider.ts'
import { toHandoff, urlOf } from './resource.ts'
import { type HandoffRow, insertHandoff } from './store.ts'

const DEFAULT_CHUNK = 20

export function assertEnd(ctx: Ctx, expiresAt: number): void {
  if (expiresAt <= ctx.now) throw fieldProblem('expiresAt', 'must lie ahead')
  if (expiresAt > ctx.now + LONGEST_DAYS * DAY_MS) throw fieldProblem('expiresAt', `must not lie more than ${LONGEST_DAYS} days ahead`)
}

/** Shares live codes by a link that ends. */
export async function createHandoff(ctx: Ctx, input: CreateHandoffInput & { granted: Granted }): Promise<CreatedHandoff> {
  const scopes = HANDOFF_SCOPES.filter(scope => input.scopes?.includes(scope) ?? true)
  assertNoWider(input.granted, scopes)
  const expiresAt = input.expiresAt ?? ctx.now + DEFAULT_DAYS * DAY_MS
  assertEnd(ctx, expiresAt)
  const id = ctx.services.newId('handoff')
  const token = newLinkToken()
  const row: HandoffRow = {
    workspaceNo: ctx.workspace.no,
    id,
    name: input.name,
    filter: input.filter ?? {},
    scopes,
    chunkSize: input.chunkSize ?? DEFAULT_CHUNK,
    tokenHash: sha256(token),
    tokenSealed: ctx.services.keyRing.seal(token, { workspaceId: ctx.workspace.id, rowId: id, purpose: 'handoff_token' }),
    expiresAt,
    openedAt: null,
    revokedAt: null,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  }
  await insertHandoff(ctx, row)
  const handoff = toHandoff(row, ctx.now)
  ctx.emit({ type: 'handoff.created', subjectId: id, data: handoff })
  return { ...handoff, url: urlOf(ctx, row) }
}
