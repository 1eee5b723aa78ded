const INVISIBLE = /\p{Default_Ignorable_Code_Point}|(?![\t\n\r\u0085])\p{Cc}/gu
const ODD_SPACE = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g

/**
 * Takes out what a paste brings along unseen (zero-width and bidi marks, BOM, soft hyphens, variation selectors, controls) and turns
 * odd spaces and line ends into plain ones.
 */
export function stripInvisibles(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .replace(ODD_SPACE, ' ')
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
}
