import { setTimeout as sleep } from 'node:timers/promises'
import { startTiktokSimulator } from '../../platforms/tiktok/simulator/index.ts'
import { TEST_KEY_RING, type TestKit } from '../index.ts'
import { createRandom } from '../random.ts'
import { compare, type TiktokDays } from './tiktok-compare.ts'
import { type Body, Run, type TiktokDaysOptions } from './tiktok-run.ts'
import { KillableService } from './tiktok-service.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const DAYS = 60
const OUTAGE_DAYS = [20, 41]
const OUTAGE_MS = 6 * HOUR_MS
const ASKING_DAYS = 10
const RENEW_BEFORE_DAYS = 4
/** TikTok's highest level: what lasts days there lasts minutes here. */
const ULTIMATE_PACE = { perSecond: 50, perMinute: 3000 }

interface Brand {
  /** Every post with the handle of its creator. */
  readonly content: readonly { readonly id: string; readonly platformId: string; readonly creatorId: string }[]
  readonly handles: ReadonlyMap<string, string>
  readonly accounts: readonly string[]
}

async function begin(run: Run): Promise<Brand> {
  const { world, accessToken, app } = run.tiktok.simulator
  const items = [...world.posts.values()].map(({ url }) => ({ url }))
  for (let at = 0; at < items.length; at += 1000) await run.call('POST', '/v1/content/batch', { items: items.slice(at, at + 1000) })
  const content = (await run.all('/v1/content')).toSorted((a, b) => a.platformId.localeCompare(b.platformId))
  await run.call('POST', '/v1/connections', { name: 'Ads', token: accessToken, app })
  const accounts: Body[] = (await run.all('/v1/ad-accounts')).toSorted((a, b) => a.advertiserId.localeCompare(b.advertiserId))
  await run.call('PATCH', '/v1/workspace', { settings: { bindTo: accounts[0].id } })
  return {
    content: content.map(({ id, platformId, creator }) => ({ id, platformId, creatorId: creator.id })),
    handles: new Map(content.map(({ creator }) => [creator.id, creator.handle])),
    accounts: accounts.map(({ id }) => id),
  }
}

/** What the marketer and the ad team do of a morning. */
class Mornings {
  readonly #run: Run
  readonly #brand: Brand
  readonly #done = new Set<string>()

  constructor(run: Run, brand: Brand) {
    this.#run = run
    this.#brand = brand
  }

  #isNew(key: string): boolean {
    const isNew = !this.#done.has(key)
    this.#done.add(key)
    return isNew
  }

  /** A tenth of the creators each day. */
  async ask(day: number): Promise<void> {
    const { content, handles } = this.#brand
    const share = Math.ceil(handles.size / ASKING_DAYS)
    const group = [...handles.keys()].slice(day * share, (day + 1) * share)
    const due = content.filter(({ creatorId }) => group.includes(creatorId)).map(({ id }) => id)
    if (due.length > 0) await this.#run.request({ content: due, askedDays: 30 }, handles)
  }

  /** Once for each end. */
  async renew(day: number): Promise<void> {
    const before = new Date(this.#run.start + (day + RENEW_BEFORE_DAYS) * DAY_MS).toISOString()
    const ending = await this.#run.all(`/v1/spark-codes?status=live&endsBefore=${before}`)
    const content = ending.filter(({ id, endsAt }) => this.#isNew(`${id} ${endsAt}`)).map(({ contentId }) => contentId)
    if (content.length > 0) await this.#run.request({ content, askedDays: 14, renews: true }, this.#brand.handles)
  }

  /** Two of three codes are wanted in a second ad account as well. */
  async bindElsewhere(): Promise<void> {
    const { accounts, content } = this.#brand
    const numbers = new Map(content.map(({ id }, number) => [id, number]))
    const live = await this.#run.all('/v1/spark-codes?status=live')
    const items = live
      .filter(({ id }) => this.#isNew(id))
      .map(({ id, contentId }) => ({ sparkCodeId: id, adAccountId: accounts[(numbers.get(contentId) ?? 0) % accounts.length] }))
      .filter(({ adAccountId }) => adAccountId !== accounts[0])
    for (let at = 0; at < items.length; at += 500) await this.#run.call('POST', '/v1/bindings', { items: items.slice(at, at + 500) })
  }
}

async function live(run: Run, { stepHours, kills, seed }: TiktokDaysOptions): Promise<void> {
  const mornings = new Mornings(run, await begin(run))
  const { faults } = run.tiktok.simulator
  faults.inject({ fault: 'any', share: 0.05 })
  for (const day of OUTAGE_DAYS) {
    const from = run.start + day * DAY_MS
    faults.inject({ fault: 'down', from, until: from + OUTAGE_MS })
  }
  const stepsADay = 24 / stepHours
  const random = createRandom(seed)
  const killAt = new Set(Array.from({ length: kills }, () => random.below(DAYS * stepsADay)))
  for (let step = 0; step < DAYS * stepsADay; step++) {
    const day = step / stepsADay
    if (Number.isInteger(day)) {
      await mornings.ask(day)
      await mornings.renew(day)
      await mornings.bindElsewhere()
    }
    await run.step(killAt.has(step))
  }
  // The last failures are made up for while nobody does anything.
  faults.clear()
  for (let hour = 0; hour < 8; hour++) {
    run.service.pass(HOUR_MS)
    await sleep(300)
    await run.quiet()
  }
}

/** Sixty days of creators, three ad accounts and a TikTok that fails one call in twenty, and twice all of them for six hours. */
export async function runTiktokDays(kit: TestKit, options: TiktokDaysOptions): Promise<TiktokDays> {
  const tenant = await kit.tenant({ mode: 'sandbox' })
  const start = Date.parse((await tenant.call('GET', '/v1/me')).body.workspace.now)
  const pace = ULTIMATE_PACE
  const tiktok = await startTiktokSimulator({ seed: options.seed, at: start, creators: options.creators, adAccounts: 3, pace })
  const settings = { databaseUrl: `file:${kit.databasePath}`, keyRing: TEST_KEY_RING, simulatorUrl: tiktok.url, pace, wall: start }
  const service = await KillableService.start(settings)
  try {
    const run = new Run({ service, tiktok, tenant, start, options })
    await live(run, options)
    return { ...(await compare(run)), kills: service.kills }
  } finally {
    await service.stop()
    await tiktok.close()
  }
}
