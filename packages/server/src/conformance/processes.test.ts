import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSparkKit, type SparkKit } from '../create-sparkkit.ts'
import { API_SCOPES, createApiKey, createWorkspace } from '../features/access/index.ts'
import { createReceiver } from '../features/webhooks/testing.ts'
import { createTestDatabase, postgresUrl, type TestDatabase } from '../testing/databases.ts'
import { TEST_KEY_RING } from '../testing/index.ts'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
const IMPORTS = 3
const ROWS = 500

const csvOf = (file: number): string =>
  [
    'url,caption',
    ...Array.from(
      { length: ROWS },
      (_, n) => `https://www.tiktok.com/@maker${n % 20}/video/${7_195_686_135_157_000_000n + BigInt(file * ROWS + n)},post ${n}`,
    ),
  ].join('\n')

const eventually = async (what: () => Promise<boolean>, seconds: number): Promise<void> => {
  const deadline = Date.now() + seconds * 1000
  while (!(await what())) {
    if (Date.now() > deadline) expect.fail(`It did not happen within ${seconds} s.`)
    await new Promise(resolve => setTimeout(resolve, 200))
  }
}

test('a run on a build machine has a PostgreSQL server', () => {
  if (process.env.CI) expect(postgresUrl(), 'SPARKKIT_TEST_POSTGRES_URL').toBeDefined()
})

describe.skipIf(postgresUrl() === undefined)('two API processes and two workers on one PostgreSQL', () => {
  let database: TestDatabase
  let kit: SparkKit
  let url: string
  const children: ChildProcess[] = []

  beforeAll(async () => {
    database = await createTestDatabase('postgres')
    const connection = await database.connect()
    url = connection.databaseUrl ?? ''
    kit = await createSparkKit({
      ...connection,
      databaseUrl: url,
      keyRing: TEST_KEY_RING,
      publicUrl: 'http://sparkkit.test',
      allowLoopback: true,
      rateLimit: false,
    })
  })
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL')
    await kit.close()
    await database.remove()
  })

  const spawnSparkkit = (args: readonly string[]): ChildProcess => {
    const env = {
      PATH: process.env.PATH,
      SPARKKIT_KEY_RING: TEST_KEY_RING,
      SPARKKIT_DATABASE_URL: url,
      SPARKKIT_ALLOW_LOOPBACK_WEBHOOKS: 'true',
      SPARKKIT_LOG_LEVEL: 'error',
      SPARKKIT_RATE_LIMIT: 'off',
    }
    const child = spawn(process.execPath, [MAIN, ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] })
    children.push(child)
    return child
  }
  const serve = async (): Promise<string> => {
    const child = spawnSparkkit(['--json', 'serve', '--no-worker', '--port', '0'])
    const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer]
    return JSON.parse(line.toString()).url
  }

  test('every job is done once, and none is lost when a worker is killed', async () => {
    const workspace = await createWorkspace(kit.services, { name: 'Many', mode: 'live' })
    const { secret } = await createApiKey(kit.services, workspace, { name: 'many', scopes: API_SCOPES, expiresAt: null })
    const authorization = `Bearer ${secret}`
    const receiver = await createReceiver()
    const servers = await Promise.all([serve(), serve()])
    const post = (server: number, path: string, { body, type }: { body: string; type: string }) =>
      fetch(`${servers[server % 2]}${path}`, { method: 'POST', headers: { authorization, 'content-type': type }, body })
    expect(
      (
        await post(0, '/v1/webhook-endpoints', {
          body: JSON.stringify({ url: receiver.url, events: ['import.completed', 'content.created'] }),
          type: 'application/json',
        })
      ).status,
    ).toBe(201)
    const [victim] = [spawnSparkkit(['worker']), spawnSparkkit(['worker'])]
    const mapping = encodeURIComponent(JSON.stringify({ url: 'url', caption: 'caption' }))
    const accepted = await Promise.all(
      Array.from({ length: IMPORTS }, (_, file) =>
        post(file, `/v1/imports?events=per_content&mapping=${mapping}`, { body: csvOf(file), type: 'text/csv' }),
      ),
    )
    expect(accepted.map(response => response.status)).toEqual(Array(IMPORTS).fill(202))

    const { engine } = kit.services
    const { content, deliveries, events, imports } = engine.tables
    await eventually(async () => (await engine.db.$count(content)) > ROWS / 2, 60)
    victim?.kill('SIGKILL')

    const settled = async (): Promise<boolean> => {
      const rows = await engine.db.select({ status: imports.status }).from(imports)
      return rows.every(row => row.status === 'completed')
    }
    await eventually(settled, 120)
    const rows = await engine.db.select().from(imports)
    expect(rows.map(({ rowsDone, created, failed, unchanged }) => ({ rowsDone, created, failed, unchanged }))).toEqual(
      Array(IMPORTS).fill({ rowsDone: ROWS, created: ROWS, failed: 0, unchanged: 0 }),
    )
    expect(await engine.db.$count(content)).toBe(IMPORTS * ROWS)
    const log = await engine.db.select({ id: events.id, type: events.type }).from(events)
    const told = log.filter(event => event.type === 'import.completed' || event.type === 'content.created')
    expect(told).toHaveLength(IMPORTS * ROWS + IMPORTS)
    await eventually(async () => (await engine.db.$count(deliveries)) === told.length, 60)
    const heard = (): Set<string> => new Set(receiver.ids())
    await eventually(async () => told.every(event => heard().has(event.id)), 120)
    const numbered = await engine.db.select({ sequence: events.sequence }).from(events)
    expect(numbered.map(event => event.sequence ?? 0).sort((a, b) => a - b)).toEqual(log.map((_, index) => index + 1))
    await receiver.close()
  }, 400_000)
})
