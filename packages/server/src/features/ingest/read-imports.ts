import type { Ctx } from '../../context.ts'
import { type CursorContext, decodeCursor, encodeCursor } from '../../http/cursor.ts'
import { Problem } from '../../problem.ts'
import type { Import, ImportIssue } from './contract.ts'
import { toImport, toIssue } from './resource.ts'
import { findImportPage, findImportRow, findIssuePage } from './store.ts'

interface Page<T> {
  data: T[]
  nextCursor: string | null
}

const cursorOf = (ctx: Ctx, list: string, query: object): CursorContext => ({
  keyRing: ctx.services.keyRing,
  workspaceId: ctx.workspace.id,
  list,
  query,
})

export async function getImport(ctx: Ctx, id: string): Promise<Import> {
  const row = await findImportRow(ctx, id)
  if (!row) throw new Problem('not_found')
  return toImport(row)
}

export async function listImports(ctx: Ctx, { cursor, limit }: { cursor?: string | undefined; limit: number }): Promise<Page<Import>> {
  const context = cursorOf(ctx, 'imports', {})
  const beforeId = cursor === undefined ? undefined : String(decodeCursor(context, cursor)[0])
  const rows = await findImportPage(ctx, { beforeId, limit })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { data: page.map(toImport), nextCursor: rows.length > limit && last ? encodeCursor(context, [last.id]) : null }
}

export interface ListIssuesInput {
  id: string
  severity?: 'error' | 'warning' | undefined
  cursor?: string | undefined
  limit: number
}

function positionAt(context: CursorContext, cursor: string) {
  const [line, severity, code, field] = decodeCursor(context, cursor)
  return {
    line: Number(line),
    severity: severity === 'error' ? ('error' as const) : ('warning' as const),
    code: String(code),
    field: String(field),
  }
}

export async function listImportIssues(ctx: Ctx, { id, severity, cursor, limit }: ListIssuesInput): Promise<Page<ImportIssue>> {
  await getImport(ctx, id)
  const context = cursorOf(ctx, 'import-issues', { id, severity })
  const after = cursor === undefined ? undefined : positionAt(context, cursor)
  const rows = await findIssuePage(ctx, { importId: id, severity, after, limit })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const position = last && [last.line, last.severity, last.code, last.field]
  return { data: page.map(toIssue), nextCursor: rows.length > limit && position ? encodeCursor(context, position) : null }
}
