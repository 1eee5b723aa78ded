import { expect } from 'vitest'
import type { TestKit, TestTenant } from '../index.ts'
import { createRandom, type Random } from '../random.ts'
import { ingest, postUrl } from '../scenario.ts'
import { type Asked, HABITS, type Person, type Plan, QUARTERS_A_DAY, type Quarter, RESPONSES } from './habits.ts'

const DAYS = 60
const POSTS_EACH = 2
const DAY_MS = 86_400_000
/** Days over which the first requests are spread. */
const ASKING_DAYS = 10
const RENEW_BEFORE_DAYS = 4

export interface SixtyDaysOptions {
  readonly seed: number
  readonly creators: number
}

export interface World {
  readonly kit: TestKit
  readonly tenant: TestTenant
  readonly people: readonly Person[]
  /** Where the workspace's clock stood at the beginning. */
  readonly start: number
}

interface Agenda extends Plan {
  /** Everything planned up to a quarter, in the order it was planned. */
  due(quarter: Quarter): (() => Promise<void>)[]
}

function createAgenda(kit: TestKit, seed: number): Agenda & { at: Quarter } {
  const planned = new Map<Quarter, (() => Promise<void>)[]>()
  const agenda = {
    kit,
    seed,
    at: 0,
    later: (quarters: Quarter, act: () => Promise<void>): void => {
      const quarter = agenda.at + quarters
      planned.set(quarter, [...(planned.get(quarter) ?? []), act])
    },
    due: (quarter: Quarter) => planned.get(quarter) ?? [],
  }
  return agenda
}

async function gatherPeople(tenant: TestTenant, { seed, creators }: SixtyDaysOptions): Promise<Person[]> {
  const people: Person[] = []
  for (let n = 0; n < creators; n += 1) {
    const habit = HABITS[n % HABITS.length] ?? 'prompt'
    people.push({ handle: `${habit}.${n}`, habit, random: createRandom(seed * 7919 + n), contentIds: [], token: '', versions: [] })
  }
  const items = people.flatMap((person, n) =>
    Array.from({ length: POSTS_EACH }, (_, post) => ({ url: postUrl(n * POSTS_EACH + post, person.handle) })),
  )
  const ids = await ingest(tenant, ...items)
  for (const [n, person] of people.entries()) person.contentIds.push(...ids.slice(n * POSTS_EACH, (n + 1) * POSTS_EACH))
  return people
}

/** The marketer's side of the story. */
class Marketer {
  readonly #tenant: TestTenant
  readonly #plan: Plan
  readonly #random: Random
  readonly #byContent: ReadonlyMap<string, Person>
  readonly #renewed = new Set<string>()

  constructor({ tenant, plan, people, seed }: { tenant: TestTenant; plan: Plan; people: readonly Person[]; seed: number }) {
    this.#tenant = tenant
    this.#plan = plan
    this.#random = createRandom(seed)
    this.#byContent = new Map(people.flatMap(person => person.contentIds.map((id): [string, Person] => [id, person])))
  }

