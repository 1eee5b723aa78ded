import { setImmediate } from 'node:timers/promises'
import { getTableColumns, getTableName, type SQL, type SQLWrapper, sql, type Table } from 'drizzle-orm'
import type { Database, Dialect } from './dialect.ts'

interface Target {
  db: Database
  dialect: Dialect
}

export interface Batch<Row> {
  rows: readonly Row[]
  /** What an existing row does, for example `ON CONFLICT … DO NOTHING`. */
  conflict?: SQL
}

const columnType = (column: { dataType: string; columnType: string }): 'int' | 'real' | 'flag' | 'json' | 'text' => {
  if (column.dataType === 'json') return 'json'
  if (column.dataType === 'boolean') return 'flag'
  if (column.dataType !== 'number') return 'text'
  return /Real|Double/.test(column.columnType) ? 'real' : 'int'
}

const CASTS = { int: sql.raw('bigint'), real: sql.raw('double precision'), text: sql.raw('text') }

/** The cell as its column's type. JSON `true` reads as 1 in SQLite and as 'true' in PostgreSQL: both compare equal to what the engine itself prints. */
function cell(dialect: Dialect, index: number, type: ReturnType<typeof columnType>): SQL {
  const value = sql`(j.value ->> ${sql.raw(String(index))})`
  if (type === 'json') return jsonCell(dialect, index)
  if (type === 'flag') return dialect.engine === 'sqlite' ? value : sql`CAST(${value} AS boolean)`
  return sql`CAST(${value} AS ${CASTS[type]})`
}

/** A JSON null is SQL NULL in both engines. */
function jsonCell(dialect: Dialect, index: number): SQL {
  return dialect.engine === 'sqlite' ? dialect.jsonCell(index) : sql`NULLIF(${dialect.jsonCell(index)}, CAST('null' AS jsonb))`
}

function plan<T extends Table>(table: T, keys: readonly string[]) {
  const columns = getTableColumns(table)
  return keys.map((key, index) => {
    const column = columns[key]
    if (!column) throw new Error(`${getTableName(table)} has no column ${key}`)
    return { key, index, name: sql.identifier(column.name), type: columnType(column) }
  })
}

/** SQLite's JSON functions make text of half a surrogate pair, or of a NUL, that its own driver cannot read back. */
const UNREADABLE = /\\u(?:0000|d[89a-f])/
const readable = (_key: string, value: unknown): unknown => (typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '') : value)

const cells = (keys: readonly string[], rows: readonly object[]): string => {
  const values = rows.map(row => keys.map(key => (row as Record<string, unknown>)[key] ?? null))
  const json = JSON.stringify(values)
  // A replacer makes it several times slower, and next to no text needs one.
  return UNREADABLE.test(json) ? JSON.stringify(values, readable) : json
}

/** Inserts a batch as one statement whose text does not depend on how many rows it has. Tables with binary columns cannot use it. */
export async function insertRows<T extends Table>(
  target: Target,
  table: T,
  batch: readonly T['$inferInsert'][] | Batch<T['$inferInsert']>,
): Promise<void> {
  const { rows, conflict } = 'rows' in batch ? batch : { rows: batch, conflict: undefined }
  const first = rows[0]
  if (!first) return
  const keys = Object.keys(first)
  const parts = plan(table, keys)
  const names = sql.join(
    parts.map(part => part.name),
    sql`, `,
  )
  const values = sql.join(
    parts.map(part => cell(target.dialect, part.index, part.type)),
    sql`, `,
  )
  const source = sql`SELECT ${values} FROM ${target.dialect.jsonRows(cells(keys, rows))} WHERE true`
  await target.dialect.all(target.db, sql`INSERT INTO ${table} (${names}) ${source} ${conflict ?? sql``}`)
}

/** Begins statements one after another without waiting for their answers: each is printed while the database carries out those before it. */
export async function overlapped(statements: readonly (() => Promise<unknown>)[]): Promise<void> {
  const begun: Promise<unknown>[] = []
  for (const begin of statements) {
    const answer = begin()
    answer.catch(() => {})
    begun.push(answer)
    await setImmediate()
  }
  await Promise.all(begun)
}

/** `IN` any number of values, by one statement whose text does not depend on how many. */
export const isOneOf = ({ dialect }: Pick<Target, 'dialect'>, column: SQLWrapper, values: readonly string[]): SQL =>
  sql`${column} IN (SELECT j.value ->> 0 FROM ${dialect.jsonRows(JSON.stringify([...new Set(values)].map(value => [value])))})`

export interface RowUpdate<T extends Table> {
  /** Columns that find the row. */
  by: readonly (keyof T['$inferInsert'] & string)[]
  rows: readonly Partial<T['$inferInsert']>[]
}

/** Updates many rows, each with its own values, as one statement. Every row carries the same columns. */
export async function updateRows<T extends Table>(target: Target, table: T, { by, rows }: RowUpdate<T>): Promise<void> {
  const first = rows[0]
  if (!first) return
  const keys = Object.keys(first)
  const parts = plan(table, keys)
  const isKey = (part: { key: string }) => by.some(key => key === part.key)
  const sets = parts.filter(part => !isKey(part)).map(part => sql`${part.name} = ${cell(target.dialect, part.index, part.type)}`)
  const finds = parts.filter(isKey).map(part => sql`${table}.${part.name} = ${cell(target.dialect, part.index, part.type)}`)
  const where = sql.join(finds, sql` AND `)
  await target.dialect.all(
    target.db,
    sql`UPDATE ${table} SET ${sql.join(sets, sql`, `)} FROM ${target.dialect.jsonRows(cells(keys, rows))} WHERE ${where}`,
  )
}
