import { cellsOf } from './cells.ts'
import { readHeader } from './header.ts'
import { type RowFault, RowScanner } from './row-scanner.ts'

/** A row of a small file, its cells by column name. */
export interface CsvRow {
  /** 1-based line on which it starts. */
  readonly line: number
  readonly cells: ReadonlyMap<string, string>
  readonly fault?: RowFault
}

export interface CsvRows {
  readonly columns: readonly string[]
  readonly rows: readonly CsvRow[]
}

/** A whole file at once. Column names are trimmed and in lower case, empty rows left out. Undefined when there is no header row. */
export function readCsvRows(bytes: Buffer, wanted: readonly string[]): CsvRows | undefined {
  const header = readHeader(bytes, wanted)
  if (!header) return undefined
  const columns = header.columns.map(name => name.toLowerCase())
  const raw = [...new RowScanner(header.format, header.start).push(bytes.subarray(header.start.offset), true)]
  const cells = cellsOf(raw, header.format.delimiter)
  const rows = raw.map(({ line, fault }, index): CsvRow => {
    const named = columns.map((name, at): [string, string] => [name, (cells[index]?.[at] ?? '').trim()])
    return { line, cells: new Map(named.reverse()), ...(fault && { fault }) }
  })
  return { columns, rows: rows.filter(row => row.fault || [...row.cells.values()].some(cell => cell !== '')) }
}
