import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cellsOf } from './cells.ts'
import { readHeader } from './header.ts'
import { type RawRow, RowScanner, type ScannerStart } from './row-scanner.ts'

const format = { delimiter: ',', newline: 10 }

function scan(text: string, pieces: readonly number[] = [], start: ScannerStart = { offset: 0, line: 1 }): RawRow[] {
  const file = Buffer.from(text)
  const scanner = new RowScanner(format, start)
  const cuts = [start.offset, ...pieces.map(cut => Math.min(Math.max(cut, start.offset), file.length)), file.length].sort((a, b) => a - b)
  return cuts.slice(1).flatMap((end, index) => [...scanner.push(file.subarray(cuts[index], end), index === cuts.length - 2)])
}

const seen = (rows: readonly RawRow[]) => rows.map(({ line, fault, bytes }) => [line, fault ?? bytes.toString()])

describe('rows of a file', () => {
  test('a line break inside quotes does not end a row, and lines are counted as in an editor', () => {
    expect(seen(scan('a,"b\r\nc",d\r\ne,f,g\r\n'))).toEqual([
      [1, 'a,"b\r\nc",d'],
      [3, 'e,f,g'],
    ])
  })

  test('a last row without a line end is a row, also when it takes two lines', () => {
    expect(seen(scan('a\nb'))).toEqual([
      [1, 'a'],
      [2, 'b'],
    ])
    expect(seen(scan('a\n"b\nc",d'))).toEqual([
      [1, 'a'],
      [2, '"b\nc",d'],
    ])
  })

  test('a quote that is never closed costs its own line only', () => {
    expect(seen(scan('a,"b\nc,d\ne,f\n'))).toEqual([
      [1, 'quote_not_closed'],
      [2, 'c,d'],
      [3, 'e,f'],
    ])
  })

  test('a quote that is never closed does not pair up with the quote of a later row', () => {
    expect(seen(scan('a,"b\nc,"d, e"\ng,h\n'))).toEqual([
      [1, 'quote_not_closed'],
      [2, 'c,"d, e"'],
      [3, 'g,h'],
    ])
  })

  test('a quote inside an unquoted cell is text', () => {
    const rows = scan('5" phone,"say ""hi"""\n')
    expect(cellsOf(rows, ',')).toEqual([['5" phone', 'say "hi"']])
  })

  test('a row longer than 128 KiB is passed over, also when it is the last', () => {
    const long = 'x'.repeat(300_000)
    expect(seen(scan(`a\n${long}\nb\n"${long}`, [100_000, 200_000]))).toEqual([
      [1, 'a'],
      [2, 'row_too_long'],
      [3, 'b'],
      [4, 'row_too_long'],
    ])
  })

  test('pieces of any size, and a start behind any row, give the same rows', () => {
    const line = fc.array(fc.constantFrom('a', ',', '"', '""', 'é', '\r', ' '), { maxLength: 8 }).map(parts => parts.join(''))
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), fc.array(fc.nat(120), { maxLength: 5 }), fc.nat(12), (lines, pieces, nth) => {
        const text = lines.join('\n')
        const whole = scan(text)
        expect(scan(text, pieces)).toEqual(whole)
        const behind = whole[nth]
        if (!behind) return
        expect(scan(text, pieces, { offset: behind.end, line: behind.line + behind.lines })).toEqual(whole.slice(nth + 1))
      }),
      { numRuns: 500 },
    )
  })

  test('what the scanner takes for one row is one row to the CSV parser too', () => {
    const text = fc.array(fc.constantFrom('a', ',', '"', '""', '\n', '\r\n', ' '), { maxLength: 40 }).map(parts => parts.join(''))
    fc.assert(
      fc.property(text, file => {
        const rows = scan(file).filter(row => !row.fault)
        expect(cellsOf(rows, ',')).toHaveLength(rows.length)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('the header', () => {
  test.each([
    ['comma', 'url,views\n'],
    ['semicolon', 'url;views\n'],
    ['tab', 'url\tviews\n'],
    ['old Mac line ends', 'url,views\rx,1\r'],
    ['a byte order mark and CRLF', '\ufeffurl,views\r\nx,1\r\n'],
    ['empty lines and spaces before it', '\n\n url , views\n'],
    ['quotes', '"url","views"\n'],
  ])('is found with %s', (_name, text) => {
    expect(readHeader(Buffer.from(text), [])?.columns).toEqual(['url', 'views'])
  })

  test('the delimiter is the one that yields the mapped columns, not the most frequent', () => {
    expect(readHeader(Buffer.from('link;views (a, b, c, d)\n'), ['link'])?.columns).toEqual(['link', 'views (a, b, c, d)'])
  })

  test('a file of empty lines has none', () => {
    expect(readHeader(Buffer.from('\n\n,,\n'), [])).toBeUndefined()
  })
})
