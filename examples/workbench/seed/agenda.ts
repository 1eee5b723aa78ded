/** Things to do at moments of a story. Doing one may add others, at the same moment or later. */
export class Agenda {
  readonly #entries: { at: number; order: number; run: () => Promise<void> }[] = []
  #count = 0

  add(at: number, run: () => Promise<void>): void {
    this.#entries.push({ at, order: this.#count++, run })
  }

  /** Does everything up to `end`, in order of time; `moveTo` sets the clock before each. What lies behind `end` is not done. */
  async live(end: number, moveTo: (at: number) => Promise<void>): Promise<void> {
    for (;;) {
      this.#entries.sort((one, other) => one.at - other.at || one.order - other.order)
      const next = this.#entries.shift()
      if (next === undefined || next.at > end) return moveTo(end)
      await moveTo(next.at)
      await next.run()
    }
  }
}
