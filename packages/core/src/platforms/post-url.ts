import type { MediaType, Platform } from '../content/types.ts'

/** A name of a post: its id at the platform, or the short code in its Instagram URL. Both case-sensitive strings. */
export interface PostIdentity {
  readonly kind: 'platform_id' | 'short_code'
  readonly value: string
}

/** Why a URL does not name a post. */
export type PostUrlProblem =
  | 'empty'
  | 'too_long'
  | 'not_a_url'
  | 'unknown_host'
  | 'short_link'
  | 'profile'
  | 'story_tray'
  | 'highlight'
  | 'live'
  | 'bad_id'
  | 'not_a_post'

export interface ReadPost {
  readonly platform: Platform
  readonly mediaType?: MediaType
  readonly identity: PostIdentity
  readonly handle?: string
  readonly canonicalUrl: string
}

/** What the path of a URL names, or why it names no post. */
export type PathReading = ReadPost | PostUrlProblem
