import { parseDatabaseUrl } from './database-url.ts'
import type { Database, Dialect } from './dialect.ts'
import type { MigrationRunner } from './migrate.ts'
import type { Tables } from './schema.ts'

/** A database ready for use: one of the two engines behind the same tables and queries. */
export interface Engine {
  readonly db: Database
  readonly tables: Tables
  readonly dialect: Dialect
  /** A write transaction; tried again where the engine says that another one was in its way. */
  transaction<T>(run: (db: Database) => Promise<T>): Promise<T>
  readonly migrations: MigrationRunner
  /** Writes a consistent copy to a file that is not there yet, while the service runs. Only the embedded engine can. */
  backup?(path: string): Promise<void>
  /** Resolves when no connection, thread or file handle is left. */
  close(): Promise<void>
}

/** `file:` URLs and paths open the embedded engine, `postgres:` URLs PostgreSQL. Throws DatabaseUrlError. */
export async function openEngine(url: string): Promise<Engine> {
  const location = parseDatabaseUrl(url)
  if (location.engine === 'postgres') {
    const { openPostgres } = await import('./postgres.ts')
    return openPostgres(location.url)
  }
  const { openLibsql } = await import('./embedded.ts')
  return openLibsql(location)
}
