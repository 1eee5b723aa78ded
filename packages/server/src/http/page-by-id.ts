import type { Ctx } from '../context.ts'
import { type CursorContext, decodeCursor, encodeCursor } from './cursor.ts'

interface Paging<Row, Resource> {
  list: string
  query: { cursor?: string | undefined; limit: number }
  find(after: string | undefined): Promise<Row[]>
  print(row: Row): Resource
}

/** A page of rows ordered by id. */
export async function pageById<Row extends { id: string }, Resource>(ctx: Ctx, { list, query, find, print }: Paging<Row, Resource>) {
  const { cursor, limit, ...binding } = query
  const context: CursorContext = { keyRing: ctx.services.keyRing, workspaceId: ctx.workspace.id, list, query: binding }
  const after = cursor === undefined ? undefined : String(decodeCursor(context, cursor)[0])
  const rows = await find(after)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { data: page.map(print), nextCursor: rows.length > limit && last ? encodeCursor(context, [last.id]) : null }
}
