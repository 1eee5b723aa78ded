import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readdir, readlink, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Worker } from 'node:worker_threads'
import { type EmbeddedClient, type EmbeddedOptions, openEmbedded } from './client.ts'

export const full = process.env.ROUNDS === 'full'

/** A database of its own for one test, closed and removed at its end. */
export interface TestDatabase extends AsyncDisposable {
  readonly path: string
  readonly client: EmbeddedClient
  /** The client's threads in the order of their start: the writer first, then the readers. */
  readonly workers: Worker[]
  open(options?: Partial<EmbeddedOptions>): Promise<EmbeddedClient>
}

export async function testDatabase(options: Partial<EmbeddedOptions> = {}): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'sparkkit-libsql-'))
  const path = join(folder, 'test.db')
  const workers: Worker[] = []
  const note = (worker: Worker): void => void workers.push(worker)
  process.on('worker', note)
  const clients: EmbeddedClient[] = []
  const open = async (more: Partial<EmbeddedOptions> = {}): Promise<EmbeddedClient> => {
    const client = await openEmbedded({ path, ...options, ...more })
    clients.push(client)
    return client
  }
  return {
    path,
    client: await open(),
    workers,
    open,
    [Symbol.asyncDispose]: async () => {
      process.off('worker', note)
      await Promise.all(clients.map(client => client.closeAndWait()))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Runs a script in a process of its own; `lines` yields what it prints. */
export function runScript(
  script: string,
  args: string[] = [],
): { child: ChildProcess; lines: AsyncIterable<string>; ended: Promise<number | null> } {
  // A small young generation, so that memory settles early.
  const flags = ['--max-semi-space-size=1', '--input-type=module', '--eval', script]
  const child = spawn(process.execPath, [...flags, '--', ...args], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<number | null>(resolve => child.once('exit', code => resolve(code)))
  return { child, lines: createInterface({ input: child.stdout }), ended }
}

export async function firstLine(lines: AsyncIterable<string>): Promise<string> {
  for await (const line of lines) return line
  throw new Error('The script ended without a line.')
}

/** File handles of this process on the database, where the platform can tell. */
export async function openHandles(path: string): Promise<string[]> {
  const handles = await readdir('/proc/self/fd').catch(() => [])
  const targets = await Promise.all(handles.map(handle => readlink(`/proc/self/fd/${handle}`).catch(() => '')))
  return targets.filter(target => target.startsWith(path))
}

export function sleep(ms: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, ms))
}

/** Never ends by itself and answers one row. */
export const endlessQuery = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n'
