import { bareCodes, type FoundCode, hashedCodes, type Repair } from './find-codes.ts'
import { PASTED_URL, tidy } from './parse-spark-code.ts'

/** One of several codes in a paste. */
export interface SplitCode {
  readonly code: string
  readonly repairs: readonly Repair[]
  /** The post URL or TikTok id that stood beside it, as it was pasted; null without one. */
  readonly beside: string | null
}

/** More codes than anybody pastes at once. */
export const MAX_SPLIT_CODES = 50
const MAX_TEXT = 20_000
const REFERENCE = new RegExp(`${PASTED_URL.source}|(?<![\\w+/=#-])\\d{17,20}(?![\\w+/=-])`, 'gi')

interface Mark {
  readonly line: number
  readonly reference: string | null
  readonly found: FoundCode | null
}

/**
 * Takes apart a paste of several Spark Codes, in the order they stand in, each with the post URL or TikTok id beside it: on the same line,
 * else before it where the paste begins with a reference, else behind it. A code that stands there twice comes once. Reads 20 000
 * characters and gives at most 50 codes.
 *
 * @example
 * splitSparkCodes('https://www.tiktok.com/@mara/video/7195686135157296390\n#AbC1…9sT=')
 * // [{ code: '#AbC1…9sT=', repairs: [], beside: 'https://www.tiktok.com/@mara/video/7195686135157296390' }]
 */
export function splitSparkCodes(text: string): SplitCode[] {
  const { clean, repairs } = tidy(text.slice(0, MAX_TEXT))
  const marks = marksOf(clean)
  const besides = besidesOf(marks)
  const codes = new Map<string, SplitCode>()
  for (const [at, { found }] of marks.entries()) {
    if (found === null || codes.has(found.code)) continue
    codes.set(found.code, { code: found.code, repairs: [...repairs, ...found.repairs], beside: besides.get(at) ?? null })
  }
  return [...codes.values()].slice(0, MAX_SPLIT_CODES)
}

/** Line by line; as one text where a code was broken over lines, so that lines tell nothing. */
function marksOf(text: string): Mark[] {
  const byLine = text.split('\n').flatMap((line, index) => marksIn(line, index))
  const whole = hashedCodes(text.replace(REFERENCE, ' \u241f '))
  const known = new Set(byLine.map(mark => mark.found?.code))
  return whole === 'ambiguous' || whole.every(({ code }) => known.has(code)) ? byLine : marksIn(text, 0)
}

function marksIn(text: string, line: number): Mark[] {
  const marks: Mark[] = []
  let end = 0
  for (const match of text.matchAll(REFERENCE)) {
    marks.push(...codesIn(text.slice(end, match.index), line), { line, reference: match[0].replace(/[:,;.!?)\]]+$/, ''), found: null })
    end = match.index + match[0].length
  }
  return [...marks, ...codesIn(text.slice(end), line)]
}

function codesIn(text: string, line: number): Mark[] {
  const hashed = hashedCodes(text)
  const found = hashed === 'ambiguous' || hashed.length > 0 ? hashed : bareCodes(text)
  return found === 'ambiguous' ? [] : found.map(each => ({ line, reference: null, found: each }))
}

/** The reference of each code, by the code's place among the marks; none is given away twice. */
function besidesOf(marks: readonly Mark[]): Map<number, string> {
  const before = marks[0]?.found === null
  const besides = new Map<number, string>()
  const taken = new Set<number>()
  const give = (isFitting: (code: Mark, reference: Mark) => boolean): void => {
    for (const [at, mark] of marks.entries()) {
      if (mark.found === null || besides.has(at)) continue
      for (const place of before ? [at - 1, at + 1] : [at + 1, at - 1]) {
        const reference = marks[place]
        if (!reference || reference.reference === null || taken.has(place) || !isFitting(mark, reference)) continue
        besides.set(at, reference.reference)
        taken.add(place)
        break
      }
    }
  }
  give((code, reference) => code.line === reference.line)
  give((code, reference) => (before ? reference.line < code.line : reference.line > code.line))
  return besides
}
