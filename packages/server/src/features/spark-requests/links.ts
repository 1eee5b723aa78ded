import type { Ctx } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { sha256 } from '../../security/key-ring.ts'
import { newLinkToken } from '../../security/link-token.ts'
import type { ApprovalLink } from './contract.ts'
import { toApprovalLink } from './resource.ts'
import { newShortCode } from './short-codes.ts'
import { findLink, findOpenLinks, insertLinks, type LinkRow, moveRequests, updateLink } from './store.ts'

function newLink(ctx: Ctx, creatorId: string): LinkRow {
  const id = ctx.services.newId('approvalLink')
  const token = newLinkToken()
  return {
    workspaceNo: ctx.workspace.no,
    id,
    creatorId,
    tokenHash: sha256(token),
    tokenSealed: ctx.services.keyRing.seal(token, { workspaceId: ctx.workspace.id, rowId: id, purpose: 'approval_token' }),
    ...newShortCode(ctx, id),
    createdAt: ctx.now,
    openedAt: null,
    revokedAt: null,
  }
}

/** The open links of some creators. A link that is missing is made when it is first needed. */
export class LinkBook {
  readonly #ctx: Ctx
  readonly #links: Map<string, LinkRow>
  readonly #made: LinkRow[] = []

  private constructor(ctx: Ctx, links: readonly LinkRow[]) {
    this.#ctx = ctx
    this.#links = new Map(links.map(link => [link.creatorId, link]))
  }

  /** At most one open link per creator: whoever may make one waits for the others. */
  static async open(ctx: Ctx, creatorIds: readonly string[]): Promise<LinkBook> {
    const wanted = [...new Set(creatorIds)].sort()
    for (const creatorId of wanted) await ctx.dialect.lock(ctx.db, `link:${creatorId}`)
    return new LinkBook(ctx, await findOpenLinks(ctx, wanted))
  }

  of(creatorId: string): LinkRow {
    const found = this.#links.get(creatorId)
    if (found) return found
    const link = newLink(this.#ctx, creatorId)
    this.#links.set(creatorId, link)
    this.#made.push(link)
    return link
  }

  get all(): LinkRow[] {
    return [...this.#links.values()]
  }

  async save(): Promise<void> {
    await insertLinks(this.#ctx, this.#made)
    for (const link of this.#made) this.#ctx.emit({ type: 'approval_link.created', subjectId: link.id, data: toApprovalLink(link) })
  }
}

export async function loadLink(ctx: Ctx, id: string): Promise<LinkRow> {
  const link = await findLink(ctx, id)
  if (!link) throw new Problem('not_found')
  return link
}

export async function loadOpenLink(ctx: Ctx, id: string): Promise<LinkRow> {
  const link = await loadLink(ctx, id)
  if (link.revokedAt !== null) throw new Problem('link_revoked')
  return link
}

export async function getApprovalLink(ctx: Ctx, id: string): Promise<ApprovalLink> {
  return toApprovalLink(await loadLink(ctx, id))
}

/** The link as it is once nobody else can change it or add requests to it. */
export async function holdLink(ctx: Ctx, id: string): Promise<LinkRow> {
  const { creatorId } = await loadLink(ctx, id)
  await ctx.dialect.lock(ctx.db, `link:${creatorId}`)
  return loadLink(ctx, id)
}

/** The link's URL is dead at once. */
export async function revokeApprovalLink(ctx: Ctx, id: string): Promise<ApprovalLink> {
  const link = await holdLink(ctx, id)
  if (link.revokedAt !== null) return toApprovalLink(link)
  const revoked = { ...link, revokedAt: ctx.now }
  await updateLink(ctx, revoked)
  ctx.emit({ type: 'approval_link.revoked', subjectId: id, data: toApprovalLink(revoked), previous: { status: 'open' } })
  return toApprovalLink(revoked)
}

/** A new URL for the same creator and requests. */
export async function reissueApprovalLink(ctx: Ctx, id: string): Promise<ApprovalLink> {
  const old = await holdLink(ctx, id)
  if (old.revokedAt !== null) throw new Problem('link_revoked')
  await revokeApprovalLink(ctx, id)
  const book = await LinkBook.open(ctx, [old.creatorId])
  const link = book.of(old.creatorId)
  await book.save()
  await moveRequests(ctx, { from: id, to: link.id })
  return toApprovalLink(link)
}
