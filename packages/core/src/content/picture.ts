const SECOND = 1000
const MINUTE = 60 * SECOND

const DELAYS_MS = [30 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * 60 * MINUTE] as const

/**
 * How long to wait after a picture could not be fetched, in milliseconds; null when it is given up: links of the platforms live for
 * hours.
 *
 * @param attemptsMade tries made so far, 1 at least
 */
export const nextFetchDelayMs = (attemptsMade: number): number | null => DELAYS_MS[attemptsMade - 1] ?? null

export interface PictureSize {
  readonly width: number
  readonly height: number
}

const SHORT = { width: 240, height: 300 } as const
const NARROWEST = 9 / 16
const WIDEST = 16 / 9

/**
 * The size of a small copy, in pixels: large enough to fill a card of 240 × 300, in the shape of the picture. What is longer than a
 * phone's screen is cropped to its middle; nothing is enlarged.
 */
export function thumbnailSize({ width, height }: PictureSize): PictureSize {
  const shape = Math.min(Math.max(width / height, NARROWEST), WIDEST)
  const wanted = Math.max(SHORT.width, SHORT.height * shape)
  const most = Math.min(width, height * shape)
  const copy = Math.min(wanted, most)
  return { width: Math.max(1, Math.round(copy)), height: Math.max(1, Math.round(copy / shape)) }
}
