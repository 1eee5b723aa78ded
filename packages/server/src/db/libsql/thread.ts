import { Worker } from 'node:worker_threads'
import { Progress } from './progress.ts'
import type { InterruptMessage, WorkerData, WorkerOptions } from './protocol.ts'
import { workerUrl } from './worker-url.ts'

const exitWaitMs = 10_000
const live = new Set<DatabaseThread>()

/**
 * A worker thread that is only ever stopped between statements. The driver aborts the whole process when its thread is
 * ended inside of it, so `terminate` asks the thread to end itself, and the exit of the process waits for a moment.
 */
export class DatabaseThread extends Worker {
  readonly progress: Progress

  /** `before` is the number of the last call that is not this thread's. */
  constructor(options: WorkerOptions, before: number) {
    const progress = new Progress()
    progress.reset(before)
    const workerData: WorkerData = { options, progress: progress.buffer }
    // Flags like --input-type, inherited from the process, would keep a worker from starting.
    super(workerUrl, { workerData, execArgv: [], name: `sparkkit-libsql-${options.role}` })
    this.progress = progress
    if (live.size === 0) process.on('exit', stopAll)
    live.add(this)
    this.once('exit', () => {
      live.delete(this)
      if (live.size === 0) process.off('exit', stopAll)
    })
  }

  override terminate(): Promise<number> {
    if (!live.has(this)) return Promise.resolve(0)
    const exited = new Promise<number>(resolve => this.once('exit', resolve))
    this.ref()
    this.stop()
    return exited
  }

  /** A thread on its way out keeps the process until it is gone. */
  override unref(): void {
    if (!this.progress.stopped) super.unref()
  }

  /** No further call begins; the statement under way is interrupted. */
  stop(): void {
    this.progress.stop()
    const message: InterruptMessage = { interrupt: {} }
    this.postMessage(message)
  }
}

function stopAll(): void {
  for (const thread of live) thread.stop()
  for (const thread of live) thread.progress.waitForIdle(exitWaitMs)
}
