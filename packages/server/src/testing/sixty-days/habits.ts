import { expect } from 'vitest'
import type { TestAnswer, TestKit } from '../index.ts'
import type { Random } from '../random.ts'
import { creator as pageOf, sparkCode } from '../scenario.ts'

export const HABITS = ['prompt', 'slow', 'garbage', 'other_post', 'rejects', 'vanishes', 'returns'] as const
export type Habit = (typeof HABITS)[number]

/** Quarters of a day: when people do things. */
export type Quarter = number
export const QUARTERS_A_DAY = 4

export interface Person {
  readonly handle: string
  readonly habit: Habit
  readonly random: Random
  readonly contentIds: string[]
  token: string
  /** How many codes were made for each post. */
  readonly versions: number[]
}

export interface Plan {
  readonly kit: TestKit
  readonly seed: number
  /** Does something some quarters from now. */
  later(quarters: Quarter, act: () => Promise<void>): void
}

/** A request that reached somebody. */
export interface Asked {
  readonly requestId: string
  readonly post: number
  readonly isRenewal: boolean
}

const GARBAGE = ['i dont know where to find it', '#abc', 'https://www.tiktok.com/@someone/video/1', '7195686135157296390', '#####']

const freshCode = ({ seed }: Plan, person: Person, post: number): string => {
  person.versions[post] = (person.versions[post] ?? 0) + 1
  return sparkCode(`${seed} ${person.handle} ${post} ${person.versions[post]}`)
}
const presentCode = ({ seed }: Plan, person: Person, post: number): string =>
  sparkCode(`${seed} ${person.handle} ${post} ${person.versions[post] ?? 0}`)

const expectStatus = (answer: TestAnswer, ...statuses: number[]): void => expect(statuses, answer.text).toContain(answer.status)

interface Paste {
  readonly requestId: string
  readonly code: string
  readonly days?: number
}

async function approve({ kit }: Plan, person: Person, paste: Paste): Promise<void> {
  expectStatus(await pageOf(kit, person.token).approve(paste), 200)
}

async function approveAll(plan: Plan, person: Person, asked: readonly Asked[]): Promise<void> {
  for (const { requestId, post } of asked) await approve(plan, person, { requestId, code: freshCode(plan, person, post) })
}

type Respond = (plan: Plan, person: Person, asked: readonly Asked[]) => void

const open = async ({ kit }: Plan, person: Person): Promise<void> => expectStatus(await pageOf(kit, person.token).open(), 204)

const pastesGarbage: Respond = (plan, person, asked) => {
  const page = pageOf(plan.kit, person.token)
  plan.later(2 + person.random.below(5), async () => {
    await open(plan, person)
    for (const { requestId } of asked) {
      const code = person.random.pick(GARBAGE)
      const verdict = await page.check({ requestId, code })
      expect(verdict.body.ok, verdict.text).toBe(false)
      expectStatus(await page.approve({ requestId, code }), 422)
    }
  })
  plan.later(8 + person.random.below(6), async () => {
    for (const { requestId, post } of asked) {
      const code = freshCode(plan, person, post)
      await approve(plan, person, { requestId, code: person.random.chance(0.5) ? `here you go: ${code} xx` : code.slice(1) })
    }
  })
}

const pastesAnotherPosts: Respond = (plan, person, asked) => {
  const page = pageOf(plan.kit, person.token)
  plan.later(1 + person.random.below(8), async () => {
    await open(plan, person)
    const [first, ...others] = asked
    if (!first) return
    const code = freshCode(plan, person, first.post)
    await approve(plan, person, { requestId: first.requestId, code })
    for (const { requestId } of others) expectStatus(await page.approve({ requestId, code }), 409)
    plan.later(QUARTERS_A_DAY + person.random.below(4), () => approveAll(plan, person, others))
  })
}

const rejects: Respond = (plan, person, asked) => {
  plan.later(1 + person.random.below(8), async () => {
    await open(plan, person)
    for (const { requestId } of asked) {
      expectStatus(await pageOf(plan.kit, person.token).reject({ requestId, reason: 'not for ads' }), 200)
    }
  })
  if (person.random.chance(0.3)) plan.later(8 * QUARTERS_A_DAY + person.random.below(20), () => approveAll(plan, person, asked))
}

const vanishes: Respond = (plan, person, asked) => {
  if (person.random.chance(0.5)) plan.later(person.random.below(12), () => open(plan, person))
  if (person.random.chance(0.25)) plan.later(33 * QUARTERS_A_DAY + person.random.below(20), () => approveAll(plan, person, asked))
}

/** Says yes for a week at a time, and comes back: with the same code, a new one, or to take it back. */
const returns: Respond = (plan, person, asked) => {
  plan.later(1 + person.random.below(8), async () => {
    if (person.random.chance(0.8)) await open(plan, person)
    for (const { requestId, post, isRenewal } of asked) {
      const isSame = isRenewal && person.random.chance(0.5)
      const code = isSame ? presentCode(plan, person, post) : freshCode(plan, person, post)
      await approve(plan, person, { requestId, code, days: isRenewal ? 14 : 7 })
      if (!person.random.chance(0.2)) continue
      const takeBack = async (): Promise<void> => expectStatus(await pageOf(plan.kit, person.token).withdraw({ requestId }), 200, 409)
      plan.later(3 * QUARTERS_A_DAY, takeBack)
    }
  })
}

const answersWithin =
  (soonest: Quarter, spread: Quarter): Respond =>
  (plan, person, asked) =>
    plan.later(soonest + person.random.below(spread), async () => {
      await open(plan, person)
      await approveAll(plan, person, asked)
    })

export const RESPONSES: Readonly<Record<Habit, Respond>> = {
  prompt: answersWithin(1, 4),
  slow: answersWithin(16, 32),
  garbage: pastesGarbage,
  other_post: pastesAnotherPosts,
  rejects,
  vanishes,
  returns,
}
