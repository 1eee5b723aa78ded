import { writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { type BenchEngine, openEngines } from './lib/databases.ts'
import { digits, median, table } from './lib/numbers.ts'
import { type Latency, latencyRun } from './lib/webhook-latency.ts'
import { startReceiver } from './lib/webhook-receiver.ts'
import { type ThroughputRound, throughputRound } from './lib/webhook-throughput.ts'

const OPTIONS = {
  events: { type: 'string', default: '10000' },
  /** Endpoints, and how long each takes to answer in milliseconds. */
  cases: { type: 'string', default: '1x0,4x0,4x5' },
  rounds: { type: 'string', default: '3' },
  rate: { type: 'string', default: '100' },
  seconds: { type: 'string', default: '30' },
  engines: { type: 'string', default: 'libsql,postgres' },
  out: { type: 'string' },
} as const

type Throughput = { engine: BenchEngine['name']; endpoints: number; delayMs: number; rounds: ThroughputRound[] }

const throughputRow = ({ engine, endpoints, delayMs, rounds }: Throughput): string[] => {
  const ratio = (of: 'fromQueue' | 'fromCommit') => median(rounds.map(round => round[of] / round.bare)).toFixed(2)
  const rate = (of: keyof ThroughputRound) => digits(median(rounds.map(round => round[of])))
  return [
    engine,
    String(endpoints),
    `${delayMs} ms`,
    rate('bare'),
    rate('fromQueue'),
    ratio('fromQueue'),
    rate('fromCommit'),
    ratio('fromCommit'),
  ]
}

const latencyRow = ({ engine, latency }: { engine: BenchEngine['name']; latency: Latency }): string[] => [
  engine,
  String(latency.events),
  String(latency.lost),
  String(latency.repeated),
  ...[latency.p50, latency.p95, latency.p99, latency.worst, latency.oldestDueMs].map(value => digits(value)),
]

const report = (
  throughput: readonly Throughput[],
  latency: readonly Parameters<typeof latencyRow>[0][],
  options: { rate: string },
): string =>
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}. The receiver runs beside the service, and every id was asked for afterwards.

Deliveries a second against a loop that only signs and posts the same bodies over the same connections. *From the queue*: claiming, sending
and the writing of outcomes and attempts. *From commit*: numbering and fan-out as well.

${table(['engine', 'endpoints', 'answer after', 'bare', 'from the queue', 'ratio', 'from commit', 'ratio'], throughput.map(throughputRow))}

Milliseconds from commit to request at the healthy endpoint, ${options.rate} events a second, beside an endpoint that hangs and one that fails:

${table(['engine', 'events', 'lost', 'repeated', 'p50', 'p95', 'p99', 'worst', 'oldest due'], latency.map(latencyRow))}
`

/**
 * Webhooks in two phases: send, then ask the receiver for every id.
 * `--events 10000 --cases 1x0,4x0,4x5 --rounds 3 --rate 100 --seconds 30 --engines libsql,postgres --out docs/benchmarks-webhooks.md`
 */
export async function bench(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS })
  const throughput: Throughput[] = []
  const latency: Parameters<typeof latencyRow>[0][] = []
  for (const engine of await openEngines(values.engines.split(','))) {
    try {
      for (const [endpoints = 1, delayMs = 0] of values.cases.split(',').map(each => each.split('x').map(Number))) {
        const rounds: ThroughputRound[] = []
        for (let round = 0; round < Number(values.rounds); round += 1) {
          const receiver = await startReceiver()
          rounds.push(await throughputRound({ engine, receiver, events: Math.ceil(Number(values.events) / endpoints), endpoints, delayMs }))
          await receiver.close()
          console.error(`${engine.name}, ${endpoints} endpoints, ${delayMs} ms: ${JSON.stringify(rounds.at(-1))}`)
        }
        throughput.push({ engine: engine.name, endpoints, delayMs, rounds })
      }
      const receiver = await startReceiver()
      const measured = await latencyRun({ engine, receiver, perSecond: Number(values.rate), seconds: Number(values.seconds) })
      latency.push({ engine: engine.name, latency: measured })
    } finally {
      await engine.close()
    }
  }
  const text = report(throughput, latency, values)
  console.log(text)
  if (values.out) await writeFile(values.out, text)
}
