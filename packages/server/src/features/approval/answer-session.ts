import { normaliseHandle, parseShortCode } from '@sparkkit/core'
import { domainNow, type Scope, type Services, type Workspace } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { KeyRingError } from '../../security/key-ring.ts'
import { type LinkRow, shortCodeHashes } from '../spark-requests/index.ts'
import type { Visit } from './enter.ts'
import { findLinkOfSession, findLinksByShortCode } from './store.ts'

/** Wall time: long enough to fetch a few codes in TikTok. */
const SESSION_MS = 60 * 60_000
const SEAL = { workspaceId: '', rowId: '', purpose: 'answer_session' } as const
const MAX_SEALED = 512

/** What the sealed text in the URL holds. It names a link and opens nothing but the page to answer on. */
type Session = readonly [workspaceNo: number, linkId: string, shortCodeHash: string, since: number, endsAt: number]

const isAlive = (link: LinkRow, scope: Pick<Scope, 'workspace' | 'services' | 'actor' | 'requestId'>): boolean =>
  link.revokedAt === null && link.shortCodeEndsAt !== null && link.shortCodeEndsAt > domainNow(scope)

const scopeOf = (services: Services, { link, workspace }: { link: LinkRow; workspace: Workspace }, requestId: string): Scope => ({
  services,
  workspace,
  actor: { type: 'creator', id: link.creatorId, linkId: link.id },
  requestId,
})

/** A short code and the handle it belongs to, for an hour of answering. Wrong, foreign or run out, it is all one: `link_not_found`. */
export async function openSession(services: Services, typed: { code: string; handle: string; requestId: string }): Promise<string> {
  const code = parseShortCode(typed.code)
  const handle = typed.handle.length > 100 ? '' : normaliseHandle(typed.handle)
  // A code that cannot be one is looked for as well, so that it takes as long.
  const found = await findLinksByShortCode(services.engine, shortCodeHashes(services.keyRing, code ?? ''))
  const match = found.find(
    row =>
      handle !== '' &&
      row.handle !== null &&
      normaliseHandle(row.handle) === handle &&
      isAlive(row.link, scopeOf(services, row, typed.requestId)),
  )
  if (!match || match.link.shortCodeHash === null) throw new Problem('link_not_found')
  const { link, workspace } = match
  const since = domainNow(scopeOf(services, match, typed.requestId))
  const session: Session = [workspace.no, link.id, match.link.shortCodeHash, since, services.wallNow() + SESSION_MS]
  return services.keyRing.seal(JSON.stringify(session), SEAL)
}

function unseal({ keyRing }: Services, sealed: string): Session | undefined {
  if (sealed.length > MAX_SEALED) return undefined
  try {
    return JSON.parse(keyRing.open(sealed, SEAL))
  } catch (error) {
    if (error instanceof KeyRingError) return undefined
    throw error
  }
}

/** Throws `link_not_found` where the session is over, or its code was replaced or ran out. */
export async function enterSession(services: Services, { sealed, requestId }: { sealed: string; requestId: string }): Promise<Visit> {
  const session = unseal(services, sealed)
  if (!session) throw new Problem('link_not_found')
  const [workspaceNo, linkId, shortCodeHash, since, endsAt] = session
  const found = endsAt > services.wallNow() ? await findLinkOfSession(services.engine, { workspaceNo, linkId }) : undefined
  if (!found || found.link.shortCodeHash !== shortCodeHash) throw new Problem('link_not_found')
  const scope = scopeOf(services, found, requestId)
  if (!isAlive(found.link, scope)) throw new Problem('link_not_found')
  return { scope, link: found.link, answersSince: since }
}
