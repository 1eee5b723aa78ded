import type { Content } from '@sparkkit/sdk'
import { passDays, settled } from './clock.ts'
import { type Printer, short } from './printer.ts'
import { CREATORS, type Stage } from './stage.ts'
import { printTimeline } from './timeline.ts'

const DAY_MS = 86_400_000
const MIN_VIEWS = 100_000

export interface Play extends Stage {
  readonly printer: Printer
  /** Where the sandbox's clock began. */
  readonly start: number
  readonly posts: Map<string, { handle: string; caption: string }>
  readonly accounts: Map<string, string>
  /** How many events were printed. */
  told: number
}

/** Prints what the webhooks brought since the last time. */
function catchUp(play: Play): void {
  printTimeline(play.printer, play.receiver.events.slice(play.told), play)
  play.told = play.receiver.events.length
}

const CAPTIONS = [
  'Three weeks in and my skin barrier is back',
  'Morning routine, five minutes flat',
  'What I pack for a weekend away',
  'Tested on a day of garlic and steam',
  'Post-workout skin, honest review',
  'Before and after leg day',
  'Painting with serum hands again',
  'Studio day, get ready with me',
  'I read the ingredients so you do not have to',
  'Refactoring my shelf',
  'Carry-on only, Lisbon edition',
  'Sunburn diary, day three',
  'Flour, butter and SPF 50',
  'Sourdough hands need this',
  'Marathon morning, zero breakouts',
  'Trail dust versus this cleanser',
]

/** What the posts of the simulated TikTok look like to a source that found them. */
function found({ tiktok, start }: Play) {
  const { world } = tiktok.simulator
  for (const [handle, persona] of CREATORS) {
    world.addCreator(handle, persona)
    for (let post = 0; post < 2; post++) {
      const number = world.posts.size
      // The same ids in every run: what a creator does depends on them.
      world.addPost({ handle, id: String(7_391_234_567_890_000_000n + BigInt(number)), caption: CAPTIONS[number] })
    }
  }
  const posts = [...world.posts.values()].map(({ id, url, caption, createdAt, durationSeconds }) => ({
    url,
    caption: `${caption} #lumen`,
    postedAt: new Date(Math.min(createdAt, start)).toISOString(),
    metrics: { views: world.draw.between([20, 900], 'views', id) * 1000, likes: world.draw.between([1, 60], 'likes', id) * 1000 },
    facts: { isPublic: true, durationSeconds, hasCommercialMusic: true, mentionedPosts: 0, isDuetOrStitch: false },
  }))
  const elsewhere = { url: 'https://www.instagram.com/reel/C9sQm1xu7Kd/', caption: 'Reel for @lumen', metrics: { views: 410_000 } }
  const tooLong = { ...posts[0], url: 'https://www.tiktok.com/@mina.makes/video/7391234567890123456', facts: { durationSeconds: 1400 } }
  return [...posts, elsewhere, tooLong]
}

export async function postsComeIn(play: Play): Promise<void> {
  const { client, printer } = play
  printer.section('Posts stream in', 'pushed by the integrator, imported from a file or pulled by a connector; here in one batch')
  const { results } = await client.content.batch({ items: found(play) })
  const refused = await client.content.list({ sparkEligible: false }).toArray({ limit: 50 })
  printer.check(
    results.every(({ status }) => status === 'created'),
    `${results.length} posts of ${CREATORS.length} creators`,
  )
  for (const { creator, url, eligibility } of refused) {
    const reason = eligibility.reasons.find(({ severity }) => severity === 'blocking')
    printer.line(
      `${printer.paint('yellow', '–')} not for Spark Ads: ${creator.handle ? `@${creator.handle}` : (url ?? '')}. ${reason?.remedy ?? ''}`,
    )
  }
}

