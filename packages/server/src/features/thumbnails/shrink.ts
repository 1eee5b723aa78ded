import { createHash } from 'node:crypto'
import { thumbnailSize } from '@sparkkit/core'

/** More than any platform shows, and few enough that a picture which unpacks to gigabytes is refused by its header. */
const MAX_PIXELS = 40_000_000
const SECONDS = 10
const QUALITY = 72

const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/^\xff\xd8\xff/, 'jpeg'],
  [/^\x89PNG\r\n\x1a\n/, 'png'],
  [/^GIF8[79]a/, 'gif'],
  [/^RIFF.{4}WEBP/s, 'webp'],
  [/^.{4}ftypavi[fs]/s, 'heif'],
]

/** What the bytes themselves say they are, as sharp names it; undefined for all that is no JPEG, PNG, GIF, WebP or AVIF. */
const formatOf = (bytes: Buffer): string | undefined => {
  const head = bytes.subarray(0, 16).toString('latin1')
  return SIGNS.find(([sign]) => sign.test(head))?.[1]
}

export interface Copy {
  readonly image: Buffer
  readonly etag: string
}

/** A small WebP of a picture, its first frame if it moves, upright and without anything its maker wrote into it. Undefined for what is none. */
export async function shrink(bytes: Buffer): Promise<Copy | undefined> {
  const format = formatOf(bytes)
  if (!format) return undefined
  const { default: sharp } = await import('sharp')
  const open = () => sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error' }).timeout({ seconds: SECONDS })
  try {
    const meta = await open().metadata()
    // What begins like one kind and reads as another was made to deceive.
    if (meta.format !== format) return undefined
    const { width, height } = thumbnailSize(meta.autoOrient)
    const image = await open().autoOrient().resize(width, height, { fit: 'cover' }).webp({ quality: QUALITY }).toBuffer()
    return { image, etag: createHash('sha256').update(image).digest('base64url').slice(0, 22) }
  } catch {
    return undefined
  }
}
