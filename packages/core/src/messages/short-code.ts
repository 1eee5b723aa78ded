/** Crockford's digits without those that can be taken for one another, and without U. */
export const SHORT_CODE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
export const SHORT_CODE_LENGTH = 8

/** How long a short code works, in days from when it was made. */
export const SHORT_CODE_DAYS = 14

/** In two groups, as people read it: `ABCD-EFGH`. */
export const formatShortCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`

/** What was typed, in one spelling: any case, with or without spaces and dashes. Null when it cannot be a short code. */
export function parseShortCode(typed: string): string | null {
  if (typed.length > 64) return null
  const code = typed
    .normalize('NFKC')
    .replace(/[\s\p{Pd}_.·]/gu, '')
    .toUpperCase()
  const isCode = code.length === SHORT_CODE_LENGTH && [...code].every(char => SHORT_CODE_ALPHABET.includes(char))
  return isCode ? code : null
}
