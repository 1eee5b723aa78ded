import { createHash } from 'node:crypto'
import { Problem } from '../../problem.ts'
import type { KeyRing } from '../../security/key-ring.ts'
import type { Printer } from './resource.ts'

const LIFETIME_MS = 24 * 3_600_000

const SIGNATURE_LENGTH = 22

const signatureOf = ({ services }: Pick<Printer, 'services'>, path: string): string =>
  services.keyRing.hmac('thumbnail', path).slice(0, SIGNATURE_LENGTH)

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
export function thumbnailUrl(printer: Pick<Printer, 'services'>, contentId: string): string {
  const { keyRing, publicUrl, wallNow } = printer.services
  const expires = Math.floor(wallNow() / LIFETIME_MS + 2)
  const signatures = keptSignatures(keyRing, expires)
  const signature = signatures.get(contentId) ?? signatureOf(printer, `${contentId}:${expires}`)
  signatures.set(contentId, signature)
  return `${publicUrl}/thumbnails/${contentId}?e=${expires}&s=${signature}`
}

export function assertThumbnailUrl(
  printer: Pick<Printer, 'services'>,
  parts: { contentId: string; expires: string; signature: string },
): void {
  const { keyRing } = printer.services
  const signatures = keyRing.hmacs('thumbnail', `${parts.contentId}:${parts.expires}`).map(each => each.slice(0, SIGNATURE_LENGTH))
  const signed = signatures.includes(parts.signature)
  const alive = Number(parts.expires) * LIFETIME_MS > printer.services.wallNow()
  if (!signed || !alive) throw new Problem('not_found', 'This thumbnail link has ended. Read the post again for a fresh one.')
}

const WIDTH = 360
const HEIGHT = 450

/** A quiet picture drawn from the id alone: the same post always looks the same. */
export function drawThumbnail(contentId: string): string {
  const bytes = createHash('sha256').update(contentId).digest()
  const at = (index: number): number => (bytes[index % bytes.length] ?? 0) / 255
  const hue = Math.round(at(0) * 360)
  const stop = (shift: number, light: number) => `hsl(${(hue + shift) % 360} ${Math.round(38 + at(1) * 22)}% ${light}%)`
  const circles = [0, 1, 2, 3].map(index => {
    const base = 2 + index * 5
    const radius = 60 + at(base + 2) * 120
    return `<circle cx="${Math.round(at(base) * WIDTH)}" cy="${Math.round(at(base + 1) * HEIGHT)}" r="${Math.round(radius)}" fill="${stop(
      Math.round(at(base + 3) * 80),
      Math.round(52 + at(base + 4) * 26),
    )}" opacity=".55"/>`
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}">`,
    `<defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop stop-color="${stop(0, 72)}"/><stop offset="1" stop-color="${stop(48, 52)}"/></linearGradient></defs>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="url(#g)"/>`,
    ...circles,
    '</svg>',
  ].join('')
}
