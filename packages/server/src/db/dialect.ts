import type { SearchTerm } from '@sparkkit/core'
import { type SQL, sql } from 'drizzle-orm'
import type { LibSQLDatabase } from 'drizzle-orm/libsql'
import { type SeqRange, workspaceSeqRange } from '../features/content/seq.ts'
import { type JsonPrinter, postgresJson, sqliteJson } from './json.ts'

export type Database = Pick<
  LibSQLDatabase<Record<string, never>>,
  'select' | 'selectDistinct' | 'insert' | 'update' | 'delete' | 'transaction' | '$count'
>

export interface SearchQuery {
  readonly terms: readonly SearchTerm[]
}

/** Rows of `content` from somewhere: a FROM clause, its condition, and an order that the rows come in by themselves. */
export interface Walk {
  readonly from: SQL
  readonly where: SQL
  readonly order: SQL
}

/** What truly differs between the engines. Everything else is written once. */
export interface Dialect {
  readonly engine: 'sqlite' | 'postgres'
  /** Runs one statement and gives its rows by column name. */
  all<Row>(db: Database, query: SQL): Promise<Row[]>
  /** Posts of a workspace whose search text holds every term. */
  match(workspaceNo: number, query: SearchQuery): SQL
  /** The same as a way through `content` in the order of `seq`, from which a page is taken without reading all that match. */
  searchWalk(workspaceNo: number, query: SearchQuery, range: SeqRange): Walk
  /** Stands behind a table: the index that serves it, null for the order of its rows. PostgreSQL has statistics and is not told. */
  indexedBy(index: string | null): SQL
  /** Ends a SELECT from rows that come in this order already: PostgreSQL sees that they do, SQLite would read them all to sort them. */
  inOrderOf(order: SQL): SQL
  readonly json: JsonPrinter
  /** A JSON array of arrays as rows `j`, whose cells are `j.value ->> n`. */
  jsonRows(json: string): SQL
  /** A cell of {@link jsonRows} that holds a JSON value itself. */
  jsonCell(index: number): SQL
  /** Ends a SELECT that locks its rows until the transaction ends; SQLite has one writer and needs none. */
  readonly forUpdate: SQL
  readonly forUpdateSkipLocked: SQL
  /** Lets one transaction at a time pass with this key; held until it ends. */
  lock(db: Database, key: string): Promise<void>
  /** Lets all pass that share this key, but none while one holds {@link lock} on it. */
  share(db: Database, key: string): Promise<void>
  /**
   * Takes words that no post holds any more out of the search index, one short step of a write transaction after the other,
   * counted from 0: whether there is more to do. PostgreSQL's vacuum does so by itself.
   */
  forgetWords(db: Database, step: number): Promise<boolean>
}

interface RawSqlite {
  all(query: SQL): Promise<unknown[]>
}
interface RawPostgres {
  execute(query: SQL): Promise<{ rows: Record<string, unknown>[]; fields: { name: string; dataTypeID: number }[] }>
}

/** Row types of hand-written SQL are vouched for by the statement beside them. */
const asRows = <Row>(rows: unknown[]): Row[] => rows as Row[]
const asSqlite = (db: Database): RawSqlite => db as unknown as RawSqlite
const asPostgres = (db: Database): RawPostgres => db as unknown as RawPostgres

const INT8 = 20

/** Drizzle reads raw int8 as text, whatever parser the pool has; every integer of ours fits 53 bits. */
async function executePostgres(db: Database, query: SQL): Promise<unknown[]> {
  const { rows, fields } = await asPostgres(db).execute(query)
  for (const { name } of fields.filter(field => field.dataTypeID === INT8)) {
    for (const row of rows) if (row[name] !== null) row[name] = Number(row[name])
  }
  return rows
}

/** Some 25 ms of work. */
const PAGES_A_STEP = 500

const fts5Query = (query: SearchQuery): string =>
  query.terms.map(term => `"${term.text.replaceAll('"', '""')}"${term.prefix ? '*' : ''}`).join(' AND ')

const tsQuery = (query: SearchQuery): string =>
  query.terms.map(term => `'${term.text.replaceAll("'", "''").replaceAll('\\', '\\\\')}'${term.prefix ? ':*' : ''}`).join(' & ')

const postgresMatch = (_workspaceNo: number, query: SearchQuery): SQL =>
  sql`array_to_tsvector(string_to_array(search_text, ' ')) @@ CAST(${tsQuery(query)} AS tsquery)`

export const sqliteDialect: Dialect = {
  engine: 'sqlite',
  all: async (db, query) => asRows(await asSqlite(db).all(query)),
  match: (workspaceNo, query) => {
    const { first, last } = workspaceSeqRange(workspaceNo)
    return sql`seq IN (SELECT rowid FROM content_search WHERE content_search MATCH ${fts5Query(query)} AND rowid BETWEEN ${first} AND ${last})`
  },
  searchWalk: (_workspaceNo, query, { first, last }) => ({
    from: sql`content_search CROSS JOIN content ON content.seq = content_search.rowid`,
    where: sql`content_search MATCH ${fts5Query(query)} AND content_search.rowid BETWEEN ${first} AND ${last}`,
    order: sql`content_search.rowid`,
  }),
  indexedBy: index => sql.raw(index === null ? 'NOT INDEXED' : `INDEXED BY ${index}`),
  inOrderOf: () => sql``,
  json: sqliteJson,
  jsonRows: json => sql`json_each(${json}) AS j`,
  jsonCell: index => sql`j.value ->> ${sql.raw(String(index))}`,
  forUpdate: sql``,
  forUpdateSkipLocked: sql``,
  lock: async () => {},
  share: async () => {},
  // FTS5 would do so at once with its option `secure-delete`, which damages the index in this version of libSQL.
  forgetWords: async (db, step) => {
    const changes = async (): Promise<number> => {
      const [row] = await sqliteDialect.all<{ n: number }>(db, sql`SELECT total_changes() AS n`)
      return row?.n ?? 0
    }
    const before = await changes()
    // A negative number of pages begins to merge everything.
    const pages = step === 0 ? -PAGES_A_STEP : PAGES_A_STEP
    await asSqlite(db).all(sql`INSERT INTO content_search(content_search, rank) VALUES ('merge', ${pages})`)
    return step === 0 || (await changes()) - before > 1
  },
}

export const postgresDialect: Dialect = {
  engine: 'postgres',
  all: async (db, query) => asRows(await executePostgres(db, query)),
  match: postgresMatch,
  searchWalk: (workspaceNo, query, { first, last }) => ({
    from: sql`content`,
    where: sql`workspace_no = ${workspaceNo} AND seq BETWEEN ${first} AND ${last} AND ${postgresMatch(workspaceNo, query)}`,
    order: sql`seq`,
  }),
  indexedBy: () => sql``,
  inOrderOf: order => sql`ORDER BY ${order}`,
  json: postgresJson,
  jsonRows: json => sql`jsonb_array_elements(CAST(${json} AS jsonb)) AS j(value)`,
  jsonCell: index => sql`j.value -> ${sql.raw(String(index))}`,
  forUpdate: sql`FOR UPDATE`,
  forUpdateSkipLocked: sql`FOR UPDATE SKIP LOCKED`,
  lock: async (db, key) => {
    await asPostgres(db).execute(sql`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))`)
  },
  share: async (db, key) => {
    await asPostgres(db).execute(sql`SELECT pg_advisory_xact_lock_shared(hashtextextended(${key}, 0))`)
  },
  forgetWords: async () => false,
}
