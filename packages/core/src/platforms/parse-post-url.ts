import type { MediaType, Platform } from '../content/types.ts'
import type { Millis } from '../spark/types.ts'
import { stripInvisibles } from '../text/invisibles.ts'
import { readInstagramPath } from './instagram-path.ts'
import type { PathReading, PostIdentity, PostUrlProblem } from './post-url.ts'
import { tiktokIdTime } from './tiktok-id.ts'
import { readTiktokPath } from './tiktok-path.ts'

export interface PostUrl {
  readonly ok: true
  readonly platform: Platform
  /** Absent where the URL does not tell: Instagram's `/p/` holds feed posts and reels alike. */
  readonly mediaType?: MediaType
  readonly identity: PostIdentity
  /** Lower case, without @. */
  readonly handle?: string
  /** One spelling for each post, without query and fragment. */
  readonly canonicalUrl: string
  /** The time inside a TikTok id. */
  readonly postedAt?: Millis
}

export interface NoPostUrl {
  readonly ok: false
  readonly error: 'invalid_post_url'
  readonly reason: PostUrlProblem
  /** What is wrong and what to do, as a sentence. */
  readonly message: string
}

const MESSAGES: Readonly<Record<PostUrlProblem, string>> = {
  empty: 'No URL was given.',
  too_long: 'This is too long to be the URL of a post.',
  not_a_url: 'This is not a URL.',
  unknown_host: 'This is not a TikTok or Instagram address.',
  short_link: 'This is a shortened share link, which does not name the post. Open it in a browser and copy the address it leads to.',
  profile: 'This is the URL of a profile. Open the post itself and copy its link.',
  story_tray: 'This is the URL of all stories of an account. Open the story itself and copy its link.',
  highlight: 'This is the URL of a story highlight, which holds several stories.',
  live: 'This is the URL of a live stream, which is no post.',
  bad_id: 'The id in this URL is not one of a post. Copy the link again.',
  not_a_post: 'This page is not a post. Open the post itself and copy its link.',
}

const MAX_LENGTH = 2048
const URL_SHAPE = /^(?:(https?):)?(?:\/\/)?([^/?#\\]*)([^?#\\]*)/i
const HOST = /^[a-z0-9.-]+$/
const TIKTOK_HOSTS = new Set(['tiktok.com', 'www.tiktok.com', 'm.tiktok.com'])
const TIKTOK_SHORT_HOSTS = new Set(['vm.tiktok.com', 'vt.tiktok.com'])
const INSTAGRAM_HOSTS = new Set(['instagram.com', 'www.instagram.com', 'm.instagram.com', 'instagr.am', 'www.instagr.am'])

/**
 * Reads the URL of a TikTok or Instagram post, as people copy it: with or without scheme, any case of host, query and fragment dropped.
 * No request is made, so a shortened link is refused with its reason.
 *
 * @param now with it, a TikTok id from the future gives no `postedAt`
 */
export function parsePostUrl(text: string, now?: Millis): PostUrl | NoPostUrl {
  if (text.length > MAX_LENGTH) return refused('too_long')
  const trimmed = stripInvisibles(text).replace(/^[\s<"'(`]+|[\s>"')`]+$/g, '')
  if (trimmed === '') return refused('empty')
  const split = splitUrl(trimmed)
  if (split === null) return refused('not_a_url')
  const reading = readHost(split.host, split.segments)
  if (typeof reading === 'string') return refused(reading)
  const postedAt = reading.platform === 'tiktok' ? tiktokIdTime(reading.identity.value, now) : null
  return { ok: true, ...reading, ...(postedAt === null ? {} : { postedAt }) }
}

function readHost(host: string, segments: readonly string[]): PathReading {
  if (TIKTOK_SHORT_HOSTS.has(host)) return 'short_link'
  if (TIKTOK_HOSTS.has(host)) return readTiktokPath(segments)
  return INSTAGRAM_HOSTS.has(host) ? readInstagramPath(segments) : 'unknown_host'
}

/** No user, no foreign port, no escapes in the host: what a browser might read differently is not a URL here. */
function splitUrl(text: string): { host: string; segments: readonly string[] } | null {
  if (/\s/.test(text)) return null
  const parts = URL_SHAPE.exec(text)
  if (parts === null || text.slice(parts[0].length).startsWith('\\')) return null
  const host = (parts[2] ?? '')
    .toLowerCase()
    .replace(/:(?:80|443)$/, '')
    .replace(/\.$/, '')
  if (!HOST.test(host) || !host.includes('.')) return null
  return { host, segments: (parts[3] ?? '').split('/').slice(1) }
}

function refused(reason: PostUrlProblem): NoPostUrl {
  return { ok: false, error: 'invalid_post_url', reason, message: MESSAGES[reason] }
}
