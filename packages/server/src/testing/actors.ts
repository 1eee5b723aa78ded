import { expect } from 'vitest'
import type { TestAnswer, TestTenant } from './index.ts'
import type { Random } from './random.ts'
import { ingest, postUrl, sparkCode } from './scenario.ts'

/** How a service is reached: in the same process, or over HTTP in one that may be killed. Throws when nobody answers. */
export type Send = (request: { method: string; path: string; body?: unknown; key?: string | undefined }) => Promise<TestAnswer>

const CREATORS = ['mara.glow', 'ben.eats']
const POSTS_EACH = 2
/** Few, so that the same code comes again, for the same post and for others. */
const CODES = 7

interface Link {
  readonly id: string
  readonly token: string
  readonly requestIds: string[]
}

/** What was acknowledged and must be there ever after. */
export interface Acknowledged {
  readonly requests: Set<string>
  readonly codes: { contentId: string; code: string }[]
  readonly used: Set<string>
  readonly flights: Set<string>
}

/** Several people at work on the same few posts, all at once. */
export class Actors {
  readonly acknowledged: Acknowledged = { requests: new Set(), codes: [], used: new Set(), flights: new Set() }
  /** How often each command was answered with success. */
  readonly done = new Map<string, number>()
  readonly #send: Send
  readonly #key: string
  readonly #random: Random
  readonly #links = new Map<string, Link>()
  #content: string[] = []
  #contentOf = new Map<string, string>()
  #codeIds: string[] = []

  constructor({ send, key, random }: { send: Send; key: string; random: Random }) {
    this.#send = send
    this.#key = key
    this.#random = random
  }

  async begin(tenant: TestTenant): Promise<void> {
    const urls = CREATORS.flatMap((handle, c) =>
      Array.from({ length: POSTS_EACH }, (_, n) => ({ url: postUrl(c * POSTS_EACH + n, handle) })),
    )
    this.#content = await ingest(tenant, ...urls)
  }

