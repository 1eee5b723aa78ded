import { LibsqlError } from '@libsql/core/api'
import { embeddedError, embeddedErrorCodes, rawCodeOf } from './errors.ts'
import { type NativeArgs, type NativeDatabase, type NativeRow, openNative, startInBackground } from './native.ts'
import type { WireResult, WireStatement, WorkerOptions } from './protocol.ts'
import { asWireRows, convertCells, Prepared, type ShapeIndex, StatementCache } from './statements.ts'

const BUSY = 5
const READONLY = 8
const INTERRUPT = 9
/** IOERR, CORRUPT, CANTOPEN, PROTOCOL, NOTADB: the handle is not to be trusted; the file may be well again soon. */
const brokenHandle = new Set([10, 11, 14, 15, 26])
const cachedStatements = 200
const rowsPerLook = 100
const interruptAgainMs = 20
const longestTimer = 2 ** 31 - 1

interface Counters {
  changes: number
  total: number
  rowid: bigint
}

/** One SQLite connection: opened at first use, and opened anew after an error that may have left it unusable. */
export class Connection {
  readonly #options: WorkerOptions
  readonly #shapes: ShapeIndex
  readonly #statements = new StatementCache(cachedStatements)
  #database: NativeDatabase | undefined
  #counters: Prepared | undefined
  #background: { again?: NodeJS.Timeout } | undefined

  constructor(options: WorkerOptions, shapes: ShapeIndex) {
    this.#options = options
    this.#shapes = shapes
  }

