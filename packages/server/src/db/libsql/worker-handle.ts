import type { ResultSet } from '@libsql/core/api'
import { embeddedError, embeddedErrorCodes, fromWireError } from './errors.ts'
import { nextSeq } from './progress.ts'
import type { Call, NumberedCall, Reply, ToWorker, WorkerOptions } from './protocol.ts'
import { ShapeBook } from './rows.ts'
import { DatabaseThread } from './thread.ts'

interface Waiting {
  call: Call
  resolve(results: ResultSet[]): void
  reject(error: Error): void
  onLost: ((cause: Error) => void) | undefined
  restarts: number
}

interface Thread {
  worker: DatabaseThread
  shapes: ShapeBook
  crash?: Error
}

const restartsPerCall = 2
const graceMs = 1000
const shutdownMs = 5000

/** One worker thread as the client sees it: calls in, results out, and a new thread where the old one died. */
export class WorkerHandle {
  readonly #options: WorkerOptions
  readonly #onError: (error: Error) => void
  readonly #waiting = new Map<number, Waiting>()
  #outbox: NumberedCall[] = []
  #thread: Thread | undefined
  #watchdog: NodeJS.Timeout | undefined
  #seq = 0
  #headSince = 0
  #closing: Promise<void> | undefined
  /** Hears that calls were answered, whoever sent them. */
  onAnswered: () => void = () => {}

  constructor(options: WorkerOptions, onError: (error: Error) => void) {
    this.#options = options
    this.#onError = onError
  }

  /** Starts the thread before its first call, so that several start side by side. */
  start(): void {
    this.#thread ??= this.#spawn()
    if (this.#waiting.size === 0) this.#thread.worker.unref()
  }

  /** Calls sent and not answered yet. */
  get waiting(): number {
    return this.#waiting.size
  }

  /** How long the call under way has taken so far. */
  get headMs(): number {
    return this.#waiting.size === 0 ? 0 : performance.now() - this.#headSince
  }

  /** `onLost` hears that the call's transaction is gone, before the promise rejects. */
  send(call: Call, onLost?: (cause: Error) => void): Promise<ResultSet[]> {
    if (this.#closing) return Promise.reject(embeddedError(embeddedErrorCodes.closed, 'The database is closed.'))
    return this.#send(call, onLost)
  }

  /** Stops the statement that runs now, if it belongs to `tx` or no `tx` is given. */
  interrupt(tx?: number): void {
    this.#post({ interrupt: tx === undefined ? {} : { tx } })
  }

  /** Lets the calls sent so far finish, then ends the thread. */
  shutdown(): Promise<void> {
    this.#closing ??= this.#shutdown()
    return this.#closing
  }

  #send(call: Call, onLost?: (cause: Error) => void): Promise<ResultSet[]> {
    return new Promise((resolve, reject) => {
      this.#seq = nextSeq(this.#seq)
      this.#enqueue(this.#seq, { call, resolve, reject, onLost, restarts: 0 })
    })
  }

  #enqueue(seq: number, waiting: Waiting): void {
    if (this.#waiting.size === 0) {
      this.#headSince = performance.now()
      this.#thread?.worker.ref()
    }
    this.#waiting.set(seq, waiting)
    this.#outbox.push({ seq, call: waiting.call })
    if (this.#outbox.length === 1) queueMicrotask(() => this.#flush())
  }

  #flush(): void {
    if (this.#outbox.length === 0) return
    this.#thread ??= this.#spawn()
    const calls = this.#outbox
    this.#outbox = []
    this.#post(calls)
  }

  #post(message: ToWorker): void {
    this.#thread?.worker.postMessage(message)
  }