export async function marketerAsks(play: Play): Promise<void> {
  const { client, printer } = play
  printer.section('The marketer picks', `Spark Ads eligible, ${MIN_VIEWS.toLocaleString('en')} views and more, best first`)
  const picked = await client.content.list({ sparkEligible: true, minViews: MIN_VIEWS, sort: '-views' }).toArray({ limit: 100 })
  for (const { id, creator, caption } of picked)
    play.posts.set(id, { handle: creator.handle ?? '', caption: caption.replace(' #lumen', '') })
  const row = ({ creator, caption, metrics, eligibility }: Content): (string | number)[] => [
    `@${creator.handle}`,
    short(caption, 44),
    metrics.views ?? 0,
    `${eligibility.reasons.filter(({ severity }) => severity === 'warning').length} to check`,
  ]
  printer.table(['creator', 'caption', 'views', 'eligible'], picked.slice(0, 6).map(row))
  if (picked.length > 6) printer.line(printer.paint('dim', `and ${picked.length - 6} more`))

  printer.section('Creators are asked', 'one link each, for all their posts, in a message for a DM')
  const { approvalLinks } = await client.sparkRequests.create({ content: picked.map(({ id }) => id), askedDays: 30 })
  await send(play, approvalLinks)
  const [first] = approvalLinks
  if (first) printer.quote((await client.approvalLinks.message(first.id)).text)
  printer.line()
  printer.check(true, `${picked.length} requests on ${approvalLinks.length} links`)
}

/** Copies each message into the creator's inbox, and says so to SparkKit. */
async function send({ client, tiktok }: Play, links: readonly { id: string; creatorId: string }[]): Promise<void> {
  for (const { id, creatorId } of links) {
    const { text } = await client.approvalLinks.message(id)
    await client.approvalLinks.markSent(id, { text })
    const { handle } = await client.creators.get(creatorId)
    tiktok.simulator.message(handle ?? '', text)
  }
}

export async function adAccountsConnect(play: Play): Promise<void> {
  const { client, printer, tiktok } = play
  printer.section('The ad team connects TikTok', 'a sealed token; codes are bound to the first ad account as they come in')
  const { accessToken, app } = tiktok.simulator
  await client.connections.create({ name: 'Lumen ads', token: accessToken, app })
  const accounts = (await client.adAccounts.list().toArray({ limit: 10 })).toReversed()
  for (const { id, name } of accounts) play.accounts.set(id, name ?? id)
  printer.table(
    ['ad account', 'advertiser'],
    accounts.map(({ name, advertiserId }) => [name ?? '', advertiserId]),
  )
  await client.workspace.update({ settings: { bindTo: accounts[0]?.id ?? null } })
  tiktok.simulator.faults.inject({ fault: 'any', on: 'tt_video/authorize/', share: 0.2 })
  printer.line()
  printer.line(printer.paint('yellow', 'From here on TikTok fails one bind in five: web pages, half answers, 40100.'))
}

export async function creatorsAnswer(play: Play): Promise<void> {
  play.printer.section('Twelve days: creators answer, codes are bound', 'each line is a signed webhook that arrived')
  await passDays(play, 12)
  catchUp(play)
  const refused = play.tiktok.simulator.creators.deeds.filter(({ did, status = 0 }) => did === 'approve' && status >= 400)
  const who = new Set(refused.map(({ handle }) => `@${handle}`))
  play.printer.line()
  play.printer.check(who.size > 0, `${refused.length} pastes of ${[...who].join(' and ')} refused on the spot: no code, or another post's`)
}

