import { type Ctx, domainNow, type Scope, type Services } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { sha256 } from '../../security/key-ring.ts'
import { isLinkToken } from '../../security/link-token.ts'
import { handoffKey } from './change.ts'
import type { HandoffScope } from './contract.ts'
import { statusOf } from './resource.ts'
import { findHandoff, findHandoffByTokenHash, type HandoffRow } from './store.ts'

/** An ad team at its page: what it may see and do is what the handoff says. */
export interface Visit {
  readonly scope: Scope
  readonly handoff: HandoffRow
}

function assertOpen(handoff: HandoffRow, now: number): void {
  const status = statusOf(handoff, now)
  if (status !== 'open') throw new Problem(status === 'revoked' ? 'handoff_revoked' : 'handoff_expired')
}

/** Throws `handoff_not_found`, `handoff_expired` or `handoff_revoked`. */
export async function enter(services: Services, { token, requestId }: { token: string; requestId: string }): Promise<Visit> {
  const found = isLinkToken(token) ? await findHandoffByTokenHash(services.engine, sha256(token)) : undefined
  if (!found) throw new Problem('handoff_not_found')
  const { handoff, workspace } = found
  const scope: Scope = { services, workspace, actor: { type: 'handoff', id: handoff.id, name: handoff.name }, requestId }
  assertOpen(handoff, domainNow(scope))
  return { handoff, scope }
}

/** The handoff as it is until this transaction ends: it may have been changed or revoked since the visit began. */
export async function holdOpen(ctx: Ctx, id: string, needed?: HandoffScope): Promise<HandoffRow> {
  await ctx.dialect.share(ctx.db, handoffKey(id))
  const handoff = await findHandoff(ctx, id)
  if (!handoff) throw new Problem('handoff_not_found')
  assertOpen(handoff, ctx.now)
  if (needed && !handoff.scopes.includes(needed)) throw new Problem('handoff_not_allowed', `This handoff lacks the scope \`${needed}\`.`)
  return handoff
}