  #spawn(): Thread {
    const [oldest = this.#seq] = this.#waiting.keys()
    const worker = new DatabaseThread(this.#options, (oldest - 1) | 0)
    const thread: Thread = { worker, shapes: new ShapeBook() }
    worker.on('message', (replies: Reply[]) => this.#receive(thread, replies))
    worker.on('error', error => {
      thread.crash = toError(error)
      this.#onError(thread.crash)
    })
    worker.on('exit', () => this.#died(thread))
    this.#watchdog = setInterval(() => this.#watch(), graceMs / 2).unref()
    return thread
  }

  #receive(thread: Thread, replies: Reply[]): void {
    if (thread !== this.#thread) return
    for (const reply of replies) {
      const waiting = this.#waiting.get(reply.seq)
      if (!waiting) continue
      this.#waiting.delete(reply.seq)
      if ('error' in reply) this.#fail(waiting, fromWireError(reply.error), reply.lost)
      else this.#succeed(thread, waiting, reply)
    }
    this.#headSince = performance.now()
    if (this.#waiting.size === 0 && !this.#closing) thread.worker.unref()
    this.onAnswered()
  }

  #succeed(thread: Thread, waiting: Waiting, { results }: { results: Parameters<ShapeBook['toResultSet']>[0][] }): void {
    waiting.resolve(results.map(result => thread.shapes.toResultSet(result)))
  }

  #fail(waiting: Waiting, error: Error, lost: boolean): void {
    if (lost) waiting.onLost?.(error)
    waiting.reject(error)
  }

  /** Calls the dead thread never began go to a new one; of the others their callers hear how far they came. */
  #died(thread: Thread, headError?: Error): void {
    if (thread !== this.#thread) return
    this.#thread = undefined
    clearInterval(this.#watchdog)
    const { progress } = thread.worker
    const calls = [...this.#waiting]
    this.#waiting.clear()
    this.#outbox = []
    for (const [seq, waiting] of calls) {
      const begun = progress.hasBegun(seq)
      const standsAlone = !('tx' in waiting.call) || waiting.call.tx === undefined || waiting.call.kind === 'begin'
      if (waiting.call.kind === 'shutdown') waiting.resolve([])
      else if (!begun && standsAlone && !this.#closing && waiting.restarts++ < restartsPerCall) this.#enqueue(seq, waiting)
      else this.#fail(waiting, (begun && headError) || restarted(waiting.call, progress.mayHaveCommitted(seq), thread.crash), true)
    }
    this.onAnswered()
  }

  /** The worker interrupts slow statements itself; a thread that cannot even do that is left behind. */
  #watch(): void {
    const thread = this.#thread
    const [head] = this.#waiting.values()
    if (!thread || !head || !isLimited(head.call)) return
    const { queryTimeoutMs, busyTimeoutMs } = this.#options
    if (this.headMs < queryTimeoutMs + busyTimeoutMs + graceMs) return
    const error = embeddedError(
      embeddedErrorCodes.queryTimeout,
      'The query ran longer than its limit and did not stop; its worker was replaced.',
    )
    void thread.worker.terminate()
    this.#died(thread, error)
  }

  async #shutdown(): Promise<void> {
    const thread = this.#thread
    if (!thread && this.#waiting.size === 0) return
    thread?.worker.ref()
    void this.#send({ kind: 'shutdown' })
    this.#flush()
    const ending = this.#thread?.worker
    if (!ending) return
    const exited = new Promise<void>(resolve => ending.once('exit', () => resolve()))
    const timer = setTimeout(() => ending.stop(), shutdownMs)
    await exited
    clearTimeout(timer)
  }
}

/** Scripts, migrations and backups may take their time. */
function isLimited(call: Call): boolean {
  return call.kind !== 'script' && call.kind !== 'backup' && call.kind !== 'open' && !(call.kind === 'batch' && call.mode === 'migrate')
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}

function restarted(call: Call, mayHaveCommitted: boolean, crash: Error | undefined): Error {
  const outcome =
    call.kind !== 'rollback' && mayHaveCommitted
      ? 'whether its changes were applied is unknown, so look before trying again'
      : 'nothing of it was applied'
  const reason = crash ? ` (${crash.message})` : ''
  const error = embeddedError(embeddedErrorCodes.workerRestarted, `The database worker ended during this call${reason}: ${outcome}.`)
  error.cause = crash
  return error
}
