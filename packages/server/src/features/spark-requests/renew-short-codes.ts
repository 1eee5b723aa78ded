import { type Ctx, reading, type Scope, transact } from '../../context.ts'
import { iso, isoOrNull } from '../../http/schemas.ts'
import { Problem } from '../../problem.ts'
import type { ShortCode } from './contract.ts'
import { holdLink } from './links.ts'
import { toApprovalLink } from './resource.ts'
import { needsShortCode, newShortCode, shortCodeOf } from './short-codes.ts'
import { findLinks, type LinkRow, saveShortCode } from './store.ts'

/** Those of some links whose short code has run out or soon will. */
async function findStaleLinks(ctx: Ctx, linkIds: readonly string[]): Promise<string[]> {
  return (await findLinks(ctx, linkIds)).filter(link => needsShortCode(link, ctx.now)).map(link => link.id)
}

async function giveShortCode(ctx: Ctx, link: LinkRow): Promise<LinkRow> {
  const code = newShortCode(ctx, link.id)
  await saveShortCode(ctx, { id: link.id, ...code })
  const renewed = { ...link, ...code }
  const previous = { shortCodeEndsAt: isoOrNull(link.shortCodeEndsAt) }
  ctx.emit({ type: 'approval_link.short_code_renewed', subjectId: link.id, data: toApprovalLink(renewed), previous })
  return renewed
}

async function refreshShortCodes(ctx: Ctx, linkIds: readonly string[]): Promise<void> {
  for (const id of linkIds.toSorted()) {
    const link = await holdLink(ctx, id)
    if (needsShortCode(link, ctx.now)) await giveShortCode(ctx, link)
  }
}

/** Short codes that have run out are replaced before a message shows them. Reading writes only where one has. */
export async function freshenShortCodes(scope: Scope, linkIds: readonly string[]): Promise<void> {
  const stale = await findStaleLinks(reading(scope), linkIds)
  if (stale.length > 0) await transact(scope, ctx => refreshShortCodes(ctx, stale))
}

/** A new short code at once; the old one is dead. */
export async function renewShortCode(ctx: Ctx, linkId: string): Promise<ShortCode> {
  const link = await holdLink(ctx, linkId)
  if (link.revokedAt !== null) throw new Problem('link_revoked')
  const renewed = await giveShortCode(ctx, link)
  return { ...shortCodeOf(ctx, renewed), shortCodeEndsAt: iso(renewed.shortCodeEndsAt ?? ctx.now) }
}
