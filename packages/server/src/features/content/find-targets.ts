import { type ErrorCode, isId, parsePostUrl } from '@sparkkit/core'
import type { Ctx } from '../../context.ts'
import type { Identity } from './normalise.ts'
import { type ContentRow, findContents, findIdentities, identityKey } from './store.ts'

export type Target = { ok: true; content: ContentRow } | { ok: false; code: ErrorCode; detail: string }

type Name = { id: string } | { identity: Identity } | { code: ErrorCode; detail: string }

function nameOf(text: string): Name {
  const given = text.trim()
  if (isId('content', given)) return { id: given }
  if (/^\d{5,25}$/.test(given)) return { identity: { platform: 'tiktok', kind: 'platform_id', value: given } }
  const url = parsePostUrl(given)
  if (url.ok) return { identity: { platform: url.platform, ...url.identity } }
  return { code: 'invalid_post_url', detail: `${url.message} Name a post by its content id, platform id or URL.` }
}

/** Posts by content id, TikTok id or post URL, in the order asked. */
export async function findTargets(ctx: Ctx, names: readonly string[]): Promise<Target[]> {
  const read = names.map(nameOf)
  const identities = await findIdentities(
    ctx,
    read.flatMap(name => ('identity' in name ? [name.identity] : [])),
  )
  const idOf = (name: Name): string | undefined =>
    'id' in name ? name.id : 'identity' in name ? identities.get(identityKey(name.identity)) : undefined
  const rows = new Map(
    (
      await findContents(
        ctx,
        read.flatMap(name => idOf(name) ?? []),
      )
    ).map(row => [row.id, row]),
  )
  return read.map((name, index): Target => {
    if ('code' in name) return { ok: false, ...name }
    const content = rows.get(idOf(name) ?? '')
    return content
      ? { ok: true, content }
      : { ok: false, code: 'content_not_found', detail: `There is no post ${names[index]?.trim()} in this workspace.` }
  })
}
