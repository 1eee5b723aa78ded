export interface Entry {
  /** A transaction keeps the gate shut until it calls `release`; a single statement lets the next one follow at once. */
  holds: boolean
  start(release: () => void): void
  cancel(error: Error): void
}

/** First come, first served. Entries start synchronously, so the order of their calls is the order of their arrival. */
export class FifoGate {
  #held = false
  #closedBy: Error | undefined
  readonly #waiting: Entry[] = []

  enter(entry: Entry): void {
    if (this.#closedBy) {
      entry.cancel(this.#closedBy)
      return
    }
    this.#waiting.push(entry)
    this.#advance()
  }

  /** Refuses everybody who waits and whoever comes later. */
  close(error: Error): void {
    this.#closedBy = error
    for (const entry of this.#waiting.splice(0)) entry.cancel(error)
  }

  #advance(): void {
    while (!this.#held) {
      const entry = this.#waiting.shift()
      if (!entry) return
      this.#held = entry.holds
      entry.start(entry.holds ? this.#releaseOnce() : () => {})
    }
  }

  #releaseOnce(): () => void {
    let released = false
    return () => {
      if (released) return
      released = true
      this.#held = false
      this.#advance()
    }
  }
}
