type Act = () => Promise<void>

export interface ClockOptions {
  /** Epoch milliseconds. With it the clock stands still until it is moved; without, it runs with the machine's. */
  readonly at?: number | undefined
  readonly wallNow: () => number
}

/** The simulator's time, and what is to happen in it. Acts run one after another, each at its own moment. */
export class SimulatorClock {
  readonly #wallNow: () => number
  readonly #planned: { at: number; act: Act }[] = []
  #standsAt: number | null
  #offset = 0
  #running: Promise<void> = Promise.resolve()

  constructor({ at, wallNow }: ClockOptions) {
    this.#standsAt = at ?? null
    this.#wallNow = wallNow
  }

  readonly now = (): number => this.#standsAt ?? this.#wallNow() + this.#offset

  plan(at: number, act: Act): void {
    this.#planned.push({ at, act })
  }

  /** Moves on to a time, doing what falls due on the way. Never backwards. */
  moveTo(at: number): Promise<void> {
    this.#running = this.#running.then(() => this.#moveTo(at))
    return this.#running
  }

  /** Does what fell due by itself, where the clock runs. */
  catchUp(): Promise<void> {
    return this.moveTo(this.now())
  }

  async #moveTo(at: number): Promise<void> {
    for (let next = this.#takeDue(at); next; next = this.#takeDue(at)) {
      this.#set(next.at)
      await next.act()
    }
    this.#set(at)
  }

  #set(at: number): void {
    if (at <= this.now()) return
    if (this.#standsAt === null) this.#offset = at - this.#wallNow()
    else this.#standsAt = at
  }

  #takeDue(at: number): { at: number; act: Act } | undefined {
    const due = this.#planned.filter(each => each.at <= at)
    const [first] = due.toSorted((a, b) => a.at - b.at)
    if (first) this.#planned.splice(this.#planned.indexOf(first), 1)
    return first
  }
}
