import type { Ctx } from '../../context.ts'
import { type CursorContext, decodeCursor, encodeCursor } from '../../http/cursor.ts'
import { asJsonText, type JsonText } from '../../http/json-text.ts'
import type { Content, ContentFacets, ContentFacetsQuery, ListContentQuery } from './contract.ts'
import { countFacets } from './facet-store.ts'
import { findContentPage } from './list-store.ts'
import { withThumbnail } from './resource.ts'
import { NO_FACETS, shownFacets, withinFilter } from './row-filter.ts'

/** The page as the database prints it: the rows of a grid are never objects here. */
export async function listContent(ctx: Ctx, query: ListContentQuery): Promise<JsonText<{ data: Content[]; nextCursor: string | null }>> {
  const { cursor, limit, ...binding } = query
  const context: CursorContext = { keyRing: ctx.services.keyRing, workspaceId: ctx.workspace.id, list: 'content', query: binding }
  const position = cursor === undefined ? undefined : decodeCursor(context, cursor)
  const allowed = withinFilter(ctx, query)
  const posts = allowed ? await findContentPage(ctx, allowed, position && [Number(position[0]), Number(position[1])]) : []
  const last = posts.length > limit ? posts[limit - 1] : undefined
  const data = posts.slice(0, limit).map(post => withThumbnail(ctx, post))
  return asJsonText(`{"data":[${data.join(',')}],"nextCursor":${last ? JSON.stringify(encodeCursor(context, last.position)) : 'null'}}`)
}

export async function getContentFacets(ctx: Ctx, query: ContentFacetsQuery): Promise<ContentFacets> {
  const allowed = withinFilter(ctx, query)
  return allowed ? shownFacets(ctx, await countFacets(ctx, allowed)) : NO_FACETS
}
