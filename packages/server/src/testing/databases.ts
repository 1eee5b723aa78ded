import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { SparkKitConfig } from '../create-sparkkit.ts'

export const TEST_ENGINES = ['libsql', 'pglite', 'postgres'] as const
export type TestEngine = (typeof TEST_ENGINES)[number]

/** A database of a suite's own. */
export interface TestDatabase {
  readonly engine: TestEngine
  /** Where its files are; a PostgreSQL server keeps its own. */
  readonly folder: string
  /** The file of the embedded engine. */
  readonly path: string
  /** What opens it, now or again. */
  connect(): Promise<Pick<SparkKitConfig, 'databaseUrl' | 'engine'>>
  remove(): Promise<void>
}

export const postgresUrl = (): string | undefined => process.env.SPARKKIT_TEST_POSTGRES_URL || undefined

/** The engine of suites that name none. */
export function defaultEngine(): TestEngine {
  const name = process.env.SPARKKIT_TEST_ENGINE || 'libsql'
  const engine = TEST_ENGINES.find(known => known === name)
  if (!engine) throw new Error(`SPARKKIT_TEST_ENGINE is one of ${TEST_ENGINES.join(', ')}.`)
  return engine
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgresUrl() })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

async function createOnServer(): Promise<{ url: string; drop(): Promise<void> }> {
  const server = postgresUrl()
  if (!server) throw new Error('SPARKKIT_TEST_POSTGRES_URL names no PostgreSQL server.')
  const name = `sparkkit_test_${randomBytes(6).toString('hex')}`
  await onServer(`CREATE DATABASE ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => onServer(`DROP DATABASE ${name} WITH (FORCE)`) }
}

/** An empty database of one engine. Its remover leaves nothing behind. */
export async function createTestDatabase(engine: TestEngine): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'sparkkit-'))
  const path = join(folder, 'test.db')
  const removeFolder = () => rm(folder, { recursive: true, force: true })
  const database = { engine, folder, path, remove: removeFolder }
  if (engine === 'libsql') return { ...database, connect: async () => ({ databaseUrl: `file:${path}` }) }
  if (engine === 'pglite') {
    const { openPglite } = await import('../db/pglite.ts')
    return { ...database, connect: async () => ({ databaseUrl: '', engine: await openPglite(join(folder, 'pglite')) }) }
  }
  const { url, drop } = await createOnServer()
  return {
    ...database,
    connect: async () => ({ databaseUrl: url }),
    remove: async () => {
      await drop()
      await removeFolder()
    },
  }
}
