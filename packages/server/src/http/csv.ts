/** Cells, and before them a Spark Code where there is one. */
export interface CsvLine {
  readonly code?: string
  readonly texts: readonly string[]
}

const BYTE_ORDER_MARK = '\uFEFF'

/** Cells that a spreadsheet would run get a leading quote (OWASP ASVS 1.2.10). Codes start with # and are written as they are. */
const neutralise = (cell: string): string => (/^[=+\-@\t\r\n\0]/.test(cell) ? `'${cell}` : cell)

/** Always quoted: a leading # is a comment to many readers of CSV. */
const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`

/** A row of texts, none of which a spreadsheet runs. */
export const csvRow = (texts: readonly string[]): string => `${texts.map(neutralise).map(quote).join(',')}\r\n`

/** The beginning of a file that is written row by row. */
export const openCsv = (header: readonly string[]): string => `${BYTE_ORDER_MARK}${csvRow(header)}`

/** RFC 4180 behind the byte order mark that spreadsheets ask for. */
export function csvOf(header: readonly string[], lines: readonly CsvLine[]): string {
  const rows = lines.map(({ code, texts }) => [...(code === undefined ? [] : [code]), ...texts.map(neutralise)])
  return `${BYTE_ORDER_MARK}${[header, ...rows].map(row => row.map(quote).join(',')).join('\r\n')}\r\n`
}
