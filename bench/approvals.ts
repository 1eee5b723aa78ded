import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { Pool } from 'undici'
import { createSparkKit, type SparkKit } from '../packages/server/src/create-sparkkit.ts'
import { API_SCOPES, createApiKey, createWorkspace } from '../packages/server/src/features/access/index.ts'
import { newKeyRingKey } from '../packages/server/src/security/key-ring.ts'
import { type BenchDatabase, type BenchEngine, openEngines } from './lib/databases.ts'
import { digits, quantile, table } from './lib/numbers.ts'

const MAIN = fileURLToPath(new URL('../packages/server/src/main.ts', import.meta.url))
/** A clock tick of Linux. */
const TICKS = 100
const STEPS = ['open', 'read', 'check', 'approve'] as const
type Step = (typeof STEPS)[number]

const OPTIONS = {
  creators: { type: 'string', default: '500' },
  seconds: { type: 'string', default: '10' },
  engines: { type: 'string', default: 'libsql,postgres' },
  rounds: { type: 'string', default: '3' },
  out: { type: 'string' },
} as const

interface Load {
  readonly creators: number
  readonly seconds: number
}

interface Visitor {
  readonly token: string
  readonly requestId: string
  readonly code: string
}

interface Figures {
  readonly engine: BenchEngine['name']
  readonly round: number
  readonly times: Readonly<Record<Step, number[]>>
  /** From the first request to the last answer. */
  readonly seconds: number
  /** Processor time of the service, in seconds. */
  readonly cpu: number
  readonly acknowledged: number
  readonly kept: number
}

const codeOf = (n: number): string => `#${createHash('sha256').update(`bench ${n}`).digest('base64')}`

/** What the API answers, as far as it is used here. */
const asAsked = (body: unknown) => body as { approvalLinks: { url: string; requestIds: string[] }[] }

async function prepare(kit: SparkKit, { creators }: Load): Promise<{ key: string; visitors: Visitor[] }> {
  const workspace = await createWorkspace(kit.services, { name: 'Bench', mode: 'live' })
  const { secret: key } = await createApiKey(kit.services, workspace, { name: 'bench', scopes: API_SCOPES, expiresAt: null })
  const post = async (path: string, body: object): Promise<unknown> => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
    const response = await kit.fetch(new Request(`http://localhost${path}`, { method: 'POST', headers, body: JSON.stringify(body) }))
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
    return response.json()
  }
  const urls = Array.from(
    { length: creators },
    (_, n) => `https://www.tiktok.com/@creator${n}/video/${7_195_686_135_157_000_000n + BigInt(n)}`,
  )
  await post('/v1/content/batch', { items: urls.map(url => ({ url })) })
  const { approvalLinks } = asAsked(await post('/v1/spark-requests', { content: urls }))
  const visitors = approvalLinks.map(
    ({ url, requestIds }, n): Visitor => ({ token: url.split('/').at(-1) ?? '', requestId: requestIds[0] ?? '', code: codeOf(n) }),
  )
  return { key, visitors }
}

interface Service {
  readonly origin: string
  /** Seconds of processor time so far; NaN where the system does not say. */
  cpu(): Promise<number>
  kill(): Promise<void>
}

/** `sparkkit serve` as it is run: HTTP and worker in one process. */
async function start(databaseUrl: string, keyRing: string): Promise<Service> {
  const env = { PATH: process.env.PATH, SPARKKIT_KEY_RING: keyRing, SPARKKIT_DATABASE_URL: databaseUrl, SPARKKIT_LOG_LEVEL: 'warn' }
  const child = spawn(process.execPath, [MAIN, 'serve', '--port', '0', '--json'], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let out = ''
  const origin = await new Promise<string>((resolve, reject) => {
    child.once('exit', () => reject(new Error(`The service did not start: ${out}`)))
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
      const url = /"url": "(http:[^"]+)"/.exec(out)?.[1]
      if (url) resolve(url)
    })
  })
  const kill = async (): Promise<void> => {
    const exited = once(child, 'exit')
    child.kill('SIGKILL')
    await exited
  }
  const cpu = async (): Promise<number> => {
    const stat = await readFile(`/proc/${child.pid}/stat`, 'utf8').catch(() => '')
    const [user, system] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
      .map(Number)
    return ((user ?? Number.NaN) + (system ?? Number.NaN)) / TICKS
  }
  return { origin, cpu, kill }
}

const wait = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms))

