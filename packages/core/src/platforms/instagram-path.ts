import type { PathReading } from './post-url.ts'

const POST_KINDS = new Set(['p', 'reel', 'reels', 'tv'])
const PAGES = new Set(['explore', 'accounts', 'direct', 'about', 'developer', 'legal', 'web', 'ar'])
const SHORT_CODE = /^[A-Za-z0-9_-]{5,64}$/
const HANDLE = /^[A-Za-z0-9_.]{1,30}$/

/** Reads the path of an Instagram URL: `/p/`, `/reel/`, `/reels/`, `/tv/`, each also behind a handle, and `/stories/{handle}/{id}`. */
export function readInstagramPath(segments: readonly string[]): PathReading {
  const [first = '', second = '', third = ''] = segments
  if (first === 'stories') return readStory(second, third)
  if (first === 'share') return 'short_link'
  if (POST_KINDS.has(first)) return readPost(first, second, '')
  if (first === '' || PAGES.has(first) || !HANDLE.test(first)) return 'not_a_post'
  if (POST_KINDS.has(second)) return readPost(second, third, first.toLowerCase())
  return 'profile'
}

function readPost(kind: string, code: string, handle: string): PathReading {
  if (kind === 'reels' && (code === '' || code === 'audio')) return code === '' && handle !== '' ? 'profile' : 'not_a_post'
  if (!SHORT_CODE.test(code)) return 'bad_id'
  return {
    platform: 'instagram',
    ...(kind === 'p' ? {} : { mediaType: 'reel' as const }),
    identity: { kind: 'short_code', value: code },
    ...(handle === '' ? {} : { handle }),
    canonicalUrl: `https://www.instagram.com/${kind === 'p' ? 'p' : 'reel'}/${code}/`,
  }
}

function readStory(user: string, id: string): PathReading {
  if (user === 'highlights') return 'highlight'
  if (!HANDLE.test(user)) return 'not_a_post'
  if (id === '') return 'story_tray'
  if (!/^[1-9]\d{5,24}$/.test(id)) return 'bad_id'
  const handle = user.toLowerCase()
  return {
    platform: 'instagram',
    mediaType: 'story',
    identity: { kind: 'platform_id', value: id },
    handle,
    canonicalUrl: `https://www.instagram.com/stories/${handle}/${id}/`,
  }
}
