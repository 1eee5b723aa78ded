const BEGUN = 0
const COMMITTING = 1
const DONE = 2
const ACTIVE = 3
const STOPPED = 4

/**
 * Memory shared with a worker. It survives the worker and tells how far it came: the last call begun, the last one whose
 * commit began and the last one done. Sequence numbers wrap, so they are compared by their difference.
 */
export class Progress {
  readonly buffer: SharedArrayBuffer
  readonly #cells: Int32Array<SharedArrayBuffer>

  constructor(buffer = new SharedArrayBuffer(5 * Int32Array.BYTES_PER_ELEMENT)) {
    this.buffer = buffer
    this.#cells = new Int32Array(buffer)
  }

  /** For a thread about to start: it is active while it loads, and nothing up to and including `seq` is its doing. */
  reset(seq: number): void {
    this.#cells.fill(seq, BEGUN, DONE + 1)
    Atomics.store(this.#cells, ACTIVE, 1)
  }

  begun(seq: number): void {
    Atomics.store(this.#cells, BEGUN, seq)
  }

  committing(seq: number): void {
    Atomics.store(this.#cells, COMMITTING, seq)
  }

  done(seq: number): void {
    Atomics.store(this.#cells, DONE, seq)
  }

  hasBegun(seq: number): boolean {
    return this.#reached(BEGUN, seq)
  }

  mayHaveCommitted(seq: number): boolean {
    return this.#reached(COMMITTING, seq) || this.#reached(DONE, seq)
  }

  get stopped(): boolean {
    return Atomics.load(this.#cells, STOPPED) === 1
  }

  /** No call begins from now on. */
  stop(): void {
    Atomics.store(this.#cells, STOPPED, 1)
  }

  /** False once stopped. Enters before it looks, so that whoever stops and then finds nobody active may rely on it. */
  enter(): boolean {
    Atomics.store(this.#cells, ACTIVE, 1)
    if (!this.stopped) return true
    this.leave()
    return false
  }

  leave(): void {
    Atomics.store(this.#cells, ACTIVE, 0)
    Atomics.notify(this.#cells, ACTIVE)
  }

  waitForIdle(ms: number): void {
    Atomics.wait(this.#cells, ACTIVE, 1, ms)
  }

  #reached(cell: number, seq: number): boolean {
    return ((Atomics.load(this.#cells, cell) - seq) | 0) >= 0
  }
}

export function nextSeq(seq: number): number {
  return (seq + 1) | 0
}
