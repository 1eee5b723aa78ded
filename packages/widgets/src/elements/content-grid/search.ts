export interface ParsedSearch {
  /** The words left over; the last one also matches as a beginning. */
  readonly words: string
  readonly handle: string | null
  readonly tags: readonly string[]
  readonly minViews: number | null
  readonly maxViews: number | null
  /** What was understood as an operator, as typed. */
  readonly operators: readonly string[]
}

const VIEWS = /^views:(>=?|<=?)(\d+(?:\.\d+)?)([km]?)$/i
const FACTOR = { '': 1, k: 1000, m: 1_000_000 } as const

/** Reads `@handle`, `#tag` and `views:>25k` out of a search; everything else is words. */
export function parseSearch(search: string): ParsedSearch {
  const words: string[] = []
  const tags: string[] = []
  const operators: string[] = []
  let handle: string | null = null
  let minViews: number | null = null
  let maxViews: number | null = null
  for (const token of search.trim().split(/\s+/)) {
    const views = VIEWS.exec(token)
    if (views !== null) {
      const [bound = 0, isMinimum] = viewsBound(views)
      if (isMinimum) minViews = bound
      else maxViews = bound
    } else if (/^@[\w.]{2,}$/.test(token)) handle = token.slice(1)
    else if (/^#[\p{L}\p{N}_]{2,}$/u.test(token)) tags.push(token.slice(1))
    else {
      if (token !== '') words.push(token)
      continue
    }
    operators.push(token)
  }
  const last = words.at(-1) ?? ''
  const isBeginning = /^[\p{L}\p{N}_]{2,}$/u.test(last)
  return { words: words.join(' ') + (isBeginning ? '*' : ''), handle, tags, minViews, maxViews, operators }
}

function viewsBound([, sign = '', amount = '', unit = '']: RegExpExecArray): [bound: number, isMinimum: boolean] {
  const power = unit.toLowerCase()
  const count = Math.round(Number(amount) * (power === 'k' || power === 'm' ? FACTOR[power] : 1))
  const isMinimum = sign.startsWith('>')
  if (sign.length === 2) return [count, isMinimum]
  return [isMinimum ? count + 1 : Math.max(0, count - 1), isMinimum]
}

export function withoutOperator(search: string, operator: string): string {
  return search
    .trim()
    .split(/\s+/)
    .filter(token => token !== operator)
    .join(' ')
}
