import { PGlite } from '@electric-sql/pglite'
import { drizzle } from 'drizzle-orm/pglite'
import { postgresDialect } from './dialect.ts'
import type { Engine } from './engine.ts'
import { migrationRunner } from './migrate.ts'
import { asDatabase, retrying } from './postgres.ts'
import { schemas } from './schema.ts'

/** PostgreSQL inside this process, for tests: it has one connection, so transactions go one after another. */
export async function openPglite(folder: string): Promise<Engine> {
  const client = await PGlite.create(folder)
  const db = asDatabase(drizzle(client))
  return {
    db,
    tables: schemas.postgres,
    dialect: postgresDialect,
    transaction: run => retrying(() => db.transaction(run)),
    migrations: migrationRunner('postgres', {
      query: async statement => (await client.query<Record<string, unknown>>(statement)).rows,
      apply: async statements => {
        await client.transaction(async transaction => {
          for (const statement of statements) await transaction.exec(statement)
        })
      },
    }),
    close: () => client.close(),
  }
}
