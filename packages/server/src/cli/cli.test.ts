import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newKeyRingKey } from '../security/key-ring.ts'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
const KEY_RING = newKeyRingKey('cli')

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

/** Runs the command line as a process of its own. */
function sparkkit(args: readonly string[], options: { env?: Record<string, string> } = {}): Promise<Outcome> {
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
    expect((await stat(join(folder, 'well.db'))).mode & 0o777, 'for its owner only').toBe(0o600)
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

  test('says what a database URL may say', async () => {
    const wrong = async (url: string) => (await sparkkit(['--database', url, 'doctor'])).err
    expect(await wrong('mysql://localhost/x')).toContain('SPARKKIT_DATABASE_URL must be file:PATH or postgres://…')
    expect(await wrong('file:')).toContain('must name a file')
    expect(await wrong('file:well.db?synchronous=off&reader=2')).toMatch(
      /synchronous is full or normal; .*"reader".* A file takes synchronous and readers/,
    )
    const url = `file:${join(folder, 'tuned.db')}?synchronous=normal&readers=4`
    expect(await sparkkit(['--database', url, 'migrate'])).toMatchObject({ code: 0, err: '' })
    expect(existsSync(join(folder, 'tuned.db'))).toBe(true)
    expect(await sparkkit(['--database', url, 'doctor'])).toMatchObject({ code: 0, out: expect.stringContaining('The database is whole') })
  })

  test('answers what it cannot do with a sentence and a code', async () => {
    const unknown = await sparkkit(['frobnicate'])
    expect(unknown).toMatchObject({ code: 2 })
    const missing = await sparkkit([...databaseAt('well.db'), 'import', 'nothing.csv'])
    expect(missing).toMatchObject({ code: 1, err: expect.stringContaining('There is no file nothing.csv') })
    const mapping = await sparkkit([...databaseAt('well.db'), 'import', await postsFile('one.csv', 1), '--map', 'url=adress'])
    expect(mapping).toMatchObject({ code: 1, err: expect.stringContaining('"adress"') })
  })

  test('a file that is not there and one that is no database are told apart', async () => {
    await writeFile(join(folder, 'foreign.db'), 'this is no database'.repeat(300))
    const absent = await sparkkit([...databaseAt('absent.db'), 'doctor'])
    expect([absent.code, absent.out]).toEqual([1, expect.stringContaining('There is no database at')])
    expect(existsSync(join(folder, 'absent.db')), 'looking makes nothing').toBe(false)
    const foreign = await sparkkit([...databaseAt('foreign.db'), 'doctor'])
    expect([foreign.code, foreign.out]).toEqual([1, expect.stringContaining('The file is no database.')])
    const served = await sparkkit([...databaseAt('foreign.db'), 'serve'])
    expect([served.code, served.err]).toEqual([1, expect.stringMatching(/The file is no database\. .+because: SQLITE_NOTADB/s)])
  })

  test('a PostgreSQL that is not there is named, and so is what to look at', async () => {
    for (const command of ['doctor', 'serve', 'worker', 'migrate']) {
      const { code, out, err } = await sparkkit(['--database', 'postgres://user:secret-word@127.0.0.1:1/none', command])
      expect([code, out + err]).toEqual([1, expect.stringMatching(/Look at host and port of its URL.+ECONNREFUSED/s)])
      expect(out + err).not.toContain('secret-word')
    }
  })
})
