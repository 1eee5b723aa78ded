/** Repeatable noise: the same seed invents the same posts. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Draws from 0…size-1, rank r with weight 1 / (r + 1). */
export function zipf(size: number, random: () => number): () => number {
  const sums = new Float64Array(size)
  let sum = 0
  for (let rank = 0; rank < size; rank += 1) {
    sum += 1 / (rank + 1)
    sums[rank] = sum
  }
  return () => {
    const wanted = random() * sum
    let low = 0
    let high = size - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sums[middle] ?? 0) < wanted) low = middle + 1
      else high = middle
    }
    return low
  }
}

const SYLLABLES = ['lu', 'men', 'sa', 'ri', 'ko', 'ta', 'ne', 'vo', 'mi', 'dra', 'pel', 'zu', 'chi', 'bo', 'fen', 'ga']

export type InventedPost = ReturnType<typeof inventPost>

/** A word per rank; 16^3 of them. Rank 0 is the commonest. */
export const wordOf = (rank: number): string =>
  [rank % 16, Math.floor(rank / 16) % 16, Math.floor(rank / 256) % 16].map(index => SYLLABLES[index]).join('')

export const tagOf = (rank: number): string => `tag${wordOf(rank)}`

const WORDS = 4096
const TAGS = 2000
const TWO_YEARS_MS = 2 * 365 * 86_400_000

/** The moment at which the invented world stands. */
export const NOW = Date.UTC(2026, 10, 1)

interface Dice {
  random: () => number
  word: () => number
  tag: () => number
}

function captionOf({ random, word, tag }: Dice): string {
  const length = 80 + Math.floor(random() * 220)
  const words: string[] = []
  for (let size = 0; size < length; size += (words.at(-1)?.length ?? 0) + 1) words.push(wordOf(word()))
  const tags = Array.from({ length: Math.floor(random() * 5) }, () => `#${tagOf(tag())}`)
  return [...words, ...tags].join(' ')
}

/** TikTok ids hold their second in the upper 32 bits. */
const tiktokId = (postedAt: number, serial: number): string =>
  ((BigInt(Math.floor(postedAt / 1000)) << 32n) | BigInt(serial % 2 ** 32)).toString()

export interface World {
  /** Posts per workspace, the largest first. */
  readonly sizes: readonly number[]
  /** Posts of one workspace, in batches as an integrator would push them. */
  batches(workspace: number): Iterable<InventedPost[]>
}

export const BATCH = 1000

/** Posts spread over workspaces, creators, words and tags as the world spreads them: a few have nearly everything. */
export function inventWorld(posts: number, { workspaces = Math.max(1, Math.round(posts / 5000)), seed = 1 } = {}): World {
  const weights = Array.from({ length: workspaces }, (_, rank) => 1 / (rank + 1))
  const sum = weights.reduce((a, b) => a + b, 0)
  const sizes = weights.map(weight => Math.max(1, Math.round((posts * weight) / sum)))
  return {
    sizes,
    *batches(workspace) {
      const size = sizes[workspace] ?? 0
      const random = randomFrom(seed * 1_000_003 + workspace)
      const dice: Dice = { random, word: zipf(WORDS, random), tag: zipf(TAGS, random) }
      const creator = zipf(Math.max(10, Math.round(size / 12)), random)
      let batch: InventedPost[] = []
      for (let index = 0; index < size; index += 1) {
        batch.push(inventPost(dice, { serial: workspace * 2_000_000 + index, creator: creator() }))
        if (batch.length === BATCH || index === size - 1) {
          yield batch
          batch = []
        }
      }
    },
  }
}

function inventPost(dice: Dice, { serial, creator }: { serial: number; creator: number }) {
  const { random } = dice
  const postedAt = NOW - Math.floor(random() * TWO_YEARS_MS)
  const isTiktok = random() < 0.65
  const views = Math.floor(Math.exp(random() * 14))
  return {
    platform: isTiktok ? ('tiktok' as const) : ('instagram' as const),
    platformId: isTiktok ? tiktokId(postedAt, serial) : `${serial + 3_000_000_000}`,
    mediaType: isTiktok ? ('video' as const) : (['feed', 'reel', 'story'] as const)[Math.floor(random() * 3)],
    creator: { platformUserId: `${creator + 1000}`, handle: `${wordOf(creator)}.${creator}` },
    caption: captionOf(dice),
    postedAt: new Date(postedAt).toISOString(),
    metrics:
      random() < 0.05
        ? {}
        : { views, likes: Math.floor(views * random() * 0.1), comments: Math.floor(views * 0.01), shares: Math.floor(views * 0.002) },
    facts: { isPublic: random() < 0.95, durationSeconds: 5 + Math.floor(random() * 120), hasCommercialMusic: random() < 0.8 },
  }
}
