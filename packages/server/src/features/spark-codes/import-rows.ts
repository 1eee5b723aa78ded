import { Problem } from '../../problem.ts'
import { type CsvRow, readCsvRows } from '../ingest/index.ts'
import { AddSparkCodeInput } from './contract.ts'

/** What columns are called in the spreadsheets that teams have, and in our own export. The first that is there counts. */
const COLUMNS = {
  content: [
    'content_id',
    'post_url',
    'post url',
    'url',
    'post',
    'link',
    'video',
    'video url',
    'video_url',
    'tiktok url',
    'video id',
    'video_id',
    'content',
  ],
  code: ['code', 'spark_code', 'spark code', 'spark ad code', 'auth code', 'auth_code', 'authorization code', 'video code'],
  startsAt: ['starts_at', 'starts', 'start', 'start date', 'start_date', 'startsat', 'from'],
  endsAt: ['ends_at', 'ends', 'end', 'end date', 'end_date', 'endsat', 'expires', 'expires_at', 'expiry', 'expiry date', 'until', 'to'],
  days: ['days', 'duration', 'window', 'validity'],
  externalId: ['external_id', 'external id', 'externalid'],
} as const
type Field = keyof typeof COLUMNS

const MAX_ROWS = 5000
const FAULTS = { quote_not_closed: 'A quote on this line is never closed.', row_too_long: 'The line is too long.' }

export type ImportRow = { line: number } & ({ ok: true; input: AddSparkCodeInput } | { ok: false; detail: string })

function textOf(bytes: Buffer): void {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Problem('import_unreadable', 'The file is not in UTF-8. Save it as "CSV UTF-8" and send it again.')
  }
}

/** `2026-05-01 10:00` is what spreadsheets make of a time. */
const timeOf = (cell: string): string =>
  /^\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)?$/.test(cell) ? `${cell.replace(' ', 'T')}${cell.length === 16 ? ':00' : ''}Z` : cell

/** Exports put a quote before cells that a spreadsheet would run. */
const original = (cell: string): string => cell.replace(/^'(?=[=+\-@])/, '')

function readRow(row: CsvRow, columnOf: Partial<Record<Field, string>>): ImportRow {
  const { line, fault } = row
  if (fault) return { line, ok: false, detail: FAULTS[fault] }
  const cell = (field: Field): string | undefined => row.cells.get(columnOf[field] ?? '') || undefined
  const days = cell('days')
  const given = {
    content: cell('content') ?? '',
    code: cell('code') ?? '',
    startsAt: cell('startsAt') && timeOf(cell('startsAt') ?? ''),
    endsAt: cell('endsAt') && timeOf(cell('endsAt') ?? ''),
    days: days === undefined ? undefined : Number(/^(\d{1,3})(?: ?days?| ?d)?$/i.exec(days)?.[1] ?? Number.NaN),
    externalId: cell('externalId') && original(cell('externalId') ?? ''),
  }
  const parsed = AddSparkCodeInput.safeParse(given)
  if (parsed.success) return { line, ok: true, input: parsed.data }
  const [issue] = parsed.error.issues
  const column = columnOf[issue?.path[0] as Field] ?? String(issue?.path[0])
  // Zod's own messages never repeat what was given; a code must not come back in an answer.
  return { line, ok: false, detail: `${column}: ${given[issue?.path[0] as Field] ? (issue?.message ?? '') : 'is empty'}` }
}

/** Reads the spreadsheet: a row per line, each good or with what is wrong with it. Throws when it is no such spreadsheet. */
export function readImportRows(bytes: Buffer): ImportRow[] {
  textOf(bytes)
  const file = readCsvRows(bytes, Object.values(COLUMNS).flat())
  if (!file) throw new Problem('import_unreadable', 'The file has no header row.')
  const find = (field: Field): string | undefined => COLUMNS[field].find(name => file.columns.includes(name))
  const fields = Object.keys(COLUMNS) as Field[]
  const columnOf = Object.fromEntries(fields.flatMap(field => (find(field) === undefined ? [] : [[field, find(field)]])))
  for (const field of ['content', 'code'] as const) {
    if (columnOf[field]) continue
    throw new Problem('import_mapping_invalid', `The file needs a column named ${COLUMNS[field].slice(0, 5).join(', ')} or the like.`)
  }
  if (file.rows.length > MAX_ROWS) throw new Problem('payload_too_large', `The file has more than ${MAX_ROWS} rows. Send it in parts.`)
  return file.rows.map(row => readRow(row, columnOf))
}
