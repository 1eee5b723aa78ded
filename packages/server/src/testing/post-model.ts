import fc from 'fast-check'
import { tiktokId } from './scenario.ts'

/** A post as a test knows it, and what the API should make of it. */
export interface ModelPost {
  number: number
  platform: 'tiktok' | 'instagram'
  mediaType: 'video' | 'story' | 'feed' | 'reel'
  minute: number
  views: number | null
  tags: readonly string[]
  words: readonly string[]
  handle: string
}

/** Words of several scripts, each with ways to look for it. */
export const WORDS: Readonly<Record<string, readonly string[]>> = {
  serum: ['serum', 'SERUM', 'ser*', '"serum"'],
  crème: ['creme', 'CRÈME', 'crè*'],
  Straße: ['strasse', 'straße', 'stra*'],
  сыворотка: ['СЫВОРОТКА', 'сыв*'],
  日焼け止め: ['日焼け止め'],
  ครีม: ['ครีม'],
  مرطب: ['مرطب'],
  '🧴': ['🧴'],
  '👩‍🔬': ['👩‍🔬'],
  "don't": ['don', "don't"],
  'SPF50+': ['spf50', 'spf*'],
}
const HANDLES = ['mara.glow', 'leo_skin', 'ana']
const TAGS = ['lumen', 'glowup', 'été']
const START = Date.UTC(2024, 0, 1)

export const postedAtOf = ({ minute }: ModelPost): number => START + minute * 60_000

const shortCode = (number: number): string => `C${number.toString(36).padStart(10, '0')}`

export function itemOf(post: ModelPost): object {
  const { number, platform, mediaType, views, tags, words, handle } = post
  const isTikTok = platform === 'tiktok'
  return {
    url: isTikTok
      ? `https://www.tiktok.com/@${handle}/video/${tiktokId(postedAtOf(post), number)}`
      : `https://www.instagram.com/p/${shortCode(number)}/`,
    mediaType,
    creator: { handle },
    caption: words.join(' '),
    hashtags: tags,
    ...(!isTikTok && { postedAt: new Date(postedAtOf(post)).toISOString() }),
    ...(views !== null && { metrics: { views } }),
    externalId: `post-${number}`,
  }
}

/** Posts with these numbers; each has a minute of its own, so that their order is plain. */
export const modelPosts = (numbers: readonly number[]): fc.Arbitrary<ModelPost[]> =>
  fc
    .array(
      fc.record({
        platform: fc.constantFrom('tiktok' as const, 'instagram' as const),
        mediaType: fc.constantFrom('video' as const, 'story' as const, 'feed' as const, 'reel' as const),
        views: fc.option(
          fc.integer({ min: 0, max: 20 }).map(views => views * 1000),
          { freq: 4 },
        ),
        tags: fc.subarray(TAGS),
        words: fc.subarray(Object.keys(WORDS), { maxLength: 4 }),
        handle: fc.constantFrom(...HANDLES),
        spread: fc.integer({ min: 0, max: 99 }),
      }),
      { minLength: numbers.length, maxLength: numbers.length },
    )
    .map(posts =>
      posts.map(({ spread, ...post }, index) => ({
        ...post,
        number: numbers[index] ?? 0,
        minute: spread * 10_000 + (numbers[index] ?? 0),
      })),
    )

export interface ModelQuery {
  platform?: string
  mediaType?: string
  creator?: string
  hashtag?: string
  minViews?: number
  maxViews?: number
  postedFrom?: string
  postedTo?: string
  sparkEligible?: boolean
  q?: string
}

const MOMENT = fc.integer({ min: 0, max: 999_000 }).map(minute => new Date(START + minute * 60_000).toISOString())

const FILTERS = {
  platform: fc.constantFrom('tiktok', 'instagram', 'tiktok,instagram'),
  mediaType: fc.constantFrom('video', 'story,reel', 'feed'),
  creator: fc.constantFrom('@Mara.Glow', 'ana', 'nobody'),
  hashtag: fc.constantFrom('lumen', '#GlowUp,été'),
  minViews: fc.constantFrom(0, 5000, 12_000),
  maxViews: fc.constantFrom(0, 9000, 20_000),
  postedFrom: MOMENT,
  postedTo: MOMENT,
  sparkEligible: fc.boolean(),
}
const SEARCHES = fc.array(fc.constantFrom(...Object.entries(WORDS).flatMap(([word, ways]) => ways.map(way => ({ word, way })))), {
  maxLength: 2,
})

/** A query with a few filters, and the words that `q` looks for. */
export const modelQueries: fc.Arbitrary<{ query: ModelQuery; words: readonly string[] }> = fc
  .tuple(fc.record(FILTERS), fc.subarray(Object.keys(FILTERS), { maxLength: 3 }), SEARCHES)
  .map(([values, chosen, search]) => ({
    query: {
      ...Object.fromEntries(Object.entries(values).filter(([name]) => chosen.includes(name))),
      ...(search.length > 0 && { q: search.map(({ way }) => way).join(' ') }),
    },
    words: search.map(({ word }) => word),
  }))

const anyOf = (list: string, value: string): boolean => list.split(',').includes(value)
const normalTag = (tag: string): string => tag.replace('#', '').toLowerCase()

export function fits(post: ModelPost, { query, words }: { query: ModelQuery; words: readonly string[] }): boolean {
  const { platform, mediaType, creator, hashtag, minViews, maxViews, postedFrom, postedTo, sparkEligible } = query
  const isEligible = post.platform === 'tiktok' && post.mediaType !== 'story'
  return [
    platform === undefined || anyOf(platform, post.platform),
    mediaType === undefined || anyOf(mediaType, post.mediaType),
    creator === undefined || post.handle === creator.replace('@', '').toLowerCase(),
    hashtag === undefined || hashtag.split(',').some(tag => post.tags.includes(normalTag(tag))),
    minViews === undefined || (post.views !== null && post.views >= minViews),
    maxViews === undefined || (post.views !== null && post.views <= maxViews),
    postedFrom === undefined || postedAtOf(post) >= Date.parse(postedFrom),
    postedTo === undefined || postedAtOf(post) < Date.parse(postedTo),
    sparkEligible === undefined || isEligible === sparkEligible,
    words.every(word => post.words.includes(word)),
  ].every(Boolean)
}

export const SORTS = ['-postedAt', 'postedAt', '-views', 'views'] as const
export type Sort = (typeof SORTS)[number]

export function inOrder(posts: readonly ModelPost[], sort: Sort): ModelPost[] {
  const sign = sort.startsWith('-') ? -1 : 1
  const views = (post: ModelPost): number => (sort.endsWith('views') ? (post.views ?? -1) : 0)
  return posts.toSorted((a, b) => sign * (views(a) - views(b) || a.minute - b.minute))
}

/** How many rounds a property is tried. */
export const rounds = (usual: number): number => (process.env.ROUNDS === 'full' ? usual * 20 : usual)
