import { createCaptions } from './captions.ts'
import { CREATORS, type Creator } from './creators.ts'
import type { Random } from './random.ts'

const DAY_MS = 86_400_000

type MediaType = 'video' | 'photo' | 'reel' | 'feed' | 'story'

export interface SeedPost {
  readonly postedAt: number
  readonly handle: string
  /** TikTok's id; undefined for Instagram. */
  readonly platformId: string | undefined
  /** Nothing known speaks against a Spark Ad. */
  readonly isEligible: boolean
  readonly views: number
  /** A row of `POST /v1/content/batch`. */
  readonly row: Readonly<Record<string, unknown>>
}

interface Facts {
  isPublic: boolean
  durationSeconds?: number
  hasCommercialMusic?: boolean
  hasBrandedContentDisclosure?: boolean
  isDuetOrStitch?: boolean
  mentionedPosts: number
  isGovernmentOrPolitical: boolean
}

/** 280 of 400 on TikTok; the rest on Instagram, whose posts cannot become Spark Ads. */
const MEDIA: readonly (readonly [MediaType, number])[] = [
  ['video', 0.61],
  ['photo', 0.09],
  ['reel', 0.16],
  ['feed', 0.08],
  ['story', 0.06],
]

const SHORT_CODE = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

function mediaTypeOf(random: Random): MediaType {
  let left = random.next()
  for (const [type, share] of MEDIA) {
    left -= share
    if (left < 0) return type
  }
  return 'video'
}

/** Upper half: seconds; lower half: random. 19 digits, as TikTok's are. */
const timedId = (time: number, random: Random): string =>
  String((BigInt(Math.floor(time / 1000)) << 32n) | BigInt(random.int(1, 0xffff_ffff)))

function addressOf(type: MediaType, post: { handle: string; id: string; random: Random }): string {
  const { handle, id, random } = post
  if (type === 'video' || type === 'photo') return `https://www.tiktok.com/@${handle}/${type}/${id}`
  if (type === 'story') return `https://www.instagram.com/stories/${handle}/${id}/`
  const code = `D${Array.from({ length: 10 }, () => SHORT_CODE.charAt(random.int(0, SHORT_CODE.length - 1))).join('')}`
  return `https://www.instagram.com/${type === 'reel' ? 'reel' : 'p'}/${code}/`
}

/** Most posts are fine; some cannot be used, and of some not everything is known. */
function factsOf(type: MediaType, isPartner: boolean, random: Random): Facts {
  const facts: Facts = { isPublic: true, mentionedPosts: 0, isGovernmentOrPolitical: false, isDuetOrStitch: false }
  if (type === 'video' || type === 'reel') facts.durationSeconds = random.chance(0.85) ? random.int(9, 75) : random.int(76, 180)
  facts.hasBrandedContentDisclosure = isPartner
  facts.hasCommercialMusic = true
  const oddity = random.next()
  if (oddity < 0.03) facts.isPublic = false
  else if (oddity < 0.055 && type === 'video') facts.durationSeconds = random.int(610, 900)
  else if (oddity < 0.11) facts.hasCommercialMusic = false
  else if (oddity < 0.16) facts.isDuetOrStitch = true
  else if (oddity < 0.18) facts.mentionedPosts = random.int(2, 4)
  else if (oddity < 0.3) delete facts.hasCommercialMusic
  else if (oddity < 0.36) delete facts.hasBrandedContentDisclosure
  return facts
}

const isAskable = (type: MediaType, facts: Facts): boolean =>
  (type === 'video' || type === 'photo') &&
  facts.isPublic &&
  (facts.durationSeconds ?? 0) <= 600 &&
  facts.hasCommercialMusic !== false &&
  facts.mentionedPosts < 2

function metricsOf(type: MediaType, views: number, random: Random) {
  if (type === 'story') return { views: Math.max(120, Math.round(views * 0.08)) }
  const likes = Math.round(views * (0.03 + random.next() * 0.09))
  const comments = Math.round(likes * (0.008 + random.next() * 0.03))
  if (type === 'feed') return { likes, comments }
  return {
    views,
    likes,
    comments,
    shares: Math.round(likes * (0.02 + random.next() * 0.09)),
    saves: Math.round(likes * (0.04 + random.next() * 0.16)),
  }
}

/** How long ago, in days: half of the posts lie in the last weeks, the others reach back four months. */
const ageOf = (random: Random): number => (random.chance(0.55) ? random.next() ** 1.2 * 44 : 44 + random.next() ** 1.4 * 80)

const weighted = (creators: readonly Creator[]): Creator[] => creators.flatMap(creator => Array<Creator>(creator.share).fill(creator))

/** Invented posts about the brand, oldest first: the same for the same seed, dated back from `now`. */
export function inventPosts(random: Random, { count, now }: { count: number; now: number }): SeedPost[] {
  const captions = createCaptions(random)
  const creators = weighted(CREATORS)
  const ranks = random.shuffle(Array.from({ length: count }, (_, index) => index + 1))
  const posts = ranks.map((rank): SeedPost => {
    const creator = random.pick(creators)
    const type = mediaTypeOf(random)
    const isTiktok = type === 'video' || type === 'photo'
    const days = Math.max(0.1, ageOf(random))
    const postedAt = Math.floor((now - days * DAY_MS) / 1000) * 1000
    const isPartner = random.chance(0.55)
    const facts = factsOf(type, isPartner, random)
    const ripeness = Math.min(1, 0.25 + days / 4)
    const views = Math.round((3_100_000 / rank ** 0.98) * ripeness * (0.7 + random.next() * 0.6))
    const id = timedId(postedAt, random)
    const url = addressOf(type, { handle: creator.handle, id, random })
    return {
      postedAt,
      handle: creator.handle,
      platformId: isTiktok ? id : undefined,
      isEligible: isAskable(type, facts),
      views,
      row: {
        url,
        mediaType: type,
        creator: { handle: creator.handle, displayName: creator.name },
        caption: captions(creator.language, isPartner),
        postedAt: new Date(postedAt).toISOString(),
        metrics: metricsOf(type, views, random),
        facts,
      },
    }
  })
  return posts.sort((one, other) => one.postedAt - other.postedAt)
}
