import { randomBytes } from 'node:crypto'

const BYTES = 18

/** The only authority of a page: 144 bits that fit a URL. */
export const newLinkToken = (): string => randomBytes(BYTES).toString('base64url')

/** Whether a text could be one; what could not is not looked for. */
export const isLinkToken = (text: string): boolean => /^[\w-]{20,64}$/.test(text)
