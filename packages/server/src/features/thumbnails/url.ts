import { LRUCache } from 'lru-cache'
import type { Services } from '../../context.ts'
import { Problem } from '../../problem.ts'
import type { KeyRing } from '../../security/key-ring.ts'

/** Just enough of a context to sign a URL. */
interface Signer {
  readonly services: Services
}

const LIFETIME_MS = 24 * 3_600_000

const SIGNATURE_LENGTH = 22

const MOST_KEPT = 20_000

/** A grid shows the same posts again and again, and fifty HMACs cost as much as the query of a page. */
const kept = new WeakMap<KeyRing, LRUCache<string, string>>()

function signaturesOf(keyRing: KeyRing): LRUCache<string, string> {
  const known = kept.get(keyRing)
  if (known) return known
  const memoMethod = (path: string): string => keyRing.hmac('thumbnail', path).slice(0, SIGNATURE_LENGTH)
  const signatures = new LRUCache<string, string>({ max: MOST_KEPT, memoMethod })
  kept.set(keyRing, signatures)
  return signatures
}

/** A URL of ours that shows the post for a day or two. It changes once a day, so that browsers can keep the picture. */
export function thumbnailUrl({ services }: Signer, contentId: string): string {
  const { keyRing, publicUrl, wallNow } = services
  const expires = Math.floor(wallNow() / LIFETIME_MS + 2)
  const signature = signaturesOf(keyRing).memo(`${contentId}:${expires}`)
  return `${publicUrl}/thumbnails/${contentId}?e=${expires}&s=${signature}`
}

export interface SignedParts {
  readonly contentId: string
  readonly expires: string
  readonly signature: string
}

export function assertThumbnailUrl(printer: Signer, parts: SignedParts): void {
  const { keyRing } = printer.services
  const signatures = keyRing.hmacs('thumbnail', `${parts.contentId}:${parts.expires}`).map(each => each.slice(0, SIGNATURE_LENGTH))
  const signed = signatures.includes(parts.signature)
  const alive = Number(parts.expires) * LIFETIME_MS > printer.services.wallNow()
  if (!signed || !alive) throw new Problem('not_found', 'This thumbnail link has ended. Read the post again for a fresh one.')
}
