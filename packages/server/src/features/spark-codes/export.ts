import type { Ctx } from '../../context.ts'
import { type CsvLine, csvOf } from '../../http/csv.ts'
import { iso } from '../../http/schemas.ts'
import { toSparkCode } from '../spark-requests/index.ts'
import type { ExportSparkCodesQuery } from './contract.ts'
import { isDestroyed, openCode } from './reveal.ts'
import { type CodeRow, type ExportRow, findExportRows } from './store.ts'

const HEADER = [
  'code',
  'post_url',
  'creator_handle',
  'caption',
  'status',
  'starts_at',
  'ends_at',
  'window_source',
  'content_id',
  'spark_code_id',
  'external_id',
]
const SLICE = 500
const textsOf = ({ code, url, handle, caption }: ExportRow): string[] => [
  url ?? '',
  handle ?? '',
  caption,
  code.status,
  iso(code.startsAt),
  iso(code.endsAt),
  code.windowSource,
  code.contentId,
  code.id,
  code.externalId ?? '',
]

/** A code that leaves in a file, in clear and on the record. */
export function exportCode(ctx: Ctx, code: CodeRow): string {
  ctx.emit({ type: 'spark_code.exported', subjectId: code.id, data: toSparkCode(code) })
  return openCode(ctx, code)
}

export type ExportInput = ExportSparkCodesQuery & { onProgress?: (done: number) => void }

/** Codes in clear as CSV; every code written is an event in the same transaction. */
export async function exportSparkCodes(ctx: Ctx, { onProgress, ...query }: ExportInput): Promise<string> {
  const filters: ExportSparkCodesQuery = { ...query, status: query.status ?? ['live'] }
  const lines: CsvLine[] = []
  for (let after: readonly [number, string] | undefined; ; ) {
    const rows = await findExportRows(ctx, filters, { after, limit: SLICE })
    for (const row of rows.filter(({ code }) => !isDestroyed(code))) lines.push({ code: exportCode(ctx, row.code), texts: textsOf(row) })
    onProgress?.(lines.length)
    const last = rows.at(-1)?.code
    if (!last || rows.length < SLICE) return csvOf(HEADER, lines)
    after = [last.endsAt, last.id]
  }
}
