import type { Services } from '../context.ts'

/** A kind of work that waits in the database. Several processes may do it at once. */
export interface Task {
  readonly name: string
  /** Does what is due, or a batch of it. `busy` when there may be more at once. `wake` asks for another run later. */
  run(services: Services, wake: () => void): Promise<{ busy: boolean }>
  /** Names of the tasks that have work after this one did some. */
  readonly wakes?: readonly string[]
  /** Resolves when nothing that a run began is still under way. */
  settle?(): Promise<void>
  /** Gives back what was taken but not begun, and resolves when nothing is under way. */
  release?(services: Services): Promise<void>
}

export interface Worker {
  start(): void
  /** Ends when what is in flight is done. */
  stop(): Promise<void>
  /** Does everything that is due now. */
  drain(): Promise<void>
  /** Something may be due: look at once. */
  wake(): void
}

export interface WorkerOptions {
  /** How long an idle task sleeps at first and at most, in milliseconds. */
  readonly minPollMs?: number
  readonly maxPollMs?: number
  /** How long a task that fails sleeps at most: a database that is gone is asked less and less often. */
  readonly maxRetryMs?: number
}

type Outcome = 'busy' | 'idle' | 'failed'

interface Runner {
  readonly task: Task
  wake(): void
  runOnce(): Promise<Outcome>
  loop(isStopping: () => boolean): Promise<void>
}

interface RunnerOptions {
  readonly services: Services
  readonly polls: Required<WorkerOptions>
  /** Wakes tasks by name. */
  readonly wakeOthers: (names: readonly string[]) => void
}

/** A sleep that can be ended early, also by a wake that came before it began. */
function createAlarm() {
  let rung = false
  let ring: (() => void) | undefined
  return {
    wake(): void {
      rung = true
      ring?.()
    },
    async sleep(ms: number): Promise<boolean> {
      if (!rung) {
        await new Promise<void>(resolve => {
          const timer = setTimeout(resolve, ms)
          ring = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
      ring = undefined
      const woken = rung
      rung = false
      return woken
    },
  }
}

function createRunner(task: Task, { services, polls, wakeOthers }: RunnerOptions): Runner {
  const alarm = createAlarm()
  let turn: Promise<unknown> = Promise.resolve()

  const attempt = async (): Promise<Outcome> => {
    try {
      const { busy } = await task.run(services, alarm.wake)
      if (busy) wakeOthers(task.wakes ?? [])
      return busy ? 'busy' : 'idle'
    } catch (error) {
      services.logger.error({ err: error, task: task.name }, 'task failed')
      return 'failed'
    }
  }

  /** One run at a time, also when a drain meets the loop. */
  const runOnce = (): Promise<Outcome> => {
    const run = turn.then(attempt)
    turn = run
    return run
  }

  const loop = async (isStopping: () => boolean): Promise<void> => {
    let pause = polls.minPollMs
    while (!isStopping()) {
      const outcome = await runOnce()
      const longest = outcome === 'failed' ? polls.maxRetryMs : polls.maxPollMs
      if (outcome === 'busy') pause = polls.minPollMs
      else if (!isStopping()) pause = (await alarm.sleep(pause)) ? polls.minPollMs : Math.min(pause * 2, longest)
    }
  }

  return { task, wake: alarm.wake, runOnce, loop }
}

export function createWorker(services: Services, tasks: readonly Task[], options: WorkerOptions = {}): Worker {
  const polls = { minPollMs: options.minPollMs ?? 250, maxPollMs: options.maxPollMs ?? 1000, maxRetryMs: options.maxRetryMs ?? 10_000 }
  const wakeOthers = (names: readonly string[]): void => {
    for (const runner of runners) if (names.includes(runner.task.name)) runner.wake()
  }
  const runners = tasks.map(task => createRunner(task, { services, polls, wakeOthers }))
  let stopping = false
  let loops: Promise<void>[] = []

  const wake = (): void => {
    for (const runner of runners) runner.wake()
  }

  const pass = async (): Promise<boolean> => {
    let busy = false
    for (const runner of runners) {
      if ((await runner.runOnce()) === 'busy') busy = true
      await runner.task.settle?.()
    }
    return busy
  }

  return {
    wake,
    start: () => {
      if (loops.length > 0) return
      stopping = false
      loops = runners.map(runner => runner.loop(() => stopping))
    },
    stop: async () => {
      stopping = true
      wake()
      await Promise.all(loops)
      loops = []
      const released = await Promise.allSettled(runners.map(runner => runner.task.release?.(services)))
      for (const { status, ...outcome } of released) {
        if (status === 'rejected') services.logger.error({ err: 'reason' in outcome ? outcome.reason : undefined }, 'task did not end well')
      }
    },
    drain: async () => {
      while (await pass());
    },
  }
}
