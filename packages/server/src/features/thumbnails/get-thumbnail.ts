import type { Services } from '../../context.ts'
import { drawThumbnail } from './draw.ts'
import { findCopy } from './store.ts'
import { assertThumbnailUrl, type SignedParts } from './url.ts'

export interface Thumbnail {
  readonly body: string | Uint8Array<ArrayBuffer>
  readonly headers: Record<string, string>
}

/** A placeholder may turn into a picture any moment; a picture stays what it is for as long as its URL lives. */
const SOON = 'private, max-age=60'
const IMMUTABLE = 'private, max-age=86400, immutable'

/** The small copy of a post's picture, or a drawn one until there is any. Whoever has the signed URL may see it. */
export async function getThumbnail(services: Services, parts: SignedParts): Promise<Thumbnail> {
  assertThumbnailUrl({ services }, parts)
  const copy = await findCopy(services.engine, parts.contentId)
  if (!copy) return { body: drawThumbnail(parts.contentId), headers: { 'content-type': 'image/svg+xml', 'cache-control': SOON } }
  const headers = { 'content-type': 'image/webp', 'cache-control': IMMUTABLE, etag: `"${copy.etag}"` }
  return { body: new Uint8Array(copy.image), headers }
}
