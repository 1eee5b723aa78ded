import type { ErrorCode } from '../errors.ts'
import { stripInvisibles } from '../text/invisibles.ts'
import { isHashtagLike, MAX_CODE_LENGTH, MIN_CODE_LENGTH } from './code-shape.ts'
import { bareCodes, type FoundCode, hashedCodes, type Repair } from './find-codes.ts'

export interface ParsedSparkCode {
  readonly ok: true
  /** `#`, then letters and digits with `+ / =`, in the case they came in. */
  readonly code: string
  readonly repairs: readonly Repair[]
}

/** The errors a paste alone can give. */
export type SparkCodeProblem = Extract<
  ErrorCode,
  | 'spark_code_empty'
  | 'spark_code_too_short'
  | 'spark_code_too_long'
  | 'spark_code_malformed'
  | 'spark_code_not_found_in_text'
  | 'spark_code_several'
>

export interface NoSparkCode {
  readonly ok: false
  readonly error: SparkCodeProblem
  /** What was pasted in its place, where that is plain to see. */
  readonly instead: 'url' | 'hashtag' | null
}

const MAX_PASTE = 8192
/** A link in a paste, as far as it reaches. */
export const PASTED_URL = /(?:https?:\/\/|www\.|(?:(?:vm|vt|m)\.)?(?:tiktok|instagram)\.com\/)[^\s#<>"'`]*/gi
const ESCAPES = /%(?:25){0,4}(2b|2f|3d|23)/gi
const WIDE_FORM = /[\uff01-\uff5e\ufe5f]/g

/**
 * Finds the Spark Code in what a creator pasted: the code alone, in quotes, broken over lines, percent-encoded, or inside a sentence
 * with a link beside it. Repairs only what has one meaning, and never changes letters' case. Takes at most 8192 characters.
 *
 * @example
 * parseSparkCode('Here it is: "#AbC1…9sT=" 🙂') // { ok: true, code: '#AbC1…9sT=', repairs: ['removed_surroundings'] }
 */
export function parseSparkCode(text: string): ParsedSparkCode | NoSparkCode {
  if (text.length > MAX_PASTE) return problem('spark_code_too_long')
  const { clean, repairs } = tidy(text)
  const paste = clean.trim()
  if (paste === '') return problem('spark_code_empty')
  const withoutUrls = paste.replace(PASTED_URL, ' \u241f ')
  const hashed = hashedCodes(withoutUrls)
  if (hashed === 'ambiguous') return problem('spark_code_malformed')
  const codes = distinct(hashed.length > 0 ? hashed : bareCodes(withoutUrls))
  const [found] = codes
  if (found === undefined) return absent(paste, withoutUrls !== paste)
  if (codes.length > 1) return problem('spark_code_several')
  if (found.code.length > MAX_CODE_LENGTH + 1) return problem('spark_code_too_long')
  const surroundings: Repair[] = isWhole(paste, found.code) ? [] : ['removed_surroundings']
  return { ok: true, code: found.code, repairs: [...repairs, ...surroundings, ...found.repairs] }
}

/** The code as lists show it: its last characters only. */
export function maskSparkCode(code: string): string {
  const shown = code.length < 2 * MIN_CODE_LENGTH ? 4 : code.endsWith('=') ? 5 : 4
  return `#••••••${code.length <= MIN_CODE_LENGTH ? '' : code.slice(-shown)}`
}

/** The paste without what no code holds: invisibles, wide letters, escapes. */
export function tidy(text: string): { clean: string; repairs: Repair[] } {
  const repairs: Repair[] = []
  const visible = stripInvisibles(text)
  if (visible.length !== text.replace(/\r\n/g, '\n').length) repairs.push('removed_invisibles')
  const narrow = visible.replace(WIDE_FORM, char => (char === '\ufe5f' ? '#' : String.fromCharCode(char.charCodeAt(0) - 0xfee0)))
  if (narrow !== visible) repairs.push('narrowed_letters')
  const clean = narrow.replace(ESCAPES, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  if (clean !== narrow) repairs.push('decoded_percent')
  return { clean, repairs }
}

function distinct(found: readonly FoundCode[]): FoundCode[] {
  return [...new Map(found.map(each => [each.code, each])).values()]
}

/** Whether the paste held nothing but the code. */
function isWhole(paste: string, code: string): boolean {
  const bare = (text: string) => text.replace(/[\s+#]/g, '')
  return bare(paste) === bare(code)
}

/** There is none: say what was pasted in its place, as far as that can be told. */
function absent(paste: string, hasUrl: boolean): NoSparkCode {
  if (hasUrl) return problem('spark_code_not_found_in_text', 'url')
  const single = trimQuotes(paste)
  const body = single.startsWith('#') ? single.slice(1) : single
  if (!/^[\x21-\x7e]+$/.test(single) || body.includes('#')) {
    return problem('spark_code_not_found_in_text', /#[\p{L}\p{N}_]/u.test(paste) ? 'hashtag' : null)
  }
  const isHashtag = single !== body && isHashtagLike(body)
  if (body.length > MAX_CODE_LENGTH) return problem('spark_code_too_long')
  if (body.length < MIN_CODE_LENGTH) return problem('spark_code_too_short', isHashtag ? 'hashtag' : null)
  return isHashtag ? problem('spark_code_not_found_in_text', 'hashtag') : problem('spark_code_malformed')
}

function trimQuotes(text: string): string {
  const around = ' \t\n"\'`()<>[]{}.,;:!“”‘’„«»'
  let start = 0
  let end = text.length
  while (start < end && around.includes(text.charAt(start))) start++
  while (end > start && around.includes(text.charAt(end - 1))) end--
  return text.slice(start, end)
}

function problem(error: SparkCodeProblem, instead: NoSparkCode['instead'] = null): NoSparkCode {
  return { ok: false, error, instead }
}
