import type { Services } from '../../context.ts'
import { Problem } from '../../problem.ts'
import type { KeyRing } from '../../security/key-ring.ts'

/** Just enough of a context to sign a URL. */
interface Signer {
  readonly services: Services
}

const LIFETIME_MS = 24 * 3_600_000

const SIGNATURE_LENGTH = 22

const signatureOf = ({ services }: Signer, path: string): string => services.keyRing.hmac('thumbnail', path).slice(0, SIGNATURE_LENGTH)

const MOST_KEPT = 20_000

/** The day's signatures: a grid shows the same posts again and again, and fifty HMACs cost as much as the query of a page. */
const kept = new WeakMap<KeyRing, { expires: number; signatures: Map<string, string> }>()

function keptSignatures(keyRing: KeyRing, expires: number): Map<string, string> {
  const found = kept.get(keyRing)
  if (found?.expires === expires && found.signatures.size < MOST_KEPT) return found.signatures
  const signatures = new Map<string, string>()
  kept.set(keyRing, { expires, signatures })
  return signatures
}

/** A URL of ours that shows the post for a day or two. It changes once a day, so that browsers can keep the picture. */
export function thumbnailUrl(printer: Signer, contentId: string): string {
  const { keyRing, publicUrl, wallNow } = printer.services
  const expires = Math.floor(wallNow() / LIFETIME_MS + 2)
  const signatures = keptSignatures(keyRing, expires)
  const signature = signatures.get(contentId) ?? signatureOf(printer, `${contentId}:${expires}`)
  signatures.set(contentId, signature)
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
