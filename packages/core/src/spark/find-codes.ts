import { clearlyCode, couldBeCode, isPieceOfCode, looksLikeCode } from './code-shape.ts'

/** What was put right on the way from the paste to the code. */
export type Repair =
  | 'removed_invisibles'
  | 'narrowed_letters'
  | 'decoded_percent'
  | 'removed_surroundings'
  | 'restored_plus'
  | 'joined_pieces'
  | 'added_hash'

export interface FoundCode {
  readonly code: string
  readonly repairs: readonly Repair[]
}

interface Token {
  readonly kind: 'hash' | 'word' | 'space' | 'break' | 'other'
  readonly text: string
}

/** Words after a `#`, with what stands between them. */
interface Run {
  readonly pieces: readonly string[]
  readonly gaps: readonly Token[]
  /** What stands between `#` and the first piece. */
  readonly looseness: string
  /** No other word stands in the text. */
  readonly isAlone: boolean
}

const TOKEN = /(#)|([A-Za-z0-9+/_-]+={0,2}|={1,2})|([ \t]*\n\s*)|([ \t]+)|[^#A-Za-z0-9+/_=\s-]+|[\s\S]/g
/** No code is broken into more pieces than this. */
const MAX_PIECES = 64

/** The codes that begin with `#`. `ambiguous`: there is one, but where it ends or what it lost cannot be told. */
export function hashedCodes(text: string): FoundCode[] | 'ambiguous' {
  const tokens = tokensOf(text)
  const first = tokens.findIndex(hasMeaning)
  const last = tokens.findLastIndex(hasMeaning)
  const found: FoundCode[] = []
  for (const [at, token] of tokens.entries()) {
    const run = token.kind === 'hash' ? runFrom(tokens, at, [first, last]) : null
    const reading = run === null ? null : readRun(run)
    if (reading === 'ambiguous') return reading
    if (reading !== null) found.push(reading)
  }
  return found
}

/** Codes that came without their `#`: only tokens that can hardly be anything else. */
export function bareCodes(text: string): FoundCode[] {
  const words = tokensOf(text).filter(token => token.kind === 'word' && clearlyCode(token.text))
  return words.map(word => ({ code: `#${word.text}`, repairs: ['added_hash'] }))
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  for (const [whole, hash, word, lineBreak, space] of text.matchAll(TOKEN)) {
    if (hash !== undefined) tokens.push({ kind: 'hash', text: whole })
    else if (word !== undefined) tokens.push({ kind: 'word', text: whole })
    else if (lineBreak !== undefined) tokens.push({ kind: 'break', text: whole })
    else tokens.push({ kind: space === undefined ? 'other' : 'space', text: whole })
  }
  return tokens
}

function hasMeaning(token: Token): boolean {
  return token.kind === 'hash' || /[\p{L}\p{N}=]/u.test(token.text)
}

function isGap(token: Token | undefined): token is Token {
  return token?.kind === 'space' || token?.kind === 'break'
}

function runFrom(tokens: readonly Token[], hashAt: number, [first, last]: readonly [number, number]): Run | null {
  const gapAfterHash = tokens[hashAt + 1]
  const looseness = isGap(gapAfterHash) ? gapAfterHash.text : ''
  let at = hashAt + (looseness === '' ? 1 : 2)
  const head = tokens[at]
  if (head?.kind !== 'word') return null
  const pieces = [head.text]
  const gaps: Token[] = []
  while (!pieces.at(-1)?.endsWith('=') && pieces.length < MAX_PIECES) {
    const gap = tokens[at + 1]
    const next = tokens[at + 2]
    if (!isGap(gap) || next?.kind !== 'word') break
    gaps.push(gap)
    pieces.push(next.text)
    at += 2
  }
  return { pieces, gaps, looseness, isAlone: hashAt === first && at >= last }
}

function readRun(run: Run): FoundCode | 'ambiguous' | null {
  const [head = '', ...rest] = run.pieces
  const isCode = looksLikeCode(head) || (run.isAlone && couldBeCode(head))
  const onlyHead = isCode ? readHead(head, run.looseness) : null
  if (rest.length === 0) return onlyHead
  const isHashtag = !isPieceOfCode(head) && !(run.isAlone && head.length < 4)
  if (isHashtag) return onlyHead ?? (rest.some(clearlyCode) ? 'ambiguous' : null)
  const joined = join(run)
  if (joined !== null) return joined
  return rest.at(-1)?.endsWith('=') === true ? 'ambiguous' : onlyHead
}

/** A space behind the `#` slipped in, unless the length tells that it was a `+`. */
function readHead(head: string, looseness: string): FoundCode {
  if (looseness === '') return { code: `#${head}`, repairs: [] }
  const isPlus = /^ +$/.test(looseness) && head.length % 4 !== 0 && (head.length + looseness.length) % 4 === 0 && !head.includes('+')
  return isPlus
    ? { code: `#${'+'.repeat(looseness.length)}${head}`, repairs: ['restored_plus'] }
    : { code: `#${head}`, repairs: ['joined_pieces'] }
}

/**
 * Puts the pieces of one code together where that has one meaning. Line breaks fall away. A space was a `+` that a form decoded, or
 * a line break that a chat flattened: the length tells, as base64 comes in fours.
 */
function join({ pieces, gaps, looseness, isAlone }: Run): FoundCode | null {
  const isEnded = pieces.at(-1)?.endsWith('=') === true
  const areClear = pieces.every(isPieceOfCode)
  if (!areClear && !(isAlone && isEnded)) return null
  const between = [looseness, ...gaps.map(gap => (gap.kind === 'space' ? gap.text : ''))]
  const pluses = between.map(text => (text.includes('\n') ? 0 : text.length))
  const spaces = pluses.reduce((sum, count) => sum + count, 0)
  if (spaces > 0 && (!(isAlone || isEnded) || between.some(text => text.includes('\t')))) return null
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0)
  const hasPlus = pieces.some(piece => piece.includes('+'))
  const fitsJoined = length % 4 === 0
  const fitsPlus = !hasPlus && (length + spaces) % 4 === 0
  // A length that tells nothing leaves the commoner reading, for pieces that can be nothing but a code's.
  if (spaces > 0 && fitsJoined === fitsPlus && (fitsJoined || hasPlus || !areClear || !isEnded)) return null
  const isPlus = spaces > 0 && !fitsJoined
  const body = pieces.map((piece, index) => '+'.repeat(isPlus ? (pluses[index] ?? 0) : 0) + piece).join('')
  return looksLikeCode(body) ? { code: `#${body}`, repairs: [isPlus ? 'restored_plus' : 'joined_pieces'] } : null
}
