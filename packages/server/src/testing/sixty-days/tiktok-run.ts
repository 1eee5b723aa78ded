import { setTimeout as sleep } from 'node:timers/promises'
import type { RunningSimulator } from '../../platforms/tiktok/simulator/index.ts'
import type { TestTenant } from '../index.ts'
import type { KillableService } from './tiktok-service.ts'

const HOUR_MS = 3_600_000
/** No call to TikTok for so long: what could be done is done. */
const QUIET_MS = 200

export interface TiktokDaysOptions {
  readonly seed: number
  readonly creators: number
  /** Of a step of both clocks. */
  readonly stepHours: number
  readonly kills: number
}

// biome-ignore lint/suspicious/noExplicitAny: tests read answers field by field and say what they expect of each.
export type Body = any

/** One brand with its service, which may be killed, and its TikTok. */
export class Run {
  readonly service: KillableService
  readonly tiktok: RunningSimulator
  readonly start: number
  readonly #key: string
  readonly #options: TiktokDaysOptions
  #now: number

  constructor(parts: {
    service: KillableService
    tiktok: RunningSimulator
    tenant: TestTenant
    start: number
    options: TiktokDaysOptions
  }) {
    this.service = parts.service
    this.tiktok = parts.tiktok
    this.#key = parts.tenant.key
    this.start = parts.start
    this.#now = parts.start
    this.#options = parts.options
  }

  async call(method: string, path: string, body?: object): Promise<Body> {
    const response = await fetch(`${this.service.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.#key}`,
        ...(body && { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
    return JSON.parse(text)
  }

  async all(path: string): Promise<Body[]> {
    const found: Body[] = []
    for (let cursor = ''; ; ) {
      const page = await this.call('GET', `${path}${path.includes('?') ? '&' : '?'}limit=100${cursor}`)
      found.push(...page.data)
      if (page.nextCursor === null) return found
      cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`
    }
  }

  async quiet(): Promise<void> {
    for (let calls = -1; calls !== this.tiktok.simulator.traffic.read().calls; ) {
      calls = this.tiktok.simulator.traffic.read().calls
      await sleep(QUIET_MS)
    }
  }

  /** Both clocks go on; in the middle of it the service may be killed. */
  async step(isKilled: boolean): Promise<void> {
    const ms = this.#options.stepHours * HOUR_MS
    this.#now += ms
    this.service.pass(ms)
    await this.call('POST', '/v1/sandbox/advance', { to: new Date(this.#now).toISOString() })
    const acting = this.tiktok.simulator.clock.moveTo(this.#now)
    if (isKilled) {
      await sleep(30)
      await this.service.kill()
    }
    await acting
    await this.quiet()
  }

  async send(links: readonly { id: string; creatorId: string }[], handles: ReadonlyMap<string, string>): Promise<void> {
    for (const { id, creatorId } of links) {
      const { text } = await this.call('GET', `/v1/approval-links/${id}/message`)
      await this.call('POST', `/v1/approval-links/${id}/sent`, {})
      this.tiktok.simulator.message(handles.get(creatorId) ?? '', text)
    }
  }

  async request(input: object, handles: ReadonlyMap<string, string>): Promise<void> {
    const { approvalLinks } = await this.call('POST', '/v1/spark-requests', input)
    await this.send(approvalLinks, handles)
  }
}
