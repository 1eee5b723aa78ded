import { hashtagsOf, type MediaType, normaliseHandle, normaliseHashtag, type Platform, parsePostUrl, tiktokIdTime } from '@sparkkit/core'
import { Problem } from '../../problem.ts'
import type { ContentInput } from './contract.ts'

export interface Identity {
  platform: Platform
  kind: string
  value: string
}

export interface RowWarning {
  code: string
  field: string
  detail: string
}

/** One post as a row told it: what the row did not say is undefined. */
export interface ContentDraft {
  platform: Platform
  mediaType: MediaType | undefined
  platformId: string | undefined
  identities: readonly Identity[]
  url: string | undefined
  creator: { platformUserId: string | undefined; handle: string | undefined; displayName: string | undefined }
  caption: string | undefined
  hashtags: readonly string[] | undefined
  postedAt: number | undefined
  postedAtSource: 'platform_id' | 'given' | undefined
  durationSeconds: number | undefined
  thumbnailSource: string | undefined
  metrics: NonNullable<ContentInput['metrics']>
  facts: NonNullable<ContentInput['facts']>
  externalId: string | undefined
  metadata: Record<string, string> | undefined
  warnings: readonly RowWarning[]
}

const DAY_MS = 86_400_000
const DEFAULT_MEDIA: Record<Platform, MediaType> = { tiktok: 'video', instagram: 'feed' }

function readUrl(url: string | undefined) {
  if (url === undefined) return undefined
  const parsed = parsePostUrl(url)
  if (!parsed.ok) throw new Problem('invalid_post_url', parsed.message)
  return parsed
}

function platformOf(input: ContentInput, fromUrl: Platform | undefined): Platform {
  const platform = input.platform ?? fromUrl
  if (!platform) throw new Problem('invalid_request', 'The row names no platform and no URL of a post.')
  if (fromUrl && fromUrl !== platform) throw new Problem('invalid_request', `The URL is one of ${fromUrl}, the row says ${platform}.`)
  return platform
}

/** Within a day, wherever on earth the given time was written down. Midnight stands for its whole day: most likely it was a date. */
function agree(given: number, inside: number): boolean {
  const latest = given % DAY_MS === 0 ? given + 2 * DAY_MS : given + DAY_MS
  return inside >= given - DAY_MS && inside <= latest
}

function timeOf(input: ContentInput, platform: Platform, clock: { platformId: string | undefined; now: number }) {
  const inside = platform === 'tiktok' && clock.platformId ? tiktokIdTime(clock.platformId, clock.now) : null
  if (inside === null)
    return { postedAt: input.postedAt, postedAtSource: input.postedAt === undefined ? undefined : ('given' as const), warnings: [] }
  const disagrees = input.postedAt !== undefined && !agree(input.postedAt, inside)
  const warnings = disagrees
    ? [
        {
          code: 'posted_at_disagrees',
          field: 'postedAt',
          detail: `The platform id says ${new Date(inside).toISOString()}, the row ${new Date(input.postedAt ?? 0).toISOString()}; the id was believed.`,
        },
      ]
    : []
  return { postedAt: inside, postedAtSource: 'platform_id' as const, warnings }
}

/** No platform tells more, and every engine prints so many digits alike. */
const toMilliseconds = (seconds: number | undefined): number | undefined =>
  seconds === undefined ? undefined : Math.round(seconds * 1000) / 1000

/** Reads a row: platform, identities and time from its URL and id, everything else as given. Throws a Problem that says what is wrong. */
export function normaliseContent(input: ContentInput, now: number): ContentDraft {
  const url = readUrl(input.url)
  const platform = platformOf(input, url?.platform)
  const urlPlatformId = url?.identity.kind === 'platform_id' ? url.identity.value : undefined
  if (urlPlatformId && input.platformId && urlPlatformId !== input.platformId) {
    throw new Problem('invalid_request', `The URL names post ${urlPlatformId}, the row ${input.platformId}.`)
  }
  const platformId = input.platformId ?? urlPlatformId
  const identities: Identity[] = url ? [{ platform, ...url.identity }] : []
  if (platformId && !urlPlatformId) identities.push({ platform, kind: 'platform_id', value: platformId })
  const handle = input.creator?.handle ?? url?.handle
  const tags = [...(input.caption === undefined ? [] : hashtagsOf(input.caption)), ...(input.hashtags ?? []).map(normaliseHashtag)]
  const saysTags = input.caption !== undefined || input.hashtags !== undefined
  return {
    platform,
    mediaType: input.mediaType ?? url?.mediaType,
    platformId,
    identities,
    url: url?.canonicalUrl,
    creator: {
      platformUserId: input.creator?.platformUserId,
      handle: handle === undefined ? undefined : normaliseHandle(handle) || undefined,
      displayName: input.creator?.displayName,
    },
    caption: input.caption,
    hashtags: saysTags ? [...new Set(tags.filter(Boolean))] : undefined,
    ...timeOf(input, platform, { platformId, now }),
    durationSeconds: toMilliseconds(input.facts?.durationSeconds),
    thumbnailSource: input.thumbnailUrl,
    metrics: input.metrics ?? {},
    facts: input.facts ?? {},
    externalId: input.externalId,
    metadata: input.metadata,
  }
}

export const mediaTypeOf = (draft: ContentDraft): MediaType => draft.mediaType ?? DEFAULT_MEDIA[draft.platform]
