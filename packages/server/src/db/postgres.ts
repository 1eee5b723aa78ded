import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { type Database, postgresDialect } from './dialect.ts'
import type { Engine } from './engine.ts'
import { codesOf } from './faults.ts'
import { migrationRunner } from './migrate.ts'
import { schemas } from './schema.ts'

/** Serialization failure, deadlock, and a unique key that another transaction took first: verbs look before they write, and will see it. */
const RETRYABLE = new Set(['40001', '40P01', '23505'])
const MAX_TRIES = 5
const MIGRATION_LOCK = 0x5ba1

/** In milliseconds. */
export interface PostgresLimits {
  /** For a connection to come about, or for one of the pool to be free. */
  readonly connect: number
  /** For one statement; the server stops it then. */
  readonly statement: number
  /** For an answer, from a server that does not even do that; the connection is given up. */
  readonly silence: number
  /** For a transaction in which nobody asks anything. */
  readonly idleTransaction: number
}

/** Statements and transactions have as long as on the embedded engine. */
const LIMITS: PostgresLimits = { connect: 10_000, statement: 30_000, silence: 40_000, idleTransaction: 15_000 }

/** int8 as numbers: every integer of ours fits 53 bits. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format),
}

/** The schema's types are SQLite's; kit.ts keeps both halves alike. */
export const asDatabase = (db: unknown): Database => db as Database

/** Tries again when the engine says that another transaction was in the way, with a little disorder in between. */
export async function retrying<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run()
    } catch (error) {
      if (attempt === MAX_TRIES || !RETRYABLE.has(codesOf(error)[0] ?? '')) throw error
      await new Promise(resolve => setTimeout(resolve, 2 ** attempt * 5 * (0.5 + Math.random())))
    }
  }
}

function createPool(config: pg.ClientConfig, { statement, silence, idleTransaction }: PostgresLimits): pg.Pool {
  // A pipelined connection that stays silent is closed, so that nobody else waits on it.
  const pool = new pg.Pool({ ...config, query_timeout: silence, max: 10, pipeline: true })
  // An idle connection that breaks is replaced by the pool at the next query; without a listener it would end the process.
  pool.on('error', () => {})
  pool.on('connect', client => {
    // The same holds for one that breaks while it is in use; its query fails, which says enough.
    client.on('error', () => {})
    // Not as parameters of the connection: poolers refuse those.
    client.query(`SET statement_timeout = ${statement}; SET idle_in_transaction_session_timeout = ${idleTransaction}`).catch(() => {})
  })
  return pool
}

/** All or nothing, and without a limit: an index over a million posts takes its time. */
async function applyMigration(config: pg.ClientConfig, statements: readonly string[]): Promise<void> {
  const client = new pg.Client(config)
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('BEGIN')
    await client.query(`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`)
    for (const statement of statements) await client.query(statement)
    await client.query('COMMIT')
  } finally {
    await client.end()
  }
}

export async function openPostgres(url: string, limits: PostgresLimits = LIMITS): Promise<Engine> {
  const config: pg.ClientConfig = {
    connectionString: url,
    types,
    connectionTimeoutMillis: limits.connect,
    fallback_application_name: 'sparkkit',
  }
  const pool = createPool(config, limits)
  const db = asDatabase(drizzle(pool))
  return {
    db,
    tables: schemas.postgres,
    dialect: postgresDialect,
    transaction: run => retrying(() => db.transaction(run)),
    migrations: migrationRunner('postgres', {
      query: async statement => (await pool.query(statement)).rows,
      apply: statements => applyMigration(config, statements),
    }),
    close: () => pool.end(),
  }
}
