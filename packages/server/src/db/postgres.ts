import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { type Database, postgresDialect } from './dialect.ts'
import type { Engine } from './engine.ts'
import { migrationRunner } from './migrate.ts'
import { schemas } from './schema.ts'

/** Serialization failure, deadlock, and a unique key that another transaction took first: verbs look before they write, and will see it. */
const RETRYABLE = new Set(['40001', '40P01', '23505'])
const MAX_TRIES = 5
const MIGRATION_LOCK = 0x5ba1

/** int8 as numbers: every integer of ours fits 53 bits. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 && format !== 'binary' ? Number : pg.types.getTypeParser(oid, format),
}

/** The schema's types are SQLite's; kit.ts keeps both halves alike. */
export const asDatabase = (db: unknown): Database => db as Database

const sqlState = (error: unknown): string | undefined => {
  if (!(error instanceof Error)) return undefined
  if ('code' in error && typeof error.code === 'string') return error.code
  return sqlState(error.cause)
}

/** Tries again when the engine says that another transaction was in the way, with a little disorder in between. */
export async function retrying<T>(run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run()
    } catch (error) {
      if (attempt === MAX_TRIES || !RETRYABLE.has(sqlState(error) ?? '')) throw error
      await new Promise(resolve => setTimeout(resolve, 2 ** attempt * 5 * (0.5 + Math.random())))
    }
  }
}

export async function openPostgres(url: string): Promise<Engine> {
  const pool = new pg.Pool({ connectionString: url, types, max: 10, pipeline: true })
  // An idle connection that breaks is replaced by the pool at the next query; without a listener it would end the process.
  pool.on('error', () => {})
  // The same holds for one that breaks while it is in use; its query fails, which says enough.
  pool.on('connect', client => client.on('error', () => {}))
  const db = asDatabase(drizzle(pool))
  return {
    db,
    tables: schemas.postgres,
    dialect: postgresDialect,
    transaction: run => retrying(() => db.transaction(run)),
    migrations: migrationRunner('postgres', {
      query: async statement => (await pool.query(statement)).rows,
      apply: async statements => {
        const connection = await pool.connect()
        try {
          await connection.query('BEGIN')
          await connection.query(`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`)
          for (const statement of statements) await connection.query(statement)
          await connection.query('COMMIT')
        } catch (error) {
          await connection.query('ROLLBACK').catch(() => {})
          throw error
        } finally {
          connection.release()
        }
      },
    }),
    close: () => pool.end(),
  }
}
