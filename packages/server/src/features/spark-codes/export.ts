import type { Ctx } from '../../context.ts'
import { iso } from '../../http/schemas.ts'
import { toSparkCode } from '../spark-requests/index.ts'
import type { ExportSparkCodesQuery } from './contract.ts'
import { openCode } from './reveal.ts'
import { type ExportRow, findExportRows } from './store.ts'

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
const BYTE_ORDER_MARK = '\uFEFF'

/** Cells that a spreadsheet would run get a leading quote (OWASP ASVS 1.2.10). Codes start with # and are written as they are. */
const neutralise = (cell: string): string => (/^[=+\-@\t\r\n\0]/.test(cell) ? `'${cell}` : cell)

/** Always quoted: a leading # is a comment to many readers of CSV. */
const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`

function line(ctx: Ctx, { code, url, handle, caption }: ExportRow): string {
  const texts = [
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
  return [openCode(ctx, code), ...texts.map(neutralise)].map(quote).join(',')
}

/** Codes in clear as CSV; every code written is an event in the same transaction. */
export async function exportSparkCodes(ctx: Ctx, query: ExportSparkCodesQuery): Promise<string> {
  const filters: ExportSparkCodesQuery = { ...query, status: query.status ?? ['live'] }
  const lines = [HEADER.map(quote).join(',')]
  for (let after: readonly [number, string] | undefined; ; ) {
    const rows = await findExportRows(ctx, filters, { after, limit: SLICE })
    for (const row of rows) {
      lines.push(line(ctx, row))
      ctx.emit({ type: 'spark_code.exported', subjectId: row.code.id, data: toSparkCode(row.code) })
    }
    const last = rows.at(-1)?.code
    if (!last || rows.length < SLICE) return `${BYTE_ORDER_MARK}${lines.join('\r\n')}\r\n`
    after = [last.endsAt, last.id]
  }
}
