import type { Draw } from './draw.ts'

/**
 * `slow`: answers late. `wrong`: a success that is none. `error`: 50000. `html`: a web page under status 200. `half`: half of the
 * announced body. `never`: no answer. `reset`: the connection breaks. `twice`: the answer comes two times. `rate_limited`: 40100.
 * `down`: 503 with a web page.
 */
export const FAULTS = ['slow', 'wrong', 'error', 'html', 'half', 'never', 'reset', 'twice', 'rate_limited', 'down'] as const
export type Fault = (typeof FAULTS)[number]

export interface FaultRule {
  fault: Fault | 'any'
  /** Only calls of this path, such as `tt_video/authorize/`. */
  on?: string | undefined
  /** Of the calls, 0 to 1. Default 1: every one. */
  share?: number | undefined
  /** After so many it is over. */
  times?: number | undefined
  /** Simulator time, epoch milliseconds. */
  from?: number | undefined
  until?: number | undefined
  /** Whether the call takes effect although its answer is lost. Default: by chance. */
  executed?: boolean | undefined
  /** For `slow`. Default 2000. */
  delayMs?: number | undefined
}

export interface Failing {
  readonly fault: Fault
  readonly isExecuted: boolean
  readonly delayMs: number
}

const ANY = ['wrong', 'error', 'html', 'half', 'reset', 'twice', 'rate_limited'] as const
const NEVER_EXECUTED: readonly Fault[] = ['rate_limited', 'down']
const ALWAYS_EXECUTED: readonly Fault[] = ['slow', 'twice']

/** What goes wrong, by rule and by chance. */
export class Faults {
  readonly #draw: Draw
  readonly #rules: { rule: FaultRule; hits: number }[] = []

  constructor(draw: Draw) {
    this.#draw = draw
  }

  inject(rule: FaultRule): void {
    this.#rules.push({ rule, hits: 0 })
  }

  clear(): void {
    this.#rules.length = 0
  }

  /** What becomes of a call. `number` counts the calls. */
  next({ path, number, now }: { path: string; number: number; now: number }): Failing | null {
    for (const [index, entry] of this.#rules.entries()) {
      const { rule } = entry
      const applies = (rule.on ?? path) === path && now >= (rule.from ?? now) && now < (rule.until ?? Number.POSITIVE_INFINITY)
      if (!applies || entry.hits >= (rule.times ?? Number.POSITIVE_INFINITY)) continue
      if (this.#draw.share('fault', index, number) >= (rule.share ?? 1)) continue
      entry.hits += 1
      const fault = rule.fault === 'any' ? this.#draw.pick(ANY, 'kind', number) : rule.fault
      const byChance = rule.executed ?? this.#draw.share('executed', number) < 0.5
      const isExecuted = ALWAYS_EXECUTED.includes(fault) || (byChance && !NEVER_EXECUTED.includes(fault))
      return { fault, isExecuted, delayMs: rule.delayMs ?? 2000 }
    }
    return null
  }
}
