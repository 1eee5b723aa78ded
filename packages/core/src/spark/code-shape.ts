/** Characters after the `#`. TikTok documents neither length nor alphabet; codes seen are base64 of some 60 to 100 characters. */
export const MIN_CODE_LENGTH = 16
export const MAX_CODE_LENGTH = 512

const MIXED_ENOUGH = 0.4

function classOf(char: string): number {
  if (char >= 'a' && char <= 'z') return 0
  if (char >= 'A' && char <= 'Z') return 1
  return char >= '0' && char <= '9' ? 2 : 3
}

/** How often the kind of character changes along the text, 0 to 1: words change rarely, random base64 at two of three steps. */
function mixture(text: string): number {
  let changes = 0
  for (let index = 1; index < text.length; index++) if (classOf(text.charAt(index)) !== classOf(text.charAt(index - 1))) changes++
  return text.length < 2 ? 0 : changes / (text.length - 1)
}

/** Whether these characters are a code's rather than a word's, a hashtag's or an id's. `body` is without `#` and of the code alphabet. */
export function looksLikeCode(body: string): boolean {
  if (body.length < MIN_CODE_LENGTH) return false
  if (body.endsWith('=')) return true
  if (!/[a-z]/.test(body) || !/[A-Z]/.test(body) || isCamelCase(body)) return false
  return mixture(body) >= MIXED_ENOUGH || (/[+/]/.test(body) && /\d/.test(body))
}

/** `BookTokMadeMeBuyIt2024`: no signs and one number at most. A short code may look so, a real one is longer. */
function isCamelCase(body: string): boolean {
  return body.length < 40 && /^[A-Za-z_-]*\d{0,4}[A-Za-z_-]*$/.test(body)
}

/** For a token that fills the whole paste: less mixed than one in a sentence may be, but no word. */
export function couldBeCode(body: string): boolean {
  if (body.length < MIN_CODE_LENGTH || !/[A-Za-z]/.test(body)) return false
  return /\d(?:\D*\d){4}/.test(body) || (/[a-z]/.test(body) && /[A-Z]/.test(body) && mixture(body) >= 0.6)
}

/** Stricter, for a token whose `#` is missing: upper and lower case, a digit or sign, and length. */
export function clearlyCode(body: string): boolean {
  return body.length >= MIN_CODE_LENGTH + 4 && looksLikeCode(body) && /[a-z]/.test(body) && /[A-Z]/.test(body) && /[\d+/]/.test(body)
}

/** Letters in the order words have them: `booktok`, `BookTok`, `FYP`, perhaps with a year behind. */
export function isHashtagLike(body: string): boolean {
  return /^[A-Za-z_]+\d{0,4}$/.test(body) && mixture(body) < MIXED_ENOUGH
}

/** A piece between two spaces that is no word of any language: it has a digit, a sign, or capitals in odd places. */
export function isPieceOfCode(piece: string): boolean {
  return /[\d+/=]/.test(piece) || /[a-z][A-Z]/.test(piece) || /[A-Z]{2}[a-z]/.test(piece)
}
