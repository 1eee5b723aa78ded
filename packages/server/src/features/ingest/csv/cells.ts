import { parse } from 'csv-parse/sync'
import type { RawRow } from './row-scanner.ts'

const LINE_END = Buffer.from('\n')

/** csv-parse types its rows by what its options make of them; without columns they are lists of text. */
const asCells = (rows: unknown): string[][] => rows as string[][]

function parseRows(bytes: Buffer, delimiter: string): string[][] {
  return asCells(
    parse(bytes, {
      delimiter,
      record_delimiter: '\n',
      relax_quotes: true,
      relax_column_count: true,
      max_record_size: 0,
      skip_empty_lines: false,
    }),
  )
}

/** Cuts rows into cells, many at a time. */
export function cellsOf(rows: readonly RawRow[], delimiter: string): string[][] {
  const whole = rows.filter(row => row.bytes.length > 0)
  const parsed = parseRows(Buffer.concat(whole.flatMap(row => [row.bytes, LINE_END])), delimiter)
  if (parsed.length !== whole.length) throw new Error(`${whole.length} rows were cut into ${parsed.length}.`)
  const cells = parsed.values()
  return rows.map(row => (row.bytes.length === 0 ? [] : (cells.next().value ?? [])))
}
