const QUOTE = 0x22
const LF = 0x0a
const CR = 0x0d

const MAX_ROW_BYTES = 128 * 1024
const MAX_ROW_LINES = 1000

export type RowFault = 'quote_not_closed' | 'row_too_long'

/** One row of a file as it stands there, before it is cut into cells. */
export interface RawRow {
  /** 1-based line on which it starts. */
  readonly line: number
  /** How many lines it takes. */
  readonly lines: number
  /** Offset in the file of the first byte behind it. */
  readonly end: number
  /** Without its line end; empty where the row has a fault. */
  readonly bytes: Buffer
  readonly fault?: RowFault
}

type OpenQuote = 'none' | 'open' | 'misplaced'

interface Lines {
  lines: number
  /** Where the first line ends, if the row has another. */
  firstLineEnd?: number
}

export interface ScannerStart {
  readonly offset: number
  readonly line: number
}

export interface ScannerFormat {
  readonly delimiter: string
  /** The byte that ends a line: LF, or CR in files of old Macs. A CR before an LF belongs to the line end. */
  readonly newline: number
}

/**
 * Finds where rows begin and end, so that an import can stop and go on behind any of them, and so that a quote that is
 * never closed costs the line it stands on and not the rest of the file.
 */
export class RowScanner {
  readonly #delimiter: number
  readonly #newline: number
  #buffer: Buffer = Buffer.alloc(0)
  #offset: number
  #line: number
  /** Inside a line that is too long to keep. */
  #skipping = false

  constructor({ delimiter, newline }: ScannerFormat, start: ScannerStart) {
    this.#delimiter = delimiter.charCodeAt(0)
    this.#newline = newline
    this.#offset = start.offset
    this.#line = start.line
  }

  /** The rows that are whole now. `last` says that nothing comes after this chunk. */
  *push(chunk: Buffer, last: boolean): Generator<RawRow> {
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk])
    let from = 0
    for (;;) {
      const row = this.#next(from, last)
      if (!row) break
      from = row.end - this.#offset
      this.#line += row.lines
      yield row
    }
    if (this.#skipping) from = this.#buffer.length
    this.#offset += from
    this.#buffer = this.#buffer.subarray(from)
  }

  #next(from: number, last: boolean): RawRow | undefined {
    const { length } = this.#buffer
    if (this.#skipping) return this.#endOfLongLine(from, last)
    if (from >= length) return undefined
    const { end, lines, firstLineEnd, quote } = this.#findEnd(from)
    if (end !== undefined) return this.#row(from, { end, lines, behind: end + 1 })
    const isTooMuch = length - from > MAX_ROW_BYTES || lines > MAX_ROW_LINES
    if (!isTooMuch && quote !== 'misplaced' && !last) return undefined
    if (!isTooMuch && quote === 'none') return this.#row(from, { end: length, lines, behind: length })
    if (firstLineEnd !== undefined) return this.#row(from, { end: from, lines: 1, behind: firstLineEnd + 1, fault: 'quote_not_closed' })
    if (!isTooMuch) return this.#row(from, { end: from, lines: 1, behind: length, fault: 'quote_not_closed' })
    this.#skipping = true
    return this.#endOfLongLine(from, last)
  }

  /** The line end outside quotes. A quote opens a cell only as its first character; doubled, it stands for itself. */
  #findEnd(from: number): { end?: number; quote: OpenQuote } & Lines {
    const limit = Math.min(this.#buffer.length, from + MAX_ROW_BYTES + 1)
    const lines: Lines = { lines: 1 }
    let cellStart = true
    for (let at = from; at < limit; at += 1) {
      const byte = this.#buffer[at]
      if (byte === this.#newline) return { end: at, quote: 'none', ...lines }
      if (byte === QUOTE && cellStart) {
        const close = this.#findClose(at + 1, { limit, lines })
        if (typeof close === 'string' || lines.lines > MAX_ROW_LINES) return { quote: close === 'misplaced' ? close : 'open', ...lines }
        at = close
      }
      cellStart = byte === this.#delimiter
    }
    return { quote: 'none', ...lines }
  }

  /**
   * The quote that closes a cell. Where lines lie between and text follows, it is rather the first of another cell, and
   * the one before was never closed.
   */
  #findClose(from: number, { limit, lines }: { limit: number; lines: Lines }): number | Exclude<OpenQuote, 'none'> {
    const linesBefore = lines.lines
    for (let at = from; at < limit; at += 1) {
      const byte = this.#buffer[at]
      if (byte === this.#newline) {
        lines.lines += 1
        lines.firstLineEnd ??= at
      }
      if (byte !== QUOTE) continue
      const next = this.#buffer[at + 1]
      if (next !== QUOTE) return lines.lines > linesBefore && !this.#endsCell(next) ? 'misplaced' : at
      at += 1
    }
    return 'open'
  }

  #endsCell(byte: number | undefined): boolean {
    return byte === undefined || byte === this.#delimiter || byte === this.#newline || byte === CR
  }

  #endOfLongLine(from: number, last: boolean): RawRow | undefined {
    const newline = this.#buffer.indexOf(this.#newline, from)
    if (newline === -1 && !last) return undefined
    this.#skipping = false
    return this.#row(from, { end: from, lines: 1, behind: newline === -1 ? this.#buffer.length : newline + 1, fault: 'row_too_long' })
  }

  #row(from: number, found: { end: number; lines: number; behind: number; fault?: RowFault }): RawRow {
    const { end, lines, behind, fault } = found
    const withoutCr = end > from && this.#buffer[end - 1] === CR ? end - 1 : end
    return {
      line: this.#line,
      lines,
      end: this.#offset + behind,
      bytes: this.#buffer.subarray(from, withoutCr),
      ...(fault && { fault }),
    }
  }
}

/** LF ends lines wherever there is one. */
export const newlineOf = (head: Buffer): number => (head.includes(LF) || !head.includes(CR) ? LF : CR)
