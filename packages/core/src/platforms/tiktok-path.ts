import type { MediaType } from '../content/types.ts'
import type { PathReading } from './post-url.ts'
import { isTiktokId } from './tiktok-id.ts'

const HANDLE = /^@[A-Za-z0-9_.-]{0,64}$/

/** Reads the path of a TikTok URL: `/@handle/video/{id}`, `/@handle/photo/{id}`, embeds, players and the old mobile forms. */
export function readTiktokPath(segments: readonly string[]): PathReading {
  const [first = '', second = '', third = ''] = segments
  if (first.startsWith('@')) return readProfilePath(first, second, third)
  if (first === 't') return 'short_link'
  if (first === 'v') return post(second.replace(/\.html?$/, ''), 'video', '')
  if (first === 'share' && second === 'video') return post(third, 'video', '')
  if (first === 'player' && /^v\d$/.test(second)) return post(third, null, '')
  if (first === 'embed') return post(/^v\d$/.test(second) ? third : second, null, '')
  return 'not_a_post'
}

function readProfilePath(at: string, kind: string, id: string): PathReading {
  if (!HANDLE.test(at)) return 'not_a_post'
  if (kind === '') return 'profile'
  if (kind === 'live') return 'live'
  return kind === 'video' || kind === 'photo' ? post(id, kind, at.slice(1).toLowerCase()) : 'not_a_post'
}

function post(id: string, mediaType: MediaType | null, handle: string): PathReading {
  if (!isTiktokId(id)) return 'bad_id'
  return {
    platform: 'tiktok',
    ...(mediaType === null ? {} : { mediaType }),
    identity: { kind: 'platform_id', value: id },
    ...(handle === '' ? {} : { handle }),
    canonicalUrl: `https://www.tiktok.com/@${handle}/${mediaType ?? 'video'}/${id}`,
  }
}
