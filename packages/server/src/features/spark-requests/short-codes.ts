import { randomInt } from 'node:crypto'
import { DAY_MS, formatShortCode, SHORT_CODE_ALPHABET, SHORT_CODE_DAYS, SHORT_CODE_LENGTH } from '@sparkkit/core'
import type { Ctx } from '../../context.ts'
import type { KeyRing } from '../../security/key-ring.ts'
import { SHORT_CODE_SCOPE } from '../../security/sealed-columns.ts'
import type { LinkRow, ShortCodeCells } from './store.ts'

/** A message goes out some time after it was made: a code about to end is none. */
const RENEW_BEFORE_MS = 2 * DAY_MS

export function newShortCode(ctx: Ctx, linkId: string): ShortCodeCells {
  const code = Array.from({ length: SHORT_CODE_LENGTH }, () => SHORT_CODE_ALPHABET.charAt(randomInt(SHORT_CODE_ALPHABET.length))).join('')
  return {
    shortCodeHash: ctx.services.keyRing.fingerprint(code, SHORT_CODE_SCOPE),
    shortCodeSealed: ctx.services.keyRing.seal(code, { workspaceId: ctx.workspace.id, rowId: linkId, purpose: 'short_code' }),
    shortCodeEndsAt: ctx.now + SHORT_CODE_DAYS * DAY_MS,
  }
}

/** What a code is found by, under every key of the ring. */
export const shortCodeHashes = (keyRing: KeyRing, code: string): string[] => keyRing.fingerprints(code, SHORT_CODE_SCOPE)

export const needsShortCode = ({ shortCodeEndsAt, revokedAt }: LinkRow, now: number): boolean =>
  revokedAt === null && (shortCodeEndsAt === null || shortCodeEndsAt - now < RENEW_BEFORE_MS)

/** As people read it, `ABCD-EFGH`, and where it is typed. Only for messages and answers to whoever asked. */
export function shortCodeOf(ctx: Pick<Ctx, 'services' | 'workspace'>, link: LinkRow): { shortCode: string; shortUrl: string } {
  if (link.shortCodeSealed === null) throw new Error(`Link ${link.id} has no short code yet.`)
  const context = { workspaceId: ctx.workspace.id, rowId: link.id, purpose: 'short_code' } as const
  const shortCode = formatShortCode(ctx.services.keyRing.open(link.shortCodeSealed, context))
  return { shortCode, shortUrl: `${ctx.services.publicUrl}/c/${shortCode}` }
}
