import { stripInvisibles } from '../text/invisibles.ts'

const HASHTAG = /(?<!&)#([\p{L}\p{N}\p{M}_]{1,150})/gu
const URL_IN_TEXT = /(?:https?:\/\/|www\.)\S+/gi
const MAX_HASHTAGS = 100

/** One spelling for each hashtag: lower case, without #. Accents stay: they make another tag. */
export function normaliseHashtag(hashtag: string): string {
  return stripInvisibles(hashtag).normalize('NFKC').trim().replace(/^#+/, '').toLowerCase()
}

/** One spelling for each handle: lower case, without @. A label, never a key. */
export function normaliseHandle(handle: string): string {
  return stripInvisibles(handle).normalize('NFKC').trim().replace(/^@+/, '').toLowerCase()
}

/** The hashtags of a caption, each once, in their order; not those inside URLs, and none of digits alone. */
export function hashtagsOf(caption: string): string[] {
  const found = new Set<string>()
  for (const [, tag = ''] of stripInvisibles(caption).normalize('NFKC').replace(URL_IN_TEXT, ' ').matchAll(HASHTAG)) {
    if (/^\d+$/.test(tag)) continue
    found.add(tag.toLowerCase())
    if (found.size === MAX_HASHTAGS) break
  }
  return [...found]
}
