import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { drizzle } from 'drizzle-orm/libsql'
import { type Database, sqliteDialect } from './dialect.ts'
import type { Engine } from './engine.ts'
import { type EmbeddedOptions, openEmbedded } from './libsql/index.ts'
import { migrationRunner } from './migrate.ts'
import { schemas } from './schema.ts'

/** People's data is for the user who runs SparkKit. What cannot be made here is SQLite's to explain. */
async function createFile(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const file = await open(path, 'wx', 0o600).catch(() => undefined)
  await file?.close()
}

/** The embedded default: a libSQL file, served by worker threads. */
export async function openLibsql(options: EmbeddedOptions): Promise<Engine> {
  await createFile(options.path)
  const client = await openEmbedded(options)
  const db: Database = drizzle(client)
  return {
    db,
    tables: schemas.sqlite,
    dialect: sqliteDialect,
    transaction: run => db.transaction(run),
    migrations: migrationRunner('sqlite', {
      query: async statement => {
        const { rows, columns } = await client.execute(statement)
        return rows.map(row => Object.fromEntries(columns.map((column, index) => [column, row[index]])))
      },
      apply: async statements => {
        await client.batch([...statements], 'write')
      },
    }),
    backup: to => client.backup(to),
    close: () => client.closeAndWait(),
  }
}
