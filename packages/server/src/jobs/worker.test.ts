import { pino } from 'pino'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Services } from '../context.ts'
import { createWorker, type Task, type Worker, type WorkerOptions } from './worker.ts'

/** The worker itself uses nothing but the logger. */
const services = { logger: pino({ level: 'silent' }) } as Services
const started: Worker[] = []

function worker(tasks: Task[], polls: WorkerOptions = { minPollMs: 10_000, maxPollMs: 10_000 }): Worker {
  const made = createWorker(services, tasks, polls)
  started.push(made)
  return made
}

afterEach(async () => {
  for (const each of started.splice(0)) await each.stop()
})

describe('worker', () => {
  test('a busy task runs again at once, an idle one when woken', async () => {
    let runs = 0
    const { start, wake } = worker([{ name: 'count', run: async () => ({ busy: ++runs < 5 }) }])
    start()
    await vi.waitFor(() => expect(runs).toBe(5))
    wake()
    await vi.waitFor(() => expect(runs).toBe(6))
  })

  test('a wake during a run is not lost', async () => {
    let runs = 0
    const { start, wake } = worker([
      {
        name: 'count',
        run: async () => {
          runs += 1
          if (runs === 1) wake()
          return { busy: false }
        },
      },
    ])
    start()
    await vi.waitFor(() => expect(runs).toBe(2))
  })

  test('an idle task looks again by itself', async () => {
    let runs = 0
    worker([{ name: 'count', run: async () => ({ busy: ++runs < 0 }) }], { minPollMs: 5, maxPollMs: 10 }).start()
    await vi.waitFor(() => expect(runs).toBeGreaterThan(3))
  })

  test('a task wakes the tasks that follow from it', async () => {
    const seen: string[] = []
    let work = 0
    const first: Task = {
      name: 'first',
      wakes: ['second'],
      run: async () => {
        seen.push('first')
        return { busy: work-- > 0 }
      },
    }
    const second: Task = {
      name: 'second',
      run: async () => {
        seen.push('second')
        return { busy: false }
      },
    }
    const { start, wake } = worker([second, first])
    start()
    await vi.waitFor(() => expect(seen).toEqual(['second', 'first']))
    work = 1
    wake()
    await vi.waitFor(() => expect(seen.filter(name => name === 'second').length).toBe(3))
  })

  test('an error ends neither its own loop nor that of another task', async () => {
    const runs = { failing: 0, healthy: 0 }
    const failing: Task = {
      name: 'failing',
      run: async () => {
        runs.failing += 1
        throw new Error('no')
      },
    }
    const healthy: Task = { name: 'healthy', run: async () => ({ busy: ++runs.healthy < 0 }) }
    const { start, drain } = worker([failing, healthy], { minPollMs: 5, maxPollMs: 10 })
    start()
    await vi.waitFor(() => expect(Math.min(runs.failing, runs.healthy)).toBeGreaterThan(2))
    await drain()
  })

  test('a task that fails again and again is tried less and less often, and as often as ever once it succeeds', async () => {
    const at: number[] = []
    const flaky: Task = {
      name: 'flaky',
      run: async () => {
        if (at.push(performance.now()) < 6) throw new Error('boom')
        return { busy: false }
      },
    }
    worker([flaky], { minPollMs: 10, maxPollMs: 10, maxRetryMs: 80 }).start()
    await vi.waitFor(() => expect(at.length).toBeGreaterThan(9))
    const pauses = at.slice(1).map((time, index) => time - (at[index] ?? 0))
    expect(pauses[4], 'after five failures').toBeGreaterThan(70)
    expect(Math.min(...pauses.slice(6)), 'after a success').toBeLessThan(70)
  })

  test('stop waits for the run under way and gives back what it holds', async () => {
    const seen: string[] = []
    const { start, stop } = worker([
      {
        name: 'slow',
        run: async () => {
          seen.push('begin')
          await new Promise(resolve => setTimeout(resolve, 50))
          seen.push('end')
          return { busy: true }
        },
        release: async () => {
          seen.push('release')
        },
      },
    ])
    start()
    await stop()
    expect(seen).toEqual(['begin', 'end', 'release'])
  })

  test('drain goes on until nothing is due, settles what was begun, and never runs a task twice at a time', async () => {
    let due = 3
    let active = 0
    let settled = 0
    const task: Task = {
      name: 'work',
      run: async () => {
        active += 1
        expect(active).toBe(1)
        await new Promise(resolve => setTimeout(resolve, 5))
        active -= 1
        return { busy: due-- > 0 }
      },
      settle: async () => {
        settled += 1
      },
    }
    const { start, drain } = worker([task])
    start()
    await drain()
    expect(due).toBeLessThan(0)
    expect(settled).toBeGreaterThan(0)
  })
})
