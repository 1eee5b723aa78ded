import { parentPort, workerData } from 'node:worker_threads'
import { Executor, type GroupedCall } from './executor.ts'
import { Progress } from './progress.ts'
import type { NumberedCall, Reply, ToWorker, WorkerData } from './protocol.ts'
import { canBeGrouped } from './route.ts'

const largestGroup = 64

const { options, progress: shared }: WorkerData = workerData
const progress = new Progress(shared)
const executor = new Executor(options, progress)
const queue: NumberedCall[] = []
let draining = false

parentPort?.on('message', (message: ToWorker) => {
  if (Array.isArray(message)) queue.push(...message)
  else executor.interrupt(message.interrupt.tx)
  if (!draining) void drain()
})
progress.leave()

async function drain(): Promise<void> {
  draining = true
  if (progress.enter()) {
    await runQueue()
    // The driver is not entered again after this line once the thread is stopped.
    if (progress.stopped) executor.close()
    progress.leave()
  }
  draining = false
  if (progress.stopped) parentPort?.close()
}

async function runQueue(): Promise<void> {
  for (let next = queue.shift(); next && !progress.stopped; next = queue.shift()) {
    const group = takeGroup(next)
    const outcomes = group.length > 1 ? await executor.runGroup(group) : [await executor.run(next)]
    // The calls of a group that it had no time for go back to the front.
    queue.unshift(
      ...group.slice(outcomes.length).map(({ seq, statement }): NumberedCall => ({ seq, call: { kind: 'execute', statement } })),
    )
    const replies = outcomes.map((outcome, index): Reply => ({ seq: group[index]?.seq ?? next.seq, ...outcome }))
    // What failed because this thread is being stopped is answered for by the other side.
    parentPort?.postMessage(progress.stopped ? replies.filter(reply => !('error' in reply)) : replies)
    if (next.call.kind === 'shutdown') progress.stop()
  }
}

/** Writes that stand alone and wait one behind the other are committed together. */
function takeGroup(first: NumberedCall): GroupedCall[] {
  const group: GroupedCall[] = []
  for (let next: NumberedCall | undefined = first; next; next = queue.shift()) {
    const { call, seq } = next
    const joins = options.role === 'writer' && call.kind === 'execute' && call.tx === undefined && canBeGrouped(call.statement.sql)
    if (joins) group.push({ seq, statement: call.statement })
    if (joins && group.length < largestGroup) continue
    if (!joins && next !== first) queue.unshift(next)
    break
  }
  return group
}