  async #call(method: string, path: string, body?: unknown) {
    const answer = await this.#tenant.call(method, path, body)
    expect(answer.status, answer.text).toBeLessThan(300)
    return answer.body
  }

  /** Plans flights for some of the posts, and asks their creators for codes. */
  async ask(people: readonly Person[], today: number): Promise<void> {
    const content = people.flatMap(person => person.contentIds)
    const flown = content.filter(() => this.#random.chance(0.5))
    const date = (days: number): string => new Date(today + days * DAY_MS).toISOString().slice(0, 10)
    const items = flown.map(id => {
      const starts = this.#random.below(10)
      return { content: id, startsOn: date(starts), endsOn: date(starts + 10 + this.#random.below(40)), timeZone: 'Europe/Berlin' }
    })
    if (items.length > 0) await this.#call('POST', '/v1/flights', { items })
    for (const askedDays of [14, 30]) {
      const half = content.filter((_, index) => (index % 2 === 0) === (askedDays === 14))
      if (half.length > 0) await this.#request({ content: half, askedDays })
    }
  }

  /** Asks again for what ends soon, once for each end. */
  async renew(today: number): Promise<void> {
    const endsBefore = new Date(today + RENEW_BEFORE_DAYS * DAY_MS).toISOString()
    const content: string[] = []
    for (let cursor = ''; ; ) {
      const page = await this.#call('GET', `/v1/spark-codes?status=live&limit=100&endsBefore=${endsBefore}${cursor}`)
      for (const code of page.data) {
        const end = `${code.contentId} ${code.endsAt}`
        if (!this.#renewed.has(end)) content.push(code.contentId)
        this.#renewed.add(end)
      }
      if (page.nextCursor === null) break
      cursor = `&cursor=${page.nextCursor}`
    }
    // Codes that end at the same moment come in the order of their ids, which differs from run to run.
    content.sort((a, b) => this.#order(a) - this.#order(b))
    if (content.length > 0) await this.#request({ content, askedDays: 14, renews: true })
  }

  #order(contentId: string): number {
    return [...this.#byContent.keys()].indexOf(contentId)
  }

  async #request(input: { content: string[]; askedDays: number; renews?: boolean }): Promise<void> {
    const { results, approvalLinks } = await this.#call('POST', '/v1/spark-requests', input)
    const asked = new Map<Person, Asked[]>()
    for (const { status, id, contentId } of results) {
      const person = this.#byContent.get(contentId)
      if (status !== 'created' || !person) continue
      const post = person.contentIds.indexOf(contentId)
      asked.set(person, [...(asked.get(person) ?? []), { requestId: id, post, isRenewal: input.renews === true }])
      if (this.#random.chance(0.6)) this.#plan.later(5 * QUARTERS_A_DAY + this.#random.below(8), () => this.#use(contentId))
    }
    const linkOf = new Map<string, { id: string; url: string }>(
      approvalLinks.flatMap((link: { id: string; url: string; requestIds: string[] }) => link.requestIds.map(id => [id, link])),
    )
    for (const [person, requests] of asked) {
      const link = linkOf.get(requests[0]?.requestId ?? '')
      if (!link) throw new Error('A request without a link.')
      person.token = link.url.split('/').at(-1) ?? ''
      await this.#call('POST', `/v1/approval-links/${link.id}/sent`, {})
      RESPONSES[person.habit](this.#plan, person, requests)
    }
  }

  async #use(contentId: string): Promise<void> {
    const { data } = await this.#call('GET', `/v1/spark-codes?contentId=${contentId}&status=live`)
    if (data.length > 0) await this.#call('POST', `/v1/spark-codes/${data[0].id}/used`, { adAccountId: 'act_1' })
  }
}

/** Sixty days of a brand and its creators, lived through the API on a sandbox's clock: the same for the same seed. */
export async function runSixtyDays(kit: TestKit, options: SixtyDaysOptions): Promise<World> {
  const tenant = await kit.tenant({ mode: 'sandbox' })
  const start = Date.parse((await tenant.call('GET', '/v1/me')).body.workspace.now)
  const people = await gatherPeople(tenant, options)
  const agenda = createAgenda(kit, options.seed)
  const marketer = new Marketer({ tenant, plan: agenda, people, seed: options.seed })
  for (agenda.at = 0; agenda.at < DAYS * QUARTERS_A_DAY; agenda.at += 1) {
    const day = agenda.at / QUARTERS_A_DAY
    const today = start + day * DAY_MS
    if (Number.isInteger(day)) {
      if (day < ASKING_DAYS) {
        await marketer.ask(
          people.filter((_, n) => n % ASKING_DAYS === day),
          today,
        )
      }
      await marketer.renew(today)
    }
    for (const act of agenda.due(agenda.at)) await act()
    const { status, text } = await tenant.call('POST', '/v1/sandbox/advance', { days: 1 / QUARTERS_A_DAY })
    expect(status, text).toBe(200)
  }
  return { kit, tenant, people, start }
}
