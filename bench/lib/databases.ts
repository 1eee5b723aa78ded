import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { startPostgres } from '../../scripts/postgres.ts'

export interface BenchDatabase {
  readonly url: string
  /** Bytes on disk. */
  size(): Promise<number>
  /** What a database does by itself in time: statistics, and what deletes left behind. */
  settle(): Promise<void>
  remove(): Promise<void>
}

export interface BenchEngine {
  readonly name: 'libSQL' | 'PostgreSQL'
  create(): Promise<BenchDatabase>
  close(): Promise<void>
}

const libsql: BenchEngine = {
  name: 'libSQL',
  create: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sparkkit-bench-'))
    const path = join(folder, 'bench.db')
    return {
      url: `file:${path}`,
      size: async () => (await stat(path)).size,
      settle: async () => {},
      remove: () => rm(folder, { recursive: true, force: true }),
    }
  },
  close: async () => {},
}

async function ask(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

async function postgres(): Promise<BenchEngine | undefined> {
  const server = await startPostgres()
  if (!server) return undefined
  let databases = 0
  return {
    name: 'PostgreSQL',
    create: async () => {
      databases += 1
      const name = `bench_${databases}`
      await ask(server.url, `CREATE DATABASE ${name}`)
      const url = Object.assign(new URL(server.url), { pathname: `/${name}` }).href
      return {
        url,
        size: async () => Number((await ask(url, 'SELECT pg_database_size(current_database()) AS size'))[0]?.size),
        settle: async () => {
          await ask(url, 'VACUUM ANALYZE')
        },
        remove: async () => {
          await ask(server.url, `DROP DATABASE ${name} WITH (FORCE)`)
        },
      }
    },
    close: () => server.stop(),
  }
}

/** The engines that this machine has. */
export async function openEngines(names: readonly string[]): Promise<BenchEngine[]> {
  const engines: BenchEngine[] = []
  if (names.includes('libsql')) engines.push(libsql)
  if (names.includes('postgres')) {
    const server = await postgres()
    if (server) engines.push(server)
    else console.error('No PostgreSQL server is installed here: its part is skipped.')
  }
  return engines
}
