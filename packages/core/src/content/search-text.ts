/** A word to look for; `prefix`: words that begin with it count too. */
export interface SearchTerm {
  readonly text: string
  readonly prefix: boolean
}

const MAX_TOKEN = 64
const MAX_TERMS = 16
const ASCII = /^[\x00-\x7f]*$/
const ASCII_WORD = /[a-z0-9]+/g
const COMBINING_ACCENTS = /[\u0300-\u036f]+/g
const UNSEGMENTED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u
const UNIT = /\p{Regional_Indicator}{2}|\p{Extended_Pictographic}|[\p{L}\p{N}\p{M}]+/gu
const FOLDS: Readonly<Record<string, string>> = { ß: 'ss', ς: 'σ', ı: 'i', ø: 'o', ł: 'l', đ: 'd', æ: 'ae', œ: 'oe' }

/**
 * The words of a text, as the search column holds them: NFKC, lower case, without accents; words of scripts without spaces found by
 * `Intl.Segmenter`; emoji as words such as `e1f600`. Only letters, digits and marks, so FTS5 and tsvector index them alike.
 */
export function searchTokens(text: string): string[] {
  if (ASCII.test(text)) return (text.toLowerCase().match(ASCII_WORD) ?? []).map(clip)
  const tokens: string[] = []
  for (const [unit] of fold(text).matchAll(UNIT)) pushUnit(tokens, unit)
  return tokens
}

/** The search column of a row: the words of all parts, separated by one space. */
export function searchText(...parts: readonly (string | null | undefined)[]): string {
  const tokens: string[] = []
  for (const part of parts)
    if (part !== null && part !== undefined && part !== '') for (const token of searchTokens(part)) tokens.push(token)
  return tokens.join(' ')
}

/**
 * The words a person looks for, all of which must be there. Quotes and other signs are harmless; `word*` finds words that begin so;
 * `#tag` and `@handle` are words like others. At most 16 terms.
 */
export function searchQuery(query: string): { terms: SearchTerm[] } {
  const terms = new Map<string, boolean>()
  for (const chunk of query.normalize('NFKC').split(/\s+/)) {
    const tokens = searchTokens(chunk)
    const isPrefix = /\*["'”’»)]{0,3}$/.test(chunk)
    tokens.forEach((token, index) => {
      const prefix = isPrefix && index === tokens.length - 1
      terms.set(token, (terms.get(token) ?? prefix) && prefix)
    })
  }
  return { terms: [...terms].slice(0, MAX_TERMS).map(([text, prefix]) => ({ text, prefix })) }
}

function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(COMBINING_ACCENTS, '')
    .normalize('NFC')
    .replace(/[ßςıøłđæœ]/g, letter => FOLDS[letter] ?? letter)
    .replace(/\p{Me}|\p{Default_Ignorable_Code_Point}/gu, '')
}

function pushUnit(tokens: string[], unit: string): void {
  if (/^[\p{Regional_Indicator}\p{Extended_Pictographic}]/u.test(unit)) tokens.push(emojiWord(unit))
  else if (UNSEGMENTED.test(unit)) tokens.push(...segmented(unit))
  else if (/[\p{L}\p{N}]/u.test(unit)) tokens.push(clip(unit))
}

/** `e` and the code points in hex: a word for every engine. */
function emojiWord(emoji: string): string {
  return `e${[...emoji].map(point => point.codePointAt(0)?.toString(16) ?? '').join('e')}`
}

let segmenter: Intl.Segmenter | undefined

function segmented(run: string): string[] {
  segmenter ??= new Intl.Segmenter('en', { granularity: 'word' })
  const words: string[] = []
  for (const { segment, isWordLike } of segmenter.segment(run)) if (isWordLike === true) words.push(clip(segment))
  return words
}

function clip(token: string): string {
  return token.length <= MAX_TOKEN ? token : token.slice(0, MAX_TOKEN).replace(/[\ud800-\udbff]$/, '')
}
