import type { ApprovalVisit, AskedItem } from './approvals.ts'
import { visitApproval } from './approvals.ts'
import type { SimulatorClock } from './clock.ts'
import type { World } from './world.ts'
import { type Persona, type SimulatedCode, type SimulatedCreator, SimulatorError } from './world-types.ts'

const HOUR_MS = 3_600_000
const DAY_HOURS = 24

/** What a creator did, in the order it happened. `status` is that of the service's answer. */
export interface Deed {
  readonly at: number
  readonly handle: string
  readonly did: 'opened' | 'approve' | 'reject' | 'withdraw' | 'revoked' | 'deleted'
  readonly status?: number
}

interface Turn {
  readonly creator: SimulatedCreator
  readonly visit: ApprovalVisit
  /** How many messages this creator got. */
  readonly round: number
}

const GARBAGE = ['i dont know where to find it', '#abc', 'https://www.tiktok.com/@someone/video/1', '#fyp #ad'] as const

/** Creators who answer messages, each in their own way, when their time has come. */
export class Creators {
  readonly deeds: Deed[] = []
  readonly #world: World
  readonly #clock: SimulatorClock
  readonly #rounds = new Map<string, number>()

  constructor(world: World, clock: SimulatorClock) {
    this.#world = world
    this.#clock = clock
  }

  /** Puts a message into a creator's inbox. Only one with an approval link in it is answered. */
  receive(handle: string, text: string): void {
    const creator = this.#world.creators.get(handle)
    if (!creator) throw new SimulatorError(`There is no creator ${handle}.`)
    const visit = visitApproval(text)
    if (!visit) return
    const round = (this.#rounds.get(handle) ?? 0) + 1
    this.#rounds.set(handle, round)
    this.#respond[creator.persona]({ creator, visit, round })
  }

  /** Between so many hours from now. An answer that does not get through is tried again an hour later. */
  #later(turn: Turn, hours: readonly [number, number], act: () => Promise<void>): void {
    const wait = this.#world.draw.between([hours[0] * 60, hours[1] * 60], 'wait', turn.creator.handle, turn.round, hours.join())
    const tryAt = (at: number): void =>
      this.#clock.plan(at, async () => {
        try {
          await act()
        } catch (error) {
          if (error instanceof SimulatorError) throw error
          tryAt(at + HOUR_MS)
        }
      })
    tryAt(this.#clock.now() + wait * 60_000)
  }

  #note(turn: Turn, did: Deed['did'], status?: number): void {
    this.deeds.push({ at: this.#clock.now(), handle: turn.creator.handle, did, ...(status !== undefined && { status }) })
  }

  async #open({ creator, visit, round }: Turn): Promise<readonly AskedItem[]> {
    this.#note({ creator, visit, round }, 'opened', await visit.say('opened'))
    const items = await visit.items()
    return items.filter(item => ['pending', 'lapsed', 'rejected'].includes(item.status) && item.postId !== null)
  }

  /** Half of those who are asked again extend the code they have; some choose other days than were asked. */
  #codeFor({ creator, round }: Turn, { postId, askedDays }: AskedItem): { code: SimulatedCode; days: number } {
    const id = postId ?? ''
    if (!this.#world.posts.has(id)) this.#world.addPost({ handle: creator.handle, id })
    const other = this.#world.draw.share('days', id, round) < 0.2
    const days = other ? (askedDays === 7 ? 30 : 7) : askedDays
    const hasOne = this.#world.currentCode(id) !== undefined
    const isExtended = hasOne && creator.persona !== 'other_post' && this.#world.draw.share('extends', id, round) < 0.5
    return { code: isExtended ? this.#world.extendCode(id, days) : this.#world.generateCode(id, days), days }
  }

  async #approve(turn: Turn, items: readonly AskedItem[]): Promise<void> {
    for (const item of items) {
      const { code, days } = this.#codeFor(turn, item)
      const paste = this.#world.draw.share('chatty', item.postId ?? '', turn.round) < 0.2 ? `here you go ${code.code} xx` : code.code
      this.#note(turn, 'approve', await turn.visit.say('approve', { requestId: item.requestId, code: paste, days }))
    }
  }

  #approves(turn: Turn, hours: readonly [number, number]): void {
    this.#later(turn, hours, async () => this.#approve(turn, await this.#open(turn)))
  }

  readonly #respond: Readonly<Record<Persona, (turn: Turn) => void>> = {
    prompt: turn => this.#approves(turn, [1, 6]),
    slow: turn => this.#approves(turn, [3 * DAY_HOURS, 9 * DAY_HOURS]),
    vanishes: turn => {
      if (this.#world.draw.share('peeks', turn.creator.handle, turn.round) < 0.5) {
        this.#later(turn, [2, 48], async () => void (await this.#open(turn)))
      }
    },
    rejects: turn =>
      this.#later(turn, [4, 40], async () => {
        for (const { requestId, status } of await this.#open(turn)) {
          if (status === 'pending') this.#note(turn, 'reject', await turn.visit.say('reject', { requestId, reason: 'Not for ads, sorry.' }))
        }
      }),
    garbage: turn => {
      this.#later(turn, [2, 20], async () => {
        for (const { requestId, postId } of await this.#open(turn)) {
          const code = this.#world.draw.pick(GARBAGE, 'garbage', postId ?? '', turn.round)
          this.#note(turn, 'approve', await turn.visit.say('approve', { requestId, code }))
        }
      })
      this.#approves(turn, [30, 60])
    },
    other_post: turn => {
      this.#later(turn, [2, 20], async () => {
        const [first, ...others] = await this.#open(turn)
        if (!first) return
        const { code } = this.#codeFor(turn, first)
        for (const { requestId } of [...others, first]) {
          this.#note(turn, 'approve', await turn.visit.say('approve', { requestId, code: code.code }))
        }
      })
      this.#approves(turn, [30, 60])
    },
    revokes: turn => {
      this.#approves(turn, [2, 12])
      this.#later(turn, [5 * DAY_HOURS, 12 * DAY_HOURS], async () => this.#regret(turn, 'revoked'))
    },
    deletes: turn => {
      this.#approves(turn, [2, 12])
      this.#later(turn, [5 * DAY_HOURS, 15 * DAY_HOURS], async () => this.#regret(turn, 'deleted'))
    },
  }

  /** In TikTok, where nobody tells the brand. */
  #regret(turn: Turn, did: 'revoked' | 'deleted'): void {
    const own = [...this.#world.posts.values()].find(post => post.handle === turn.creator.handle && this.#world.currentCode(post.id))
    if (!own) return
    if (did === 'revoked') this.#world.revokeCode(own.id)
    else this.#world.changePost(own.id, 'USER_DELETE')
    this.#note(turn, did)
  }
}
