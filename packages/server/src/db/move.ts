import { createHash } from 'node:crypto'
import { type Column, getTableColumns, getTableName, is, type SQL, sql, type Table } from 'drizzle-orm'
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Database } from './dialect.ts'
import type { Engine } from './engine.ts'
import { insertRows } from './rows.ts'

export interface MovedTable {
  readonly table: string
  readonly rows: number
  /** Over all rows, whatever their order; the same on both sides. */
  readonly checksum: string
}

export class MoveError extends Error {
  override readonly name = 'MoveError' as const
}

type Row = Record<string, unknown>
type TableName = keyof Engine['tables']

const PAGE = 1000

const namesOf = (engine: Engine): TableName[] => Object.keys(engine.tables) as TableName[]

/** Names of the fields a row is found by, in key order. */
function keyOf(table: Table): string[] {
  if (!is(table, SQLiteTable)) throw new Error(`${getTableName(table)} is not of the embedded engine.`)
  const { primaryKeys, columns } = getTableConfig(table)
  const key = primaryKeys[0]?.columns ?? columns.filter(column => column.primary)
  const fields = Object.entries(getTableColumns(table))
  return key.map(column => fields.find(([, candidate]) => candidate.name === column.name)?.[0] ?? column.name)
}

/** All rows of a table in key order, a page at a time. */
async function* pages(db: Database, table: Table, key: readonly string[]): AsyncGenerator<Row[]> {
  const fields = getTableColumns(table)
  const columns = key.map((name): Column => {
    const column = fields[name]
    if (!column) throw new Error(`${getTableName(table)} has no ${name}.`)
    return column
  })
  const tuple = sql`(${sql.join(columns, sql`, `)})`
  for (let after: SQL | undefined; ; ) {
    const rows = (await db
      .select()
      // Every table of ours can be read by its own columns.
      .from(table as Engine['tables']['content'])
      .where(after)
      .orderBy(...columns.map(column => sql`${column}`))
      .limit(PAGE)) as Row[]
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    if (!last || rows.length < PAGE) return
    const position = columns.map((column, index) => sql`${sql.param(last[key[index] ?? ''], column)}`)
    after = sql`${tuple} > (${sql.join(position, sql`, `)})`
  }
}

/** The same text for the same row on both engines, whatever order they keep the fields of JSON in. */
function canonical(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, inner]) => [name, canonical(inner)]),
  )
}

/** Sums the hashes of rows, so that their order does not count. */
class Tally {
  rows = 0
  #sum = 0n

  add(rows: readonly Row[]): void {
    for (const row of rows) {
      const digest = createHash('sha256')
        .update(JSON.stringify(canonical(row)))
        .digest('hex')
      this.#sum = (this.#sum + BigInt(`0x${digest}`)) % (1n << 256n)
      this.rows += 1
    }
  }

  get checksum(): string {
    return this.#sum.toString(16).padStart(64, '0').slice(0, 16)
  }
}

async function insert(target: Engine, db: Database, { table, rows }: { table: Table; rows: Row[] }): Promise<void> {
  const hasBytes = rows.some(row => Object.values(row).some(value => value instanceof Uint8Array))
  if (!hasBytes) return insertRows({ db, dialect: target.dialect }, table, rows)
  await db.insert(table as Engine['tables']['importChunks']).values(rows as Engine['tables']['importChunks']['$inferInsert'][])
}

/** Numbers that the database hands out go on behind those that were moved. */
async function restartCounters(target: Engine, db: Database): Promise<void> {
  const { events, workspaces } = target.tables
  const counters: [Table, string][] = [
    [workspaces, 'no'],
    [events, 'position'],
  ]
  for (const [table, column] of counters) {
    const name = sql.raw(`'${getTableName(table)}', '${column}'`)
    await target.dialect.all(
      db,
      sql`SELECT setval(pg_get_serial_sequence(${name}), greatest((SELECT coalesce(max(${sql.identifier(column)}), 0) FROM ${table}), 1))`,
    )
  }
}

async function assertEmpty(target: Engine): Promise<void> {
  for (const name of namesOf(target)) {
    if ((await target.db.$count(target.tables[name])) > 0) {
      throw new MoveError(`The table ${getTableName(target.tables[name])} of the target is not empty. Move into a fresh database.`)
    }
  }
}

/**
 * Copies every row of an embedded database to a fresh PostgreSQL in one transaction, and compares counts and checksums of
 * both sides before it commits. Nobody may write to the source meanwhile: move a backup.
 */
export async function moveDatabase(source: Engine, target: Engine, onTable: (moved: MovedTable) => void = () => {}): Promise<MovedTable[]> {
  await target.migrations.run()
  await assertEmpty(target)
  return target.transaction(async db => {
    const moved: MovedTable[] = []
    for (const name of namesOf(source)) {
      const from = source.tables[name]
      const to = target.tables[name]
      const key = keyOf(from)
      const [before, after] = [new Tally(), new Tally()]
      for await (const rows of pages(source.db, from, key)) {
        before.add(rows)
        await insert(target, db, { table: to, rows })
      }
      for await (const rows of pages(db, to, key)) after.add(rows)
      const table = getTableName(from)
      if (before.rows !== after.rows || before.checksum !== after.checksum) {
        throw new MoveError(`${table} arrived otherwise than it left: ${before.rows} rows became ${after.rows}. Nothing was kept.`)
      }
      const result = { table, rows: after.rows, checksum: after.checksum }
      moved.push(result)
      onTable(result)
    }
    await restartCounters(target, db)
    return moved
  })
}
