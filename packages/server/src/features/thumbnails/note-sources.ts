import type { Ctx } from '../../context.ts'
import { pictureIdentity } from './picture-identity.ts'
import { findSources, type KnownSource, type SourceWrite, saveSources } from './store.ts'

/** Links are signed anew with every pull: what counts is the picture they lead to. */
function isNews(known: KnownSource, source: string): boolean {
  if (source === known.source) return false
  return known.copyOf !== pictureIdentity(source) || pictureIdentity(known.source) !== known.copyOf
}

/** Notes where the pictures of posts come from; whatever has no copy yet is fetched soon after. */
export async function noteSources(ctx: Ctx, sources: ReadonlyMap<string, string>): Promise<void> {
  if (sources.size === 0) return
  const known = new Map((await findSources(ctx, [...sources.keys()])).map(row => [row.contentId, row]))
  const added: SourceWrite[] = []
  const changed: SourceWrite[] = []
  for (const [contentId, source] of sources) {
    const before = known.get(contentId)
    if (before && !isNews(before, source)) continue
    const hasCopy = before?.copyOf === pictureIdentity(source)
    const write = {
      workspaceNo: ctx.workspace.no,
      contentId,
      source,
      attempts: 0,
      nextAttemptAt: hasCopy ? null : ctx.services.wallNow(),
      failure: null,
    }
    if (before) changed.push(write)
    else added.push(write)
  }
  await saveSources(ctx, { added, changed })
}