export async function adTeamWorks(play: Play): Promise<void> {
  const { client, printer } = play
  printer.section('The ad team works', 'a link without an account, and a second ad account')
  const live = await client.sparkCodes.list({ status: 'live' }).toArray({ limit: 100 })
  const [best] = live
  const second = [...play.accounts.keys()][1]
  if (best && second) {
    const { status } = await client.sparkCodes.bind(best.id, { adAccountId: second })
    await settled(play)
    printer.check(true, `${best.masked} bound by hand to ${play.accounts.get(second)}${status === 'bound' ? '' : ', at the second try'}`)
  }
  const handoff = await client.handoffs.create({ name: 'Spring, Northlight agency' })
  const token = handoff.url.split('/').at(-1) ?? ''
  const shared = await client.sharedCodes.get(token)
  const rows = shared.data.slice(0, 4).map(code => [`@${code.creator.handle}`, short(code.content.caption, 44), code.masked, code.daysLeft])
  printer.check(shared.data.length > 0, `${shared.data.length} live codes behind ${play.url}/h/…, those that end first on top`)
  printer.line()
  printer.table(['creator', 'caption', 'code', 'days left'], rows)
  printer.line()
  catchUp(play)
}

export async function clockRuns(play: Play): Promise<void> {
  const { client, printer, tiktok } = play
  printer.section('The clock runs', 'warnings at 7, 3 and 1 days; renewals asked five days before the end')
  for (let day = 12; day < 40; day += 4) {
    const { workspace } = await client.me()
    const endsBefore = new Date(Date.parse(workspace.now) + 5 * DAY_MS).toISOString()
    const ending = await client.sparkCodes.list({ status: 'live', endsBefore }).toArray({ limit: 100 })
    if (ending.length > 0) {
      const content = [...new Set(ending.map(({ contentId }) => contentId))]
      const { approvalLinks } = await client.sparkRequests.create({ content, askedDays: 30, renews: true })
      await send(play, approvalLinks)
    }
    if (day === 20) tiktok.simulator.faults.clear()
    await passDays(play, 4)
    catchUp(play)
  }
}

export interface Balance {
  readonly bound: number
  readonly disagreements: readonly string[]
  readonly webhooks: number
  readonly refused: number
  readonly missing: number
}

/** What SparkKit believes, beside what TikTok knows. */
export async function balance(play: Play): Promise<Balance> {
  const { client, printer, tiktok, receiver } = play
  printer.section('Forty days later', 'what SparkKit believes, beside what TikTok knows')
  const believed = new Set<string>()
  for await (const { contentId, advertiserId } of client.bindings.list({ status: 'bound' })) {
    const { platformId } = await client.content.get(contentId)
    believed.add(`${advertiserId} ${platformId}`)
  }
  const { adAccounts, codes, posts, now } = tiktok.simulator.describe()
  const usable = new Set(codes.filter(({ deletedAt, endsAt }) => deletedAt === null && endsAt > now).map(({ code }) => code))
  const gone = new Set(posts.filter(({ status }) => status === 'USER_DELETE').map(({ id }) => id))
  const truth = new Set(
    adAccounts.flatMap(({ id, bound }) =>
      bound.filter(({ code, postId }) => usable.has(code) && !gone.has(postId)).map(({ postId }) => `${id} ${postId}`),
    ),
  )
  const disagreements = [...new Set([...believed, ...truth])].filter(each => believed.has(each) !== truth.has(each))
  const feed = await client.events.list({ limit: 100 }).toArray({ limit: 100_000 })
  const got = new Set(receiver.events.map(({ id }) => id))
  // An endpoint hears of what comes after it.
  const since = feed.find(({ type }) => type === 'webhook_endpoint.created')?.sequence ?? 0
  const missing = feed.filter(({ id, sequence }) => sequence > since && !got.has(id)).length
  const { calls, busiestSecond, refusedForPace } = tiktok.simulator.traffic.read()
  printer.check(disagreements.length === 0, `${truth.size} posts are usable in the ad accounts, on both sides the same ones`)
  for (const each of disagreements) printer.line(`  ${each}: ${believed.has(each) ? 'only SparkKit' : 'only TikTok'} says so`)
  printer.check(missing === 0 && receiver.refused === 0, `${got.size} webhooks, every signature valid, none missing beside the event feed`)
  printer.check(refusedForPace === 0, `${calls} calls to TikTok, ${busiestSecond} in the busiest second, none beyond its limit`)
  return { bound: believed.size, disagreements, webhooks: got.size, refused: receiver.refused, missing }
}
