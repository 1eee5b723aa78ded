import { existsSync } from 'node:fs'
import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  API_SCOPES,
  createApiKey,
  createSparkKit,
  createWorkspace,
  newKeyRingKey,
  type SparkKit,
  type SparkKitConfig,
} from '@sparkkit/server'
import { historyStart, seedSandbox } from './seed/seed.ts'

/** A sentence for the person who started it. */
export class WorkbenchError extends Error {
  override readonly name = 'WorkbenchError' as const
}

export interface SandboxOptions extends Partial<Pick<SparkKitConfig, 'keyRing' | 'databaseUrl' | 'logger' | 'allowLoopback'>> {
  /** Where the database, its key ring and the API key are kept. */
  dataDir: string
  publicUrl: string
  onProgress?(line: string): void
}

export interface Sandbox {
  kit: SparkKit
  apiKey: string
}

/** What is written beside the database. `seeding` until the history is complete. */
interface Notes {
  status: 'seeding' | 'ready'
  apiKey: string
  pid: number
}

const filesIn = (dataDir: string) => ({
  database: join(dataDir, 'sandbox.db'),
  keyRing: join(dataDir, 'key-ring'),
  notes: join(dataDir, 'sandbox.json'),
})

/** Behind this a process id is somebody else's: seeding takes seconds. */
const SEEDING_ENDS_MS = 120_000

const startAnew = (dataDir: string): string => `To start anew with an empty sandbox, delete ${dataDir}.`

async function writeSecret(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}.tmp`
  await writeFile(draft, text, { mode: 0o600 })
  await chmod(draft, 0o600)
  await rename(draft, file)
}

async function readNotes(dataDir: string): Promise<Notes | undefined> {
  const { notes } = filesIn(dataDir)
  const text = await readFile(notes, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw new WorkbenchError(`${notes} cannot be read: ${error.message}`)
  })
  if (text === undefined) return undefined
  try {
    const { status, apiKey, pid } = JSON.parse(text)
    if ((status === 'seeding' || status === 'ready') && typeof apiKey === 'string' && typeof pid === 'number')
      return { status, apiKey, pid }
  } catch {}
  throw new WorkbenchError(`${notes} is damaged. ${startAnew(dataDir)}`)
}

function isRunning(pid: number): boolean {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** The sandbox's own key ring, made on its first start; one that is missing later is never replaced. */
async function ownKeyRing(dataDir: string, isFirst: boolean): Promise<string> {
  const { keyRing, database } = filesIn(dataDir)
  const text = await readFile(keyRing, 'utf8').catch(() => '')
  if (text.trim() !== '') return text.trim()
  if (!isFirst)
    throw new WorkbenchError(`${keyRing} is missing, and without it nothing sealed in ${database} can be read. ${startAnew(dataDir)}`)
  const made = newKeyRingKey('sandbox')
  await writeSecret(keyRing, `${made}\n`)
  return made
}

/** Takes away what a start that was stopped half-way left behind: nobody but the seed has written there. */
async function clearHalfMade(dataDir: string, notes: Notes): Promise<void> {
  const files = filesIn(dataDir)
  const age = Date.now() - (await stat(files.notes)).mtimeMs
  if (age < SEEDING_ENDS_MS && isRunning(notes.pid))
    throw new WorkbenchError(`Another start (process ${notes.pid}) is filling ${dataDir} right now. Wait for it, or stop it.`)
  for (const suffix of ['', '-wal', '-shm']) await rm(`${files.database}${suffix}`, { force: true })
  await rm(files.notes)
}

async function create(kit: SparkKit, { dataDir, onProgress }: SandboxOptions): Promise<void> {
  const now = kit.services.wallNow()
  const workspace = await createWorkspace(kit.services, {
    name: 'Lumen Skincare',
    mode: 'sandbox',
    branding: { handle: 'lumenskin', website: 'https://lumen.example', contact: 'partners@lumen.example' },
    clockAt: historyStart(now),
  })
  const { secret } = await createApiKey(kit.services, workspace, { name: 'Northlight workbench', scopes: API_SCOPES, expiresAt: null })
  const save = (status: Notes['status']) =>
    writeSecret(filesIn(dataDir).notes, `${JSON.stringify({ status, apiKey: secret, pid: process.pid }, null, 2)}\n`)
  await save('seeding')
  await seedSandbox({
    fetch: request => kit.fetch(request),
    apiKey: secret,
    now,
    onProgress: ({ day, days, posts, requests }) =>
      onProgress?.(`Living ${days} days of Lumen Skincare: day ${day}, ${posts} posts, ${requests} requests`),
  })
  await kit.worker.drain()
  await save('ready')
}

async function assertFits(kit: SparkKit, apiKey: string, dataDir: string): Promise<void> {
  const answer = await kit.fetch(new Request('http://localhost/v1/me', { headers: { authorization: `Bearer ${apiKey}` } }))
  if (answer.ok) return
  throw new WorkbenchError(
    `The API key in ${filesIn(dataDir).notes} does not belong to the database (${answer.status}). ${startAnew(dataDir)}`,
  )
}

async function openKit(config: SparkKitConfig, dataDir: string): Promise<SparkKit> {
  try {
    return await createSparkKit(config)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new WorkbenchError(`The sandbox in ${dataDir} does not open: ${why}`, { cause })
  }
}

async function closing(kit: SparkKit, use: (kit: SparkKit) => Promise<void>): Promise<void> {
  try {
    await use(kit)
  } finally {
    await kit.close()
  }
}

/** Opens the sandbox of a fictional brand; on the first start, makes and fills it. */
export async function openSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { dataDir, publicUrl, logger, allowLoopback } = options
  const files = filesIn(dataDir)
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  let notes = await readNotes(dataDir)
  if (notes?.status === 'seeding') {
    await clearHalfMade(dataDir, notes)
    options.onProgress?.('An earlier start was stopped half-way; making the sandbox anew')
    notes = undefined
  }
  if (notes === undefined && options.databaseUrl === undefined && existsSync(files.database)) {
    throw new WorkbenchError(`${files.database} is there, but ${files.notes} is not. ${startAnew(dataDir)}`)
  }
  const keyRing = options.keyRing ?? (await ownKeyRing(dataDir, notes === undefined))
  const config = {
    databaseUrl: options.databaseUrl ?? `file:${files.database}`,
    keyRing,
    publicUrl,
    ...(logger && { logger }),
    allowLoopback: allowLoopback ?? false,
  }
  // History is lived faster than callers may call.
  if (notes === undefined) await closing(await openKit({ ...config, rateLimit: false }, dataDir), kit => create(kit, options))
  const { apiKey } = (await readNotes(dataDir)) ?? { apiKey: '' }
  const kit = await openKit(config, dataDir)
  try {
    await assertFits(kit, apiKey, dataDir)
    return { kit, apiKey }
  } catch (error) {
    await kit.close()
    throw error
  }
}
