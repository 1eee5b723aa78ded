import { parentPort, workerData } from 'node:worker_threads'
import { Executor, type GroupedCall } from './executor.ts'
import { type NumberedCall, Progress, type Reply, type ToWorker, type WorkerData } from './protocol.ts'
import { canBeGrouped } from './route.ts'

const largestGroup = 64

const { options, progress }: WorkerData = workerData
const executor = new Executor(options, new Progress(progress))
const queue: NumberedCall[] = []
let draining = false

parentPort?.on('message', (message: ToWorker) => {
  if (!Array.isArray(message)) return executor.interrupt(message.interrupt.tx)
  queue.push(...message)
  if (!draining) void drain()
})

async function drain(): Promise<void> {
  draining = true
  for (let next = queue.shift(); next; next = queue.shift()) {
    const group = takeGroup(next)
    const outcomes = group.length > 1 ? await executor.runGroup(group) : [await executor.run(next)]
    // The calls of a group that it had no time for go back to the front.
    queue.unshift(
      ...group.slice(outcomes.length).map(({ seq, statement }): NumberedCall => ({ seq, call: { kind: 'execute', statement } })),
    )
    parentPort?.postMessage(outcomes.map((outcome, index): Reply => ({ seq: group[index]?.seq ?? next.seq, ...outcome })))
    if (next.call.kind === 'shutdown') parentPort?.close()
  }
  draining = false
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
