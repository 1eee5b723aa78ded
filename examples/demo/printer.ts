import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

/** Writes for a person at a terminal; without colours where nobody watches. */
export class Printer {
  readonly #write: (text: string) => void
  readonly #isColoured: boolean
  #sections = 0

  constructor(write: (text: string) => void, isColoured: boolean) {
    this.#write = write
    this.#isColoured = isColoured
  }

  paint(style: Style, text: string): string {
    return this.#isColoured ? styleText(style, text, { validateStream: false }) : text
  }

  title(text: string, below: string): void {
    this.#write(`\n  ${this.paint('bold', text)}\n  ${this.paint('dim', below)}\n`)
  }

  section(text: string, below = ''): void {
    this.#sections += 1
    const head = `${this.paint('cyan', `${this.#sections}`)}  ${this.paint('bold', text)}`
    this.#write(`\n  ${head}\n${below === '' ? '' : `     ${this.paint('dim', below)}\n`}\n`)
  }

  line(text = ''): void {
    this.#write(text === '' ? '\n' : `     ${text}\n`)
  }

  /** Columns as wide as their widest cell; the first row is the head. Numbers stand to the right. */
  table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
    const cells = [head, ...rows.map(row => row.map(cell => (typeof cell === 'number' ? cell.toLocaleString('en') : cell)))]
    const isNumber = head.map((_, column) => rows.every(row => typeof row[column] === 'number'))
    const widths = head.map((_, column) => Math.max(...cells.map(row => row[column]?.length ?? 0)))
    for (const [index, row] of cells.entries()) {
      const text = row.map((cell, column) => (isNumber[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      const joined = text.join('   ').trimEnd()
      this.line(index === 0 ? this.paint('dim', joined) : joined)
    }
  }

  /** A text as it is, with a bar beside it. */
  quote(text: string): void {
    for (const line of text.split('\n').flatMap(wrap)) this.line(`${this.paint('dim', '│')} ${line}`.trimEnd())
  }

  check(isWell: boolean, text: string): void {
    this.line(`${isWell ? this.paint('green', '✓') : this.paint('red', '✗')} ${text}`)
  }
}

const WIDTH = 90

function wrap(line: string): string[] {
  const lines = ['']
  for (const word of line.split(' ')) {
    const last = lines.at(-1) ?? ''
    if (last !== '' && last.length + word.length >= WIDTH) lines.push(word)
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`
  }
  return lines
}

/** So many characters, the last of them an ellipsis where more are left out. */
export const short = (text: string, length: number): string => (text.length <= length ? text : `${text.slice(0, length - 1).trimEnd()}…`)
