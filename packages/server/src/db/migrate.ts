import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'

export interface Migration {
  readonly name: string
  readonly hash: string
  readonly statements: readonly string[]
}

export interface MigrationState {
  readonly applied: readonly string[]
  readonly pending: readonly string[]
}

export interface MigrationRunner {
  /** What the database has and what it lacks. Throws when its history is not a prefix of ours. */
  state(): Promise<MigrationState>
  /** Applies what is missing, each migration whole or not at all. Gives the names applied. */
  run(): Promise<readonly string[]>
}

export class MigrationError extends Error {
  override readonly name = 'MigrationError' as const
}

interface Connection {
  query(statement: string): Promise<Record<string, unknown>[]>
  /** All statements in one transaction. */
  apply(statements: readonly string[]): Promise<void>
}

const TABLE = 'sparkkit_migrations'
const CREATE = `CREATE TABLE IF NOT EXISTS ${TABLE} (name text PRIMARY KEY, hash text NOT NULL, applied_at bigint NOT NULL)`

const folder = (engine: string): URL =>
  new URL(import.meta.url.endsWith('.ts') ? `../../migrations/${engine}/` : `./migrations/${engine}/`, import.meta.url)

export async function readMigrations(engine: 'sqlite' | 'postgres'): Promise<Migration[]> {
  const files = (await readdir(folder(engine))).filter(file => file.endsWith('.sql')).sort()
  return Promise.all(
    files.map(async file => {
      const text = await readFile(new URL(file, folder(engine)), 'utf8')
      const statements = text
        .split('--> statement-breakpoint')
        .map(statement => statement.trim())
        .filter(Boolean)
      return { name: file.replace(/\.sql$/, ''), hash: createHash('sha256').update(text).digest('hex'), statements }
    }),
  )
}

function compare(known: readonly Migration[], applied: readonly Record<string, unknown>[]): MigrationState {
  applied.forEach((row, index) => {
    const migration = known[index]
    if (!migration)
      throw new MigrationError(`The database has migration ${row.name}, which this version of SparkKit does not know. Run a newer version.`)
    if (migration.name !== row.name) {
      throw new MigrationError(
        `The database has migration ${row.name} where this version has ${migration.name}. It was made by another line of SparkKit.`,
      )
    }
    if (migration.hash !== row.hash) {
      throw new MigrationError(`Migration ${migration.name} was altered after it was applied. Restore its file as it was released.`)
    }
  })
  return { applied: known.slice(0, applied.length).map(m => m.name), pending: known.slice(applied.length).map(m => m.name) }
}

export function migrationRunner(engine: 'sqlite' | 'postgres', connection: Connection): MigrationRunner {
  const exists = async (): Promise<boolean> => {
    if (engine === 'postgres') return (await connection.query(`SELECT 1 WHERE to_regclass('${TABLE}') IS NOT NULL`)).length > 0
    const tables = (await connection.query("SELECT name FROM sqlite_schema WHERE type = 'table'")).map(({ name }) => String(name))
    if (tables.length === 0 || tables.includes(TABLE)) return tables.length > 0
    throw new MigrationError(
      `The file holds tables that are not SparkKit's: ${tables.slice(0, 3).join(', ')}. Give SparkKit a file of its own.`,
    )
  }
  const applied = async () => ((await exists()) ? connection.query(`SELECT name, hash FROM ${TABLE} ORDER BY name`) : [])

  const state = async (): Promise<MigrationState> => compare(await readMigrations(engine), await applied())

  const run = async (): Promise<readonly string[]> => {
    const known = await readMigrations(engine)
    const done: string[] = []
    if (!(await exists())) await connection.apply([CREATE])
    for (;;) {
      const { pending } = compare(known, await applied())
      const next = known.find(migration => migration.name === pending[0])
      if (!next) return done
      const mark = `INSERT INTO ${TABLE} (name, hash, applied_at) VALUES ('${next.name}', '${next.hash}', ${Date.now()})`
      // The mark goes first: where two processes migrate at once, the second fails on its primary key before it touches anything.
      try {
        await connection.apply([mark, ...next.statements])
        done.push(next.name)
      } catch (error) {
        const taken = compare(known, await applied()).applied.includes(next.name)
        if (!taken) throw new MigrationError(`Migration ${next.name} failed; nothing of it was kept.`, { cause: error })
      }
    }
  }

  return { state, run }
}
