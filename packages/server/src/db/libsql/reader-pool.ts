import type { ResultSet } from '@libsql/core/api'
import type { Call } from './protocol.ts'
import type { WorkerHandle } from './worker-handle.ts'

/** Calls a reader holds at a time: enough to keep it busy, few enough that hardly any waits behind a slow one. */
const depth = 2
const slowMs = 2

interface Task {
  call: Call
  resolve(results: ResultSet[]): void
  reject(error: Error): void
}

/** Hands reads to whichever reader has room, in the order they came. */
export class ReaderPool {
  readonly workers: readonly WorkerHandle[]
  readonly #queue: Task[] = []

  constructor(workers: WorkerHandle[]) {
    this.workers = workers
    // Not only the pool's own calls fill a reader: a look at each answer, so that no read is left waiting behind the others.
    for (const worker of workers) worker.onAnswered = () => this.#advance()
  }

  send(call: Call): Promise<ResultSet[]> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ call, resolve, reject })
      this.#advance()
    })
  }

  /** The reader with the least to do, for a transaction that stays with it. */
  leastBusy(): WorkerHandle | undefined {
    let best: WorkerHandle | undefined
    for (const worker of this.workers) {
      if (!best || worker.waiting < best.waiting || (worker.waiting === best.waiting && worker.headMs < best.headMs)) best = worker
    }
    return best
  }

  /** Lets the reads that came so far finish, then ends the readers. */
  async shutdown(): Promise<void> {
    this.#advance(() => this.leastBusy())
    await Promise.all(this.workers.map(worker => worker.shutdown()))
  }

  #advance(choose = () => this.#withRoom()): void {
    while (this.#queue.length > 0) {
      const worker = choose()
      const task = worker && this.#queue.shift()
      if (!task) return
      worker.send(task.call).then(task.resolve, task.reject)
    }
  }

  #withRoom(): WorkerHandle | undefined {
    let best: WorkerHandle | undefined
    for (const worker of this.workers) {
      if (worker.waiting > 0 && (worker.waiting >= depth || worker.headMs > slowMs)) continue
      if (!best || worker.waiting < best.waiting) best = worker
    }
    return best
  }
}
