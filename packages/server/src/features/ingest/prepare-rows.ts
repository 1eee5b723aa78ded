import type { BatchContentResult } from '../content/index.ts'
import { buildRow, type CellOf, fieldOfPath } from './build-row.ts'
import { cellsOf } from './csv/cells.ts'
import type { Header } from './csv/header.ts'
import type { RawRow, RowFault } from './csv/row-scanner.ts'

export interface RowIssue {
  readonly severity: 'error' | 'warning'
  readonly code: string
  /** Empty where the whole row is meant. */
  readonly field: string
  readonly message: string
}

/** A place between two rows: the last line before it and the offset of the first byte behind it. */
export interface Place {
  readonly line: number
  readonly offset: number
}

export const placeBehind = ({ line, lines, end }: RawRow): Place => ({ line: line + lines - 1, offset: end })

/** A row of the file, either fit to be stored or already refused. */
export interface PreparedRow {
  readonly line: number
  readonly place: Place
  /** In the shape of ContentInput. */
  readonly item?: object
  readonly issues: readonly RowIssue[]
}

type RowResult = BatchContentResult['results'][number]

const FAULTS: Record<RowFault, string> = {
  quote_not_closed: 'A quote is opened on this line and never closed.',
  row_too_long: 'The row is longer than 128 KiB.',
}

const error = (code: string, field: string, message: string): RowIssue => ({ severity: 'error', code, field, message })

const refused = (row: RawRow, issue: RowIssue): PreparedRow => ({ line: row.line, place: placeBehind(row), issues: [issue] })

/** Spreadsheets fill rows up with empty cells; those beyond the header mean nothing. */
const widthOf = (cells: readonly string[]): number => cells.findLastIndex(cell => cell.trim() !== '') + 1

function prepareRow(row: RawRow, cells: readonly string[], { header, cellsAs }: RowReader): PreparedRow | undefined {
  const { fault } = row
  if (fault) return refused(row, error(fault, '', FAULTS[fault]))
  const width = widthOf(cells)
  if (width === 0) return undefined
  const expected = header.columns.length
  if (cells.length < expected || width > expected) {
    return refused(row, error('wrong_columns', '', `The row has ${Math.max(cells.length, width)} cells where the header has ${expected}.`))
  }
  const built = buildRow(cellsAs(cells))
  const read = { line: row.line, place: placeBehind(row) }
  if ('item' in built) return { ...read, item: built.item, issues: [] }
  return { ...read, issues: built.faults.map(({ field, message }) => error('invalid_value', field, `${message}.`)) }
}

export interface RowReader {
  readonly header: Header
  /** Finds cells by field, see `cellReader`. */
  readonly cellsAs: (cells: readonly string[]) => CellOf
}

/** Reads rows of the file; empty lines are none. */
export function prepareRows(rows: readonly RawRow[], reader: RowReader): PreparedRow[] {
  const cells = cellsOf(rows, reader.header.format.delimiter)
  return rows.flatMap((row, index) => prepareRow(row, cells[index] ?? [], reader) ?? [])
}

const FIELD_OF_CODE: Record<string, string> = { invalid_post_url: 'url', conflict: 'externalId' }

/** What was wrong with a row once it was to be stored, or noteworthy though it was stored. Each field and code once. */
export function issuesOf({ problem, warnings }: RowResult): RowIssue[] {
  const issues = (warnings ?? []).map(({ code, field, detail }): RowIssue => ({ severity: 'warning', code, field, message: detail }))
  for (const { path, message } of problem?.errors ?? []) issues.push(error(problem?.code ?? '', fieldOfPath(path), message))
  if (problem && !problem.errors) {
    issues.push(error(problem.code, FIELD_OF_CODE[problem.code] ?? '', problem.detail))
  }
  return [...new Map(issues.map(issue => [`${issue.severity} ${issue.code} ${issue.field}`, issue])).values()]
}
