import { Agenda } from './agenda.ts'
import { type Calls, createCalls, type Fetch } from './calls.ts'
import { inventPosts, type SeedPost } from './posts.ts'
import { createRandom, type Random } from './random.ts'
import { CHAPTERS, type Chapter, HISTORY_DAYS, REASONS } from './story.ts'

const DAY_MS = 86_400_000
const POSTS = 400
const CODE_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

export interface SeedInput {
  /** Answers as the service does. */
  fetch: Fetch
  apiKey: string
  /** Where the story ends, epoch milliseconds: its sandbox clock must stand at {@link historyStart}. */
  now: number
  /** The same number tells the same story. */
  seed?: number
  onProgress?(progress: { day: number; days: number; posts: number; requests: number }): void
}

interface Story extends SeedInput {
  calls: Calls
  random: Random
  agenda: Agenda
  posts: readonly SeedPost[]
  /** Those that are asked for in time, the most seen first. */
  candidates: readonly SeedPost[]
  asked: Set<SeedPost>
}

/** The moment at which the seeded history begins. */
export const historyStart = (now: number): number => now - HISTORY_DAYS * DAY_MS

/** An invented code in the shape of TikTok's. */
const inventCode = (random: Random): string =>
  `#${Array.from({ length: 43 }, () => CODE_LETTERS.charAt(random.int(0, CODE_LETTERS.length - 1))).join('')}=`

/** Two of five are left for whoever opens the grid. */
const candidatesAmong = (posts: readonly SeedPost[]): SeedPost[] =>
  posts
    .filter(post => post.isEligible)
    .sort((one, other) => other.views - one.views)
    .filter((_, rank) => rank % 5 !== 0 && rank % 5 !== 2)

const tokenOf = (url: string): string => url.slice(url.lastIndexOf('/') + 1)

/** The most seen posts that can be asked for at this time. One creator is left alone until their chapter comes. */
function choose({ candidates, asked }: Story, chapter: Chapter, at: number): SeedPost[] {
  const open = candidates.filter(post => post.postedAt < at - DAY_MS / 2 && !asked.has(post))
  const own =
    chapter.handle === undefined
      ? open.filter(({ handle }) => handle !== 'mara.glow')
      : open.filter(({ handle }) => handle === chapter.handle)
  return own.slice(0, chapter.posts)
}

/** What one creator does with the posts asked for in one message, and when. */
function schedule(story: Story, chapter: Chapter, link: { sentAt: number; token: string; requestIds: readonly string[] }): void {
  const { calls, agenda, random } = story
  const { ending, askedDays, after = 0 } = chapter
  const { token, requestIds } = link
  if (ending === 'silent' || ending === 'unsent') return
  const at = link.sentAt + after * DAY_MS + random.int(1, 8) * 3_600_000
  const answer = async (requestId: string): Promise<void> => {
    if (ending === 'cancelled') await calls.cancel(requestId)
    if (ending === 'rejected') await calls.answer(token, 'reject', { requestId, reason: random.pick(REASONS) })
    if (ending === 'approved' || ending === 'withdrawn') {
      const days = random.chance(0.7) ? { days: askedDays } : {}
      await calls.answer(token, 'approve', { requestId, code: inventCode(random), ...days })
    }
  }
  agenda.add(at, async () => {
    if (ending !== 'cancelled') await calls.answer(token, 'opened')
    for (const requestId of requestIds) await answer(requestId)
  })
  if (ending !== 'withdrawn') return
  agenda.add(at + 9 * DAY_MS, async () => {
    for (const requestId of requestIds) await calls.answer(token, 'withdraw', { requestId })
  })
}

async function ask(story: Story, chapter: Chapter, at: number): Promise<void> {
  const { calls, agenda, asked, random } = story
  const chosen = choose(story, chapter, at)
  for (const post of chosen) asked.add(post)
  const created = await calls.ask(
    chosen.flatMap(({ platformId }) => platformId ?? []),
    chapter.askedDays,
  )
  const failed = created.results.find(({ status }) => status === 'failed')
  if (failed) throw new Error(`Seeding stopped: a request was refused: ${JSON.stringify(failed.problem)}`)
  for (const { id: linkId, url, requestIds } of created.approvalLinks) {
    const sentAt = at + random.int(5, 50) * 60_000
    if (chapter.ending !== 'unsent') agenda.add(sentAt, () => calls.markSent(linkId))
    schedule(story, chapter, { sentAt, token: tokenOf(url), requestIds })
  }
}

/** Posts come in day by day, those from before the history at its start. */
function stream({ posts, agenda, calls, now }: Story): void {
  const start = historyStart(now)
  for (let day = 0; day <= HISTORY_DAYS; day++) {
    const from = day === 0 ? Number.NEGATIVE_INFINITY : start + (day - 1) * DAY_MS
    const at = Math.min(start + day * DAY_MS, now)
    const rows = posts.filter(({ postedAt }) => postedAt >= from && postedAt < at).map(({ row }) => row)
    if (rows.length > 0) agenda.add(at, () => calls.ingest(rows))
  }
}

/** Lives six weeks of a brand in a sandbox: through the API alone, on the sandbox's own clock, so that every status came about honestly. */
export async function seedSandbox(input: SeedInput): Promise<void> {
  const { fetch, apiKey, now, onProgress } = input
  const random = createRandom(input.seed ?? 20_261)
  const posts = inventPosts(random, { count: POSTS, now })
  const story: Story = {
    ...input,
    random,
    calls: createCalls(fetch, apiKey),
    agenda: new Agenda(),
    posts,
    candidates: candidatesAmong(posts),
    asked: new Set(),
  }
  stream(story)
  for (const chapter of CHAPTERS) {
    const at = now - chapter.ago * DAY_MS + random.int(0, 5 * 3_600_000)
    story.agenda.add(Math.min(at, now - 3_600_000), () => ask(story, chapter, Math.min(at, now - 3_600_000)))
  }
  let clock = historyStart(now)
  await story.agenda.live(now, async at => {
    if (at > clock) await story.calls.moveTo(at)
    clock = Math.max(clock, at)
    const known = posts.filter(({ postedAt }) => postedAt < clock).length
    onProgress?.({ day: Math.floor((clock - historyStart(now)) / DAY_MS), days: HISTORY_DAYS, posts: known, requests: story.asked.size })
  })
}