  /** Opens the file and proves that it is a database in WAL mode. */
  open(): NativeDatabase {
    if (this.#database) return this.#database
    const database = openNative(this.#options.path, this.#options.busyTimeoutMs)
    try {
      if (this.#options.role === 'writer') useWal(database)
      database.exec(pragmasOf(this.#options))
      database.prepare('SELECT count(*) FROM sqlite_schema').all([])
    } catch (error) {
      database.close()
      throw error
    }
    this.#database = database
    return database
  }

  get inTransaction(): boolean {
    return this.#database?.inTransaction ?? false
  }

  /** Transaction control and scripts. Nothing stays prepared, so a BUSY leaves no half-run statement behind. */
  exec(sql: string): void {
    try {
      this.open().exec(sql)
    } catch (error) {
      if (isBroken(error)) this.discard()
      throw error
    }
  }

  /** Runs one statement; `deadline` is on the clock of `performance.now()`. */
  async execute({ sql, args }: WireStatement, deadline: number): Promise<WireResult> {
    try {
      const prepared = this.#statements.prepare(this.open(), sql)
      const bound = prepared.bind(args)
      const started = performance.now()
      const result = prepared.isQuick ? this.#runHere(prepared, bound) : await this.#runWatched(prepared, bound, deadline)
      prepared.took(performance.now() - started)
      return result
    } catch (error) {
      // A statement that met a lock stays half-run until it is freed, and would fail the commits to come.
      if (isBroken(error) || rawCodeOf(error) === BUSY) this.discard()
      throw error
    }
  }

  /** Gives up what is open; a connection that cannot even do that is dropped. */
  rollback(): void {
    if (this.inTransaction && !this.#tryRollback()) this.discard()
  }

  /** Stops the statement under way, if there is one. SQLite ignores it before the first step, so it is said again. */
  interrupt(): void {
    if (!this.#background) return
    this.#database?.interrupt()
    clearTimeout(this.#background.again)
    this.#background.again = setTimeout(() => this.interrupt(), interruptAgainMs)
  }

  forget(): void {
    this.#statements.clear()
  }

  /** The native handle closes with its last statement, which the garbage collector frees. */
  discard(): void {
    this.#statements.clear()
    this.#counters = undefined
    if (this.inTransaction) this.#tryRollback()
    this.#database?.close()
    this.#database = undefined
  }

  #tryRollback(): boolean {
    try {
      this.#database?.exec('ROLLBACK')
      return true
    } catch {
      return false
    }
  }

  #runHere(prepared: Prepared, args: NativeArgs): WireResult {
    if (!prepared.returnsRows) {
      const { changes, lastInsertRowid } = prepared.statement.run(args)
      const rowid = Number.isSafeInteger(lastInsertRowid) ? BigInt(lastInsertRowid) : this.#count().rowid
      return { shape: 0, rows: [], affected: changes, rowid }
    }
    const before = prepared.readOnly ? undefined : this.#count()
    return this.#toResult(prepared, { args, before, rows: prepared.statement.all(args) })
  }

  async #runWatched(prepared: Prepared, args: NativeArgs, deadline: number): Promise<WireResult> {
    const before = prepared.readOnly ? undefined : this.#count()
    let expired = false
    const expire = (): void => {
      expired = true
      this.interrupt()
    }
    const timer = setTimeout(expire, Math.min(Math.max(deadline - performance.now(), 1), longestTimer))
    try {
      const rows: NativeRow[] = []
      for (const row of await this.#toFirstRow(prepared, args)) {
        // Later rows are fetched on this thread, where no timer fires; the next step then fails as interrupted.
        if (rows.push(row) % rowsPerLook === 0 && performance.now() > deadline) {
          expired = true
          this.#database?.interrupt()
        }
      }
      return this.#toResult(prepared, { args, before, rows })
    } catch (error) {
      throw expired && rawCodeOf(error) === INTERRUPT ? queryTimeout() : error
    } finally {
      clearTimeout(timer)
    }
  }

  async #toFirstRow(prepared: Prepared, args: NativeArgs): Promise<Iterable<NativeRow>> {
    this.#background = {}
    try {
      return await startInBackground(prepared.statement, args)
    } finally {
      clearTimeout(this.#background.again)
      this.#background = undefined
    }
  }

  #toResult(prepared: Prepared, run: { args: NativeArgs; before: Counters | undefined; rows: NativeRow[] }): WireResult {
    const shape = prepared.returnsRows ? prepared.shapeOf(run.rows, this.#shapes) : { shape: 0 }
    if (!run.before) {
      const rows = convertCells(run.rows) ? prepared.readExactly(run.args) : run.rows
      return { ...shape, rows: asWireRows(rows), affected: 0 }
    }
    convertCells(run.rows)
    const after = this.#count()
    if (after.total === run.before.total) return { ...shape, rows: asWireRows(run.rows), affected: 0 }
    return { ...shape, rows: asWireRows(run.rows), affected: after.changes, rowid: after.rowid }
  }

  #count(): Counters {
    this.#counters ??= new Prepared(this.open(), 'SELECT changes(), total_changes(), last_insert_rowid()')
    const [changes, total, rowid] = this.#counters.statement.all([])[0] ?? []
    return { changes: Number(changes), total: Number(total), rowid: typeof rowid === 'bigint' ? rowid : 0n }
  }
}

/** An extended READONLY code tells of a file that was moved or replaced; the plain one of a reader asked to write. */
function isBroken(error: unknown): boolean {
  const code = rawCodeOf(error) ?? 0
  return brokenHandle.has(code & 0xff) || ((code & 0xff) === READONLY && code !== READONLY)
}

function useWal(database: NativeDatabase): void {
  const statement = database.prepare('PRAGMA journal_mode = WAL')
  statement.raw(true)
  const mode = statement.all([])[0]?.[0]
  if (mode === 'wal') return
  throw new LibsqlError(
    `The file system of the database does not support a write-ahead log (journal mode is ${String(mode)}).`,
    'SQLITE_CANTOPEN',
  )
}

/**
 * No mmap: an I/O error under a mapping is a signal that ends the process instead of an error code. What is deleted is
 * overwritten, so that an erased person is not in the file.
 */
function pragmasOf({ role, synchronous }: WorkerOptions): string {
  const own =
    role === 'writer'
      ? `PRAGMA synchronous = ${synchronous}; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA cache_size = -65536; PRAGMA journal_size_limit = 67108864`
      : 'PRAGMA query_only = ON; PRAGMA cache_size = -32768'
  return `${own}; PRAGMA temp_store = MEMORY`
}

function queryTimeout(): LibsqlError {
  return embeddedError(embeddedErrorCodes.queryTimeout, 'The query ran longer than its limit and was stopped; nothing of it was applied.')
}