/** Creators come when they come, however long the service takes: nobody waits for somebody else. */
async function visitAll(
  origin: string,
  visitors: readonly Visitor[],
  seconds: number,
): Promise<Pick<Figures, 'times' | 'seconds' | 'acknowledged'>> {
  const pool = new Pool(origin, { connections: 128, pipelining: 1 })
  const times: Record<Step, number[]> = { open: [], read: [], check: [], approve: [] }
  const think = seconds * 30
  let acknowledged = 0
  const step = async (name: Step, path: string, body?: object): Promise<void> => {
    const asked = performance.now()
    const method = name === 'read' ? 'GET' : 'POST'
    const sent = { path, method, headers: { 'content-type': 'application/json' }, ...(body && { body: JSON.stringify(body) }) } as const
    const { statusCode, body: answer } = await pool.request(sent)
    const text = await answer.text()
    times[name].push(performance.now() - asked)
    if (statusCode >= 300) throw new Error(`${path} answered ${statusCode}: ${text}`)
    if (name === 'check' && !text.includes('"ok":true')) throw new Error(`A good code was refused: ${text}`)
    if (name === 'approve') acknowledged += 1
  }
  const started = performance.now()
  await Promise.all(
    visitors.map(async ({ token, requestId, code }, n) => {
      await wait(((n + 0.5) / visitors.length) * (seconds * 1000 - think * 4))
      const page = `/v1/approvals/${token}`
      await step('read', page)
      await step('open', `${page}/opened`)
      await wait(think * (0.5 + Math.random()))
      await step('check', `${page}/check`, { requestId, code })
      await wait(think * (0.5 + Math.random()))
      await step('approve', `${page}/approve`, { requestId, code, days: 30 })
    }),
  )
  const took = (performance.now() - started) / 1000
  await pool.close()
  return { times, seconds: took, acknowledged }
}

/** Codes that a process started afresh finds live, each the one its creator sent. */
async function countKept(kit: SparkKit, key: string, visitors: readonly Visitor[]): Promise<number> {
  const response = await kit.fetch(new Request('http://localhost/v1/spark-codes/export', { headers: { authorization: `Bearer ${key}` } }))
  const csv = await response.text()
  return visitors.filter(({ code }) => csv.includes(`"${code}"`)).length
}

async function race(database: BenchDatabase, load: Load): Promise<Omit<Figures, 'engine' | 'round'>> {
  const keyRing = newKeyRingKey('bench')
  const open = () => createSparkKit({ databaseUrl: database.url, keyRing, publicUrl: 'http://localhost', rateLimit: false })
  const setup = await open()
  const { key, visitors } = await prepare(setup, load)
  await setup.close()
  await database.settle()
  const service = await start(database.url, keyRing)
  const before = await service.cpu()
  const visited = await visitAll(service.origin, visitors, load.seconds)
  const cpu = (await service.cpu()) - before
  // Whatever was acknowledged must be on the disk by now.
  await service.kill()
  const after = await open()
  const kept = await countKept(after, key, visitors)
  await after.close()
  return { ...visited, cpu, kept }
}

function report(rounds: readonly Figures[], { creators, seconds }: Load): string {
  const rows = rounds.flatMap(figures =>
    STEPS.map(step => {
      const quantiles = [0.5, 0.95, 0.99, 1].map(share => digits(quantile(figures.times[step], share)))
      return [figures.engine, String(figures.round), step, String(figures.times[step].length), ...quantiles]
    }),
  )
  const totals = rounds.map(figures => [
    figures.engine,
    String(figures.round),
    `${digits(figures.seconds)} s`,
    `${digits(figures.cpu)} s`,
    String(figures.acknowledged),
    String(figures.acknowledged - figures.kept),
    digits(quantile(Object.values(figures.times).flat(), 0.99)),
  ])
  return [
    `${creators} creators read, open, check and approve within ${seconds} s; the load generator runs on the same machine. libSQL with synchronous=FULL;`,
    'PostgreSQL on the same machine too, as the tests start it (no fsync). Times in ms, from sending to the whole answer. The service is killed (SIGKILL) after the last answer, and counted anew.',
    '',
    table(['engine', 'round', 'took', 'CPU of the service', 'acknowledged', 'lost', 'p99 of all steps'], totals),
    '',
    table(['engine', 'round', 'step', 'requests', 'p50', 'p95', 'p99', 'max'], rows),
  ].join('\n')
}

/** How long creators wait while 500 of them answer. `--creators 500 --seconds 10 --engines libsql,postgres --rounds 3 --out approvals.md` */
export async function bench(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS })
  const load: Load = { creators: Number(values.creators), seconds: Number(values.seconds) }
  const figures: Figures[] = []
  for (const engine of await openEngines(values.engines.split(','))) {
    try {
      for (let round = 0; round < Number(values.rounds); round += 1) {
        const database = await engine.create()
        figures.push({ engine: engine.name, round: round + 1, ...(await race(database, load)) })
        await database.remove()
      }
    } finally {
      await engine.close()
    }
  }
  const text = report(figures, load)
  console.log(text)
  if (values.out) await writeFile(values.out, `${text}\n`)
  if (figures.some(({ acknowledged, kept }) => acknowledged !== kept || acknowledged !== load.creators)) process.exitCode = 1
}
