import type { Scope, Services } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { sha256 } from '../../security/key-ring.ts'
import { isLinkToken } from '../../security/link-token.ts'
import type { LinkRow } from '../spark-requests/index.ts'
import { findLinkByTokenHash } from './store.ts'

/** A creator at their page: what they may do is what hangs on this link. */
export interface Visit {
  readonly scope: Scope
  readonly link: LinkRow
  /** For who came with a short code, when that was, in domain time: they may answer, and see what they answered since. */
  readonly answersSince?: number
}

/** Throws `link_not_found` or `link_revoked`. */
export async function enter(services: Services, { token, requestId }: { token: string; requestId: string }): Promise<Visit> {
  const found = isLinkToken(token) ? await findLinkByTokenHash(services.engine, sha256(token)) : undefined
  if (!found) throw new Problem('link_not_found')
  const { link, workspace } = found
  if (link.revokedAt !== null) throw new Problem('link_revoked')
  return { link, scope: { services, workspace, actor: { type: 'creator', id: link.creatorId, linkId: link.id }, requestId } }
}
