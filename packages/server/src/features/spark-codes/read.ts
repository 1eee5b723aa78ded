import type { Ctx } from '../../context.ts'
import { type CursorContext, decodeCursor, encodeCursor } from '../../http/cursor.ts'
import { Problem } from '../../problem.ts'
import { toSparkCode } from '../spark-requests/index.ts'
import type { ListSparkCodesQuery, SparkCode } from './contract.ts'
import { type CodeRow, findCode, findCodePage } from './store.ts'

export async function listSparkCodes(ctx: Ctx, query: ListSparkCodesQuery): Promise<{ data: SparkCode[]; nextCursor: string | null }> {
  const { cursor, limit, ...binding } = query
  const context: CursorContext = { keyRing: ctx.services.keyRing, workspaceId: ctx.workspace.id, list: 'spark-codes', query: binding }
  const position = cursor === undefined ? undefined : decodeCursor(context, cursor)
  const rows = await findCodePage(ctx, query, position && [Number(position[0]), String(position[1])])
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { data: page.map(toSparkCode), nextCursor: rows.length > limit && last ? encodeCursor(context, [last.endsAt, last.id]) : null }
}

export async function loadCode(ctx: Ctx, id: string): Promise<CodeRow> {
  const row = await findCode(ctx, id)
  if (!row) throw new Problem('not_found')
  return row
}

export const getSparkCode = async (ctx: Ctx, id: string): Promise<SparkCode> => toSparkCode(await loadCode(ctx, id))
