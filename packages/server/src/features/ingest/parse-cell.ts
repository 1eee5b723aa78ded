export type Parsed<T> = { readonly value: T } | { readonly fault: string }

const UNITS: Record<string, number> = { k: 1e3, m: 1e6, b: 1e9 }
const GROUPED = /^\d{1,3}(?:([.,' \u00a0\u202f])\d{3})(?:\1\d{3})*$/
const ABBREVIATED = /^(\d{1,6})(?:[.,](\d{1,2}))?\s*([kmb])$/i

const shown = (cell: string): string => `"${cell.length > 40 ? `${cell.slice(0, 40)}…` : cell}"`

const count = (value: number, cell: string): Parsed<number> =>
  Number.isSafeInteger(value) ? { value } : { fault: `${shown(cell)} is too large for a count` }

/** A counter: `1470`, `1,470`, `1.470`, `1470.0`, `12K`, `1.5M`. What could mean two numbers is refused. */
export function parseCount(cell: string): Parsed<number> {
  if (/^\d+(?:\.0)?$/.test(cell)) return count(Number(cell), cell)
  if (GROUPED.test(cell)) return count(Number(cell.replace(/\D/g, '')), cell)
  const short = ABBREVIATED.exec(cell)
  if (short) {
    const [, whole = '', decimals = '', unit = ''] = short
    return count(Math.round(Number(`${whole}.${decimals || '0'}`) * (UNITS[unit.toLowerCase()] ?? 1)), cell)
  }
  if (/^[-−]\s*\d/.test(cell)) return { fault: `${shown(cell)} is negative; a count is 0 or more` }
  return { fault: `${shown(cell)} is not a count; write it as a whole number` }
}

/** Seconds as `15`, `15.4`, `0:15` or `1:02:03`. */
export function parseDuration(cell: string): Parsed<number> {
  if (/^\d+(?:\.\d+)?$/.test(cell)) return { value: Number(cell) }
  if (/^(?:\d{1,2}:)?\d{1,3}:[0-5]\d$/.test(cell)) return { value: cell.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) }
  return { fault: `${shown(cell)} is not a duration; write it in seconds` }
}

const TIME = /^(\d{4})[-/](\d{2})[-/](\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?$/i
const FIRST = Date.UTC(2005, 0, 1)
const END = Date.UTC(2100, 0, 1)

const inRange = (time: number, cell: string): Parsed<number> =>
  time >= FIRST && time < END ? { value: time } : { fault: `${shown(cell)} does not lie between 2005 and 2100` }

function offsetMinutes(zone: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? []
  return sign ? (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) : 0
}

/**
 * A time as epoch milliseconds: ISO 8601, `2024-05-31 18:00:00`, a date, or seconds or milliseconds since 1970. Without
 * a zone it is UTC. Day and month in another order are refused, because `03/04` is two days.
 */
export function parseTime(cell: string): Parsed<number> {
  if (/^\d{10}$/.test(cell)) return inRange(Number(cell) * 1000, cell)
  if (/^\d{13}$/.test(cell)) return inRange(Number(cell), cell)
  const match = TIME.exec(cell)
  if (!match) return { fault: `${shown(cell)} is not a time; write it as 2024-05-31 or 2024-05-31T18:00:00Z` }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(part => Number(part ?? 0))
  const millis = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'))
  const time = Date.UTC(year, month - 1, day, hour, minute, second, millis)
  const read = new Date(time)
  const exists = read.getUTCMonth() === month - 1 && read.getUTCDate() === day && hour < 24 && minute < 60 && second < 60
  const offset = offsetMinutes(match[8] ?? '')
  if (!exists || Math.abs(offset) > 14 * 60) return { fault: `${shown(cell)} is a time that does not exist` }
  return inRange(time - offset * 60_000, cell)
}

/** Hashtags without `#`. Where some are marked, what is not is a mention or a stray word; else every word is one. */
export function parseHashtags(cell: string): string[] {
  const marked = [...cell.matchAll(/[#＃]([^\s#＃@,;|"'[\]]+)/g)].map(([, tag = '']) => tag)
  const words = cell.split(/[\s,;|"'[\]]+/).filter(word => word !== '' && !word.startsWith('@'))
  return [...new Set(/[#＃]/.test(cell) ? marked : words)]
}

/** `@name`, or the URL of a profile, without what is not the name. */
export const parseHandle = (cell: string): string =>
  cell
    .replace(/^https?:\/\/[^/]+\//i, '')
    .replace(/^@/, '')
    .replace(/[/?].*$/, '')

/** A spreadsheet keeps 15 digits of a number, so a longer id that went through one is another id. */
export function parsePlatformId(cell: string): Parsed<string> {
  if (/^\d[.,]?\d*e\+?\d+$/i.test(cell)) return { fault: `${shown(cell)} was rounded by a spreadsheet; export the column as text` }
  return { value: cell }
}
