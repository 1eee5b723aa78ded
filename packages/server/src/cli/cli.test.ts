import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newKeyRingKey } from '../security/key-ring.ts'
import { createTestKit } from '../testing/index.ts'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
const KEY_RING = newKeyRingKey('cli')
const KILL_ROUNDS = process.env.ROUNDS === 'full' ? 20 : 2
const ROWS = 15_000

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sparkkit-cli-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Outcome {
  code: number | null
  out: string
  err: string
}

/** Runs the command line as a process of its own, and ends it without warning once `killWhen` says so. */
function sparkkit(
  args: readonly string[],
  options: { env?: Record<string, string>; killWhen?: () => Promise<boolean> } = {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env.PATH, SPARKKIT_KEY_RING: KEY_RING, ...options.env }
    const child = spawn(process.execPath, [MAIN, ...args], { cwd: folder, env })
    const outcome: Outcome = { code: null, out: '', err: '' }
    child.stdout.on('data', chunk => {
      outcome.out += chunk
    })
    child.stderr.on('data', chunk => {
      outcome.err += chunk
    })
    const watch = async (): Promise<void> => {
      while (child.exitCode === null && !(await options.killWhen?.())) await new Promise(wake => setTimeout(wake, 5))
      child.kill('SIGKILL')
    }
    if (options.killWhen) watch().catch(reject)
    child.on('error', reject)
    child.on('close', code => {
      resolve({ ...outcome, code })
    })
  })
}

const databaseAt = (name: string): string[] => ['--database', `file:${join(folder, name)}`]

async function postsFile(name: string, rows: number): Promise<string> {
  const path = join(folder, name)
  const lines = Array.from(
    { length: rows },
    (_, n) => `https://www.tiktok.com/@creator${n % 50}/video/${7_195_686_135_157_000_000n + BigInt(n)},post ${n} #tag${n % 9},${n * 3}`,
  )
  await writeFile(path, ['link,title,views', ...lines].join('\n'))
  return path
}

const MAPS = ['--map', 'url=link', '--map', 'caption=title', '--map', 'metrics.views=views']

describe('sparkkit', () => {
  test('makes a workspace and a key, imports a file and finds the database well', async () => {
    const db = databaseAt('well.db')
    const workspace = JSON.parse((await sparkkit([...db, '--json', 'workspaces', 'create', 'Lumen'])).out)
    expect(workspace).toMatchObject({ name: 'Lumen', mode: 'live' })
    const key = JSON.parse((await sparkkit([...db, '--json', 'api-keys', 'create', '--name', 'ci'])).out)
    expect(key.secret).toMatch(/^sparkkit_live_/)
    const imported = await sparkkit([...db, '--json', 'import', await postsFile('few.csv', 300), ...MAPS])
    expect(imported.code, imported.err).toBe(0)
    expect(JSON.parse(imported.out)).toMatchObject({ status: 'completed', rowsDone: 300, created: 300 })
    const doctor = await sparkkit([...db, '--json', 'doctor'])
    expect(doctor.code, doctor.out).toBe(0)
    expect(JSON.parse(doctor.out)).toMatchObject({ well: true })
  })

  test('names everything that is wrong with its configuration at once', async () => {
    const { code, err } = await sparkkit(['serve'], { env: { SPARKKIT_KEY_RING: 'short', PORT: 'http', SPARKKIT_LOG_LEVEL: 'loud' } })
    expect(code).toBe(2)
    for (const name of ['SPARKKIT_KEY_RING', 'PORT', 'SPARKKIT_LOG_LEVEL']) expect(err).toContain(name)
  })

  test('answers what it cannot do with a sentence and a code', async () => {
    const unknown = await sparkkit(['frobnicate'])
    expect(unknown).toMatchObject({ code: 2 })
    const missing = await sparkkit([...databaseAt('well.db'), 'import', 'nothing.csv'])
    expect(missing).toMatchObject({ code: 1, err: expect.stringContaining('There is no file nothing.csv') })
    const mapping = await sparkkit([...databaseAt('well.db'), 'import', await postsFile('one.csv', 1), '--map', 'url=adress'])
    expect(mapping).toMatchObject({ code: 1, err: expect.stringContaining('"adress"') })
  })

  test('a foreign file and a key ring that does not fit are told apart', async () => {
    await writeFile(join(folder, 'foreign.db'), 'this is no database'.repeat(300))
    const foreign = await sparkkit([...databaseAt('foreign.db'), 'doctor'])
    expect(foreign.code).toBe(1)
    expect(foreign.out + foreign.err).toMatch(/not a database|does not answer/i)
  })
})

describe('an import that is killed', () => {
  test.each(Array.from({ length: KILL_ROUNDS }, (_, round) => round))(
    'in round %i goes on where it stood: no row is double, none is lost',
    async round => {
      const name = `killed-${round}.db`
      const db = databaseAt(name)
      const url = `file:${join(folder, name)}`
      await sparkkit([...db, 'workspaces', 'create', 'Killed'])
      const file = await postsFile('many.csv', ROWS)
      const watcher = await createTestKit({ databaseUrl: url, keyRing: KEY_RING })
      const rowsDone = async (): Promise<number> => {
        const { db: database, tables } = watcher.kit.services.engine
        const [row] = await database.select().from(tables.imports)
        return row?.rowsDone ?? 0
      }
      const killed = await sparkkit([...db, 'import', file, ...MAPS], { killWhen: async () => (await rowsDone()) > round * 500 })
      expect(killed.code, killed.err).toBeNull()
      const before = await rowsDone()
      expect(before).toBeLessThan(ROWS)
      await watcher.close()
      // A dead process holds its lease for half a minute; an hour later another one may go on.
      const later = await createTestKit({ databaseUrl: url, keyRing: KEY_RING, now: () => Date.now() + 3_600_000 })
      await later.kit.worker.drain()
      const { engine } = later.kit.services
      const [row] = await engine.db.select().from(engine.tables.imports)
      expect(row).toMatchObject({ status: 'completed', rowsDone: ROWS, created: ROWS, failed: 0, unchanged: 0 })
      expect(await engine.db.$count(engine.tables.content)).toBe(ROWS)
      expect(await engine.db.$count(engine.tables.events)).toBe(1)
      await later.close()
    },
  )
})
