import type { NativeArg, NativeArgs, NativeColumn, NativeDatabase, NativeRow, NativeStatement } from './native.ts'
import type { WireArgs, WireCell } from './protocol.ts'
import { routeOf } from './route.ts'

/** A statement that answered this fast twice in a row runs without the detour that makes it interruptible. */
const quickMs = 5
const quickRunsNeeded = 2

export interface ShapeReference {
  shape: number
  columns?: string[]
  columnTypes?: string[]
}

/** Gives equal column lists one number, so that their names cross the thread once. */
export class ShapeIndex {
  readonly #numbers = new Map<string, number>()

  refer(columns: readonly NativeColumn[]): ShapeReference {
    const names = columns.map(column => column.name)
    const columnTypes = columns.map(column => column.type ?? '')
    const key = JSON.stringify([names, columnTypes])
    const known = this.#numbers.get(key)
    if (known !== undefined) return { shape: known }
    if (this.#numbers.size >= 5000) return { shape: -1, columns: names, columnTypes }
    const shape = this.#numbers.size + 1
    this.#numbers.set(key, shape)
    return { shape, columns: names, columnTypes }
  }
}

export class Prepared {
  readonly statement: NativeStatement
  readonly returnsRows: boolean
  readonly readOnly: boolean
  #shape = -1
  #width = 0
  #quickRuns = 0
  #mostArgs = 0

  constructor(database: NativeDatabase, sql: string) {
    this.statement = database.prepare(sql)
    this.returnsRows = this.statement.reader
    this.readOnly = routeOf(sql) === 'reader'
    if (!this.returnsRows) return
    this.statement.raw(true)
    // A write cannot be run again to get its integers exactly, so it reads them so at once.
    this.statement.safeIntegers(!this.readOnly)
  }

  get isQuick(): boolean {
    return this.#quickRuns >= quickRunsNeeded
  }

  took(ms: number): void {
    this.#quickRuns = ms < quickMs ? this.#quickRuns + 1 : 0
  }

  /** Columns are asked for again when a row is wider or narrower than known: the schema changed under a `SELECT *`. */
  shapeOf(rows: readonly NativeRow[], index: ShapeIndex): ShapeReference {
    const first = rows[0]
    if (this.#shape !== -1 && (first === undefined || first.length === this.#width)) return { shape: this.#shape }
    const columns = this.statement.columns()
    const reference = index.refer(columns)
    this.#shape = reference.shape
    this.#width = columns.length
    return reference
  }

  /** A prepared statement keeps the last call's bindings, so a shorter list is filled up with nulls. */
  bind(args: WireArgs): NativeArgs {
    if (!Array.isArray(args)) return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, toNative(value)]))
    const bound = args.map(toNative)
    while (bound.length < this.#mostArgs) bound.push(null)
    this.#mostArgs = bound.length
    return bound
  }

  /** The same read again with exact integers, for a result that holds a number too large to tell. */
  readExactly(args: NativeArgs): NativeRow[] {
    this.statement.safeIntegers(true)
    try {
      const rows = this.statement.all(args)
      convertCells(rows)
      return rows
    } finally {
      this.statement.safeIntegers(false)
    }
  }
}

/** The driver binds every number as REAL, which FTS5 rowid ranges and JSON functions do not take for an integer. */
function toNative(value: NativeArg): NativeArg {
  return typeof value === 'number' && Number.isSafeInteger(value) ? BigInt(value) : value
}

/** Least recently used goes first; what falls out is finalised by the garbage collector. */
export class StatementCache {
  readonly #capacity: number
  readonly #entries = new Map<string, Prepared>()

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  prepare(database: NativeDatabase, sql: string): Prepared {
    const known = this.#entries.get(sql)
    if (known) this.#entries.delete(sql)
    const prepared = known ?? new Prepared(database, sql)
    this.#entries.set(sql, prepared)
    if (this.#entries.size > this.#capacity) this.#dropOldest()
    return prepared
  }

  clear(): void {
    this.#entries.clear()
  }

  #dropOldest(): void {
    const oldest = this.#entries.keys().next()
    if (!oldest.done) this.#entries.delete(oldest.value)
  }
}

/** Makes cells fit to cross the thread, in place. True when a number may be an integer that lost digits. */
export function convertCells(rows: readonly NativeRow[]): boolean {
  let suspicious = false
  for (const row of rows) {
    for (let index = 0; index < row.length; index++) {
      const cell = row[index]
      if (typeof cell === 'number') suspicious ||= cell > Number.MAX_SAFE_INTEGER || cell < -Number.MAX_SAFE_INTEGER
      else if (typeof cell === 'bigint') row[index] = toSafeNumber(cell)
      else if (cell instanceof Uint8Array) row[index] = toArrayBuffer(cell)
    }
  }
  return suspicious
}

function toSafeNumber(value: bigint): number {
  const number = Number(value)
  if (Number.isSafeInteger(number)) return number
  throw new RangeError(`The integer ${value} is beyond 2^53 and cannot be read as a number: cast it to TEXT in the query.`)
}

function toArrayBuffer(bytes: Uint8Array): ArrayBuffer {
  const { buffer } = bytes
  return buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength ? buffer : new Uint8Array(bytes).buffer
}

export function asWireRows(rows: NativeRow[]): WireCell[][] {
  return rows as WireCell[][]
}
