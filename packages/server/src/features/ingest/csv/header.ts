import { cellsOf } from './cells.ts'
import { newlineOf, RowScanner, type ScannerFormat, type ScannerStart } from './row-scanner.ts'

export interface Header {
  readonly format: ScannerFormat
  /** Column names, trimmed. */
  readonly columns: readonly string[]
  /** Where the rows begin. */
  readonly start: ScannerStart
}

const DELIMITERS = [',', ';', '\t']
const BOM = Buffer.from([0xef, 0xbb, 0xbf])

function readWith(head: Buffer, format: ScannerFormat): Header | undefined {
  const offset = head.subarray(0, BOM.length).equals(BOM) ? BOM.length : 0
  const scanner = new RowScanner(format, { offset, line: 1 })
  for (const row of scanner.push(head.subarray(offset), true)) {
    if (row.fault) return undefined
    if (row.bytes.length === 0) continue
    const columns = (cellsOf([row], format.delimiter)[0] ?? []).map(name => name.trim())
    if (columns.some(name => /[^\s,;]/.test(name))) return { format, columns, start: { offset: row.end, line: row.line + row.lines } }
  }
  return undefined
}

/** Whether anything but empty lines stands behind the header. */
export function hasRows(head: Buffer, { format, start }: Header): boolean {
  for (const row of new RowScanner(format, start).push(head.subarray(start.offset), true)) {
    if (row.fault || row.bytes.toString('latin1').trim() !== '') return true
  }
  return false
}

/**
 * The first row that is not empty, cut by the delimiter that finds most of the wanted columns, and of those the one that
 * makes most cells. Undefined when there is no such row in `head`.
 */
export function readHeader(head: Buffer, wanted: readonly string[]): Header | undefined {
  const newline = newlineOf(head)
  const found = DELIMITERS.flatMap(delimiter => readWith(head, { delimiter, newline }) ?? [])
  const score = ({ columns }: Header) => wanted.filter(name => columns.includes(name)).length * 10_000 + columns.length
  return found.reduce<Header | undefined>((best, next) => (best && score(best) >= score(next) ? best : next), undefined)
}