  /** Some commands at once. A connection that breaks is a command nobody acknowledged. */
  async wave(size: number): Promise<void> {
    const commands = Array.from({ length: size }, () => this.#random.pick(this.#commands))
    await Promise.all(
      commands.map(async ([name, run]) => {
        const answer = await run().catch((error: unknown) => {
          if (error instanceof TypeError) return undefined
          throw error
        })
        if (!answer) return
        expect(answer.status, `${name}: ${answer.text}`).toBeLessThan(500)
        if (answer.status < 300) this.done.set(name, (this.done.get(name) ?? 0) + 1)
      }),
    )
  }

  readonly #commands: readonly (readonly [string, () => Promise<TestAnswer | undefined>])[] = [
    ['request', () => this.#request(false)],
    ['request', () => this.#request(false)],
    ['renew', () => this.#request(true)],
    ['approve', () => this.#approve()],
    ['approve', () => this.#approve()],
    ['approve', () => this.#approve()],
    ['reject', () => this.#answer('reject', { reason: '<b>no</b>' })],
    ['withdraw', () => this.#answer('withdraw', {})],
    ['open', () => this.#answer('opened')],
    ['cancel', () => this.#onRequest('cancel')],
    ['sent', () => this.#onLink('sent', {})],
    ['reissue', () => this.#reissue()],
    ['add', () => this.#add()],
    ['extend', () => this.#extend()],
    ['use', () => this.#use()],
    ['flight', () => this.#flight()],
    ['list', () => this.#list()],
    ['advance', () => this.#call('POST', '/v1/sandbox/advance', { days: 1 + this.#random.below(9) })],
  ]

  #call(method: string, path: string, body?: unknown): Promise<TestAnswer> {
    return this.#send({ method, path, body, key: this.#key })
  }

  #anyLink(): Link | undefined {
    return this.#links.size === 0 ? undefined : this.#random.pick([...this.#links.values()])
  }

  async #request(renews: boolean): Promise<TestAnswer> {
    const content = [...new Set([this.#random.pick(this.#content), this.#random.pick(this.#content)])]
    const days = this.#random.pick([2, 10, 30])
    const answer = await this.#call('POST', '/v1/spark-requests', { content, askedDays: days, renews })
    for (const row of answer.body?.results ?? []) {
      if (row.status !== 'created') continue
      this.acknowledged.requests.add(row.id)
      this.#contentOf.set(row.id, row.contentId)
    }
    for (const link of answer.body?.approvalLinks ?? []) {
      const known = this.#links.get(link.id)
      if (known) known.requestIds.push(...link.requestIds)
      else this.#links.set(link.id, { id: link.id, token: link.url.split('/').at(-1), requestIds: [...link.requestIds] })
    }
    return answer
  }

  /** The date some days after the workspace's clock, which another may be moving. */
  async #day(after: number): Promise<string> {
    const { body } = await this.#call('GET', '/v1/me')
    return new Date(Date.parse(body.workspace.now) + after * 86_400_000).toISOString().slice(0, 10)
  }

  #code(): string {
    return sparkCode(`actor ${this.#random.below(CODES)}`)
  }

  async #answer(verb: string, body?: object): Promise<TestAnswer | undefined> {
    const link = this.#anyLink()
    if (!link || link.requestIds.length === 0) return undefined
    const requestId = this.#random.pick(link.requestIds)
    return this.#send({ method: 'POST', path: `/v1/approvals/${link.token}/${verb}`, body: body && { requestId, ...body } })
  }

  async #approve(): Promise<TestAnswer | undefined> {
    const link = this.#anyLink()
    if (!link || link.requestIds.length === 0) return undefined
    const requestId = this.#random.pick(link.requestIds)
    const code = this.#code()
    const days = this.#random.chance(0.5) ? { days: this.#random.pick([3, 14, 60]) } : {}
    const answer = await this.#send({ method: 'POST', path: `/v1/approvals/${link.token}/approve`, body: { requestId, code, ...days } })
    if (answer.status === 200) this.acknowledged.codes.push({ contentId: this.#contentOf.get(requestId) ?? '', code })
    return answer
  }

  async #onRequest(verb: string): Promise<TestAnswer | undefined> {
    if (this.acknowledged.requests.size === 0) return undefined
    return this.#call('POST', `/v1/spark-requests/${this.#random.pick([...this.acknowledged.requests])}/${verb}`)
  }

  async #onLink(verb: string, body?: object): Promise<TestAnswer | undefined> {
    const link = this.#anyLink()
    return link && this.#call('POST', `/v1/approval-links/${link.id}/${verb}`, body)
  }

  /** The creator gets the new URL with the next message. */
  async #reissue(): Promise<TestAnswer | undefined> {
    const link = this.#anyLink()
    if (!link || this.#random.chance(0.7)) return undefined
    const answer = await this.#call('POST', `/v1/approval-links/${link.id}/reissue`)
    if (answer.status !== 201) return answer
    const message = await this.#call('GET', `/v1/approval-links/${answer.body.id}/message`)
    this.#links.delete(link.id)
    if (message.status === 200) {
      this.#links.set(answer.body.id, { id: answer.body.id, token: message.body.url.split('/').at(-1), requestIds: link.requestIds })
    }
    return answer
  }

  async #add(): Promise<TestAnswer> {
    const [content, code] = [this.#random.pick(this.#content), this.#code()]
    const answer = await this.#call('POST', '/v1/spark-codes', { content, code, days: this.#random.pick([1, 8, 40]) })
    if (answer.status === 201) {
      this.acknowledged.codes.push({ contentId: content, code })
      this.#codeIds.push(answer.body.id)
    }
    return answer
  }

  async #extend(): Promise<TestAnswer | undefined> {
    if (this.#codeIds.length === 0) return undefined
    const endsAt = `${await this.#day(5 + this.#random.below(60))}T12:00:00Z`
    return this.#call('PATCH', `/v1/spark-codes/${this.#random.pick(this.#codeIds)}`, { endsAt })
  }

  async #use(): Promise<TestAnswer | undefined> {
    if (this.#codeIds.length === 0) return undefined
    const id = this.#random.pick(this.#codeIds)
    const answer = await this.#call('POST', `/v1/spark-codes/${id}/used`, { adId: `ad_${this.#random.below(3)}` })
    if (answer.status === 200) this.acknowledged.used.add(id)
    return answer
  }

  async #flight(): Promise<TestAnswer> {
    const starts = this.#random.below(20)
    const item = {
      content: this.#random.pick(this.#content),
      startsOn: await this.#day(starts),
      endsOn: await this.#day(starts + 1 + this.#random.below(30)),
      timeZone: this.#random.pick(['UTC', 'Europe/Berlin', 'America/Los_Angeles']),
    }
    const answer = await this.#call('POST', '/v1/flights', { items: [item] })
    for (const row of answer.body?.results ?? []) if (row.status === 'created') this.acknowledged.flights.add(row.id)
    return answer
  }

  async #list(): Promise<TestAnswer> {
    const answer = await this.#call('GET', '/v1/spark-codes?limit=100')
    this.#codeIds = (answer.body?.data ?? []).map((code: { id: string }) => code.id)
    return answer
  }
}
