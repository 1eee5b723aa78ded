import type { Ctx } from '../../context.ts'
import { type CsvLine, csvOf } from '../../http/csv.ts'
import { iso, isoOrNull } from '../../http/schemas.ts'
import { exportCode } from '../spark-codes/index.ts'
import { holdOpen } from './enter.ts'
import { findSharedPage, positionOf, type SharedPosition, type SharedRow } from './shared-code-store.ts'

export const CSV_HEADERS = { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="spark-codes.csv"' }

const HEADER = [
  'code',
  'post_url',
  'creator_handle',
  'caption',
  'starts_at',
  'ends_at',
  'window_source',
  'used_at',
  'used_ad_id',
  'used_ad_account_id',
  'spark_code_id',
]
const SLICE = 500

const textsOf = ({ code, url, handle, caption }: SharedRow): string[] => [
  url ?? '',
  handle ?? '',
  caption,
  iso(code.startsAt),
  iso(code.endsAt),
  code.windowSource,
  isoOrNull(code.usedAt) ?? '',
  code.usedAdId ?? '',
  code.usedAdAccountId ?? '',
  code.id,
]

/** The codes of a handoff in clear as CSV; every code written is an event in the same transaction. */
export async function exportSharedCodes(ctx: Ctx, { handoffId }: { handoffId: string }): Promise<string> {
  const { filter } = await holdOpen(ctx, handoffId, 'reveal')
  const lines: CsvLine[] = []
  for (let after: SharedPosition | undefined; ; ) {
    const rows = await findSharedPage(ctx, filter, { after, limit: SLICE })
    for (const row of rows) lines.push({ code: exportCode(ctx, row.code), texts: textsOf(row) })
    const last = rows.at(-1)
    if (!last || rows.length < SLICE) return csvOf(HEADER, lines)
    after = positionOf(last)
  }
}
