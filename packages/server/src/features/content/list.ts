import type { Ctx } from '../../context.ts'
import { type CursorContext, decodeCursor, encodeCursor } from '../../http/cursor.ts'
import type { Content, ContentFacets, ContentFacetsQuery, ListContentQuery } from './contract.ts'
import { countFacets, findContentPage, positionOf } from './list-store.ts'
import { NO_FACETS, shownFacets, withinFilter } from './row-filter.ts'
import { toContent } from './resource.ts'

export async function listContent(ctx: Ctx, query: ListContentQuery): Promise<{ data: Content[]; nextCursor: string | null }> {
  const { cursor, limit, ...binding } = query
  const context: CursorContext = { keyRing: ctx.services.keyRing, workspaceId: ctx.workspace.id, list: 'content', query: binding }
  const position = cursor === undefined ? undefined : decodeCursor(context, cursor)
  const allowed = withinFilter(ctx, query)
  const rows = allowed ? await findContentPage(ctx, allowed, position && [Number(position[0]), Number(position[1])]) : []
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    data: page.map(row => toContent(ctx, row)),
    nextCursor: rows.length > limit && last ? encodeCursor(context, positionOf(last, query.sort)) : null,
  }
}

export async function getContentFacets(ctx: Ctx, query: ContentFacetsQuery): Promise<ContentFacets> {
  const allowed = withinFilter(ctx, query)
  return allowed ? shownFacets(ctx, await countFacets(ctx, allowed)) : NO_FACETS
}
