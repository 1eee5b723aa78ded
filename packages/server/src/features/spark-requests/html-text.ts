import { Parser } from 'htmlparser2'

/** Nothing in them is meant to be read as part of a text. */
const SKIPPED = new Set(['head', 'script', 'style', 'noscript', 'template', 'nav', 'form', 'button', 'select', 'svg', 'iframe', 'object'])
/** Stand on lines of their own; those in PARAGRAPHS with a blank line before. */
const LINES = new Set([
  'div',
  'section',
  'article',
  'main',
  'header',
  'footer',
  'aside',
  'address',
  'li',
  'dt',
  'dd',
  'tr',
  'hr',
  'figcaption',
])
const PARAGRAPHS = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'dl', 'table', 'blockquote', 'pre'])
const MAX_DEPTH = 256

class TooDeep extends Error {}

/** Gathers text with at most one blank line in a row, and one space where HTML has any number. */
class Gathering {
  #text = ''
  #breaks = 0
  #space = false
  #isMarked = false

  break(lines: number): void {
    if (lines === 0 || this.#isMarked) return
    this.#breaks = Math.max(this.#breaks, lines)
    this.#space = false
  }

  /** Two cells of a row. */
  gap(): void {
    this.#space = true
  }

  /** An item begins: its first words stand beside the mark. */
  mark(): void {
    this.add('•')
    this.#space = true
    this.#isMarked = true
  }

  add(text: string): void {
    const words = text.replace(/[ \t\r\n\f]+/g, ' ')
    const trimmed = words.replace(/^ | $/g, '')
    if (trimmed === '') {
      this.#space ||= words !== ''
      return
    }
    const isApart = this.#space || words.startsWith(' ')
    this.#text += this.#breaks > 0 ? '\n'.repeat(this.#text === '' ? 0 : this.#breaks) : isApart && this.#text !== '' ? ' ' : ''
    this.#text += trimmed
    this.#breaks = 0
    this.#isMarked = false
    this.#space = words.endsWith(' ')
  }

  toString(): string {
    return this.#text
  }
}

const breaksOf = (name: string): number => (PARAGRAPHS.has(name) ? 2 : LINES.has(name) ? 1 : 0)

/**
 * The readable text of a page: paragraphs, items and rows on lines of their own, links by their words. Null where it nests so deep that
 * reading it would take for ever.
 */
export function htmlToText(html: string): string | null {
  const gathering = new Gathering()
  let depth = 0
  let skipping = 0
  const parser = new Parser({
    onopentagname: name => {
      depth += 1
      if (depth > MAX_DEPTH) throw new TooDeep()
      if (skipping > 0 || SKIPPED.has(name)) skipping += 1
      else if (name === 'br') gathering.break(1)
      else if (name === 'td' || name === 'th') gathering.gap()
      else gathering.break(breaksOf(name))
      if (name === 'li' && skipping === 0) gathering.mark()
    },
    ontext: text => {
      if (skipping === 0) gathering.add(text)
    },
    onclosetag: name => {
      depth -= 1
      if (skipping > 0) skipping -= 1
      else gathering.break(breaksOf(name))
    },
  })
  try {
    parser.end(html)
  } catch (error) {
    if (error instanceof TooDeep) return null
    throw error
  }
  return gathering.toString()
}
