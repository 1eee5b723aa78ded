const BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
/** Two septets each: an escape and the character. */
const EXTENDED = '\f^{}\\[~]|€'

const GSM = new Map([...[...BASIC].map(char => [char, 1] as const), ...[...EXTENDED].map(char => [char, 2] as const)])

/** How many parts of at most `size` hold characters of these sizes, none of them cut in two. */
function partsOf(sizes: readonly number[], size: number): number {
  let parts = 1
  let used = 0
  for (const each of sizes) {
    if (used + each > size) {
      parts += 1
      used = 0
    }
    used += each
  }
  return parts
}

/**
 * How many SMS a text is sent as: 160 septets in one or 153 in each of several while all of it is in the GSM 03.38 alphabet, else 70
 * or 67 UTF-16 units, of which an emoji takes two or more.
 */
export function smsSegments(text: string): number {
  if (text === '') return 0
  const chars = [...text]
  const septets = chars.map(char => GSM.get(char))
  const isGsm = septets.every(size => size !== undefined)
  const sizes = chars.map((char, index) => (isGsm ? (septets[index] ?? 1) : char.length))
  const [single, several] = isGsm ? [160, 153] : [70, 67]
  return sizes.reduce((sum, size) => sum + size, 0) <= single ? 1 : partsOf(sizes, several)
}
