import Database from 'libsql'
import AsyncDatabase from 'libsql/promise'

export interface NativeColumn {
  name: string
  type: string | null
}

/** The part of the native driver the engine uses. Arguments always travel as one array or object: a lone buffer aborts the process. */
export interface NativeStatement {
  readonly reader: boolean
  raw(on: boolean): unknown
  safeIntegers(on: boolean): unknown
  columns(): NativeColumn[]
  run(args: NativeArgs): { changes: number; lastInsertRowid: number | bigint }
  all(args: NativeArgs): NativeRow[]
}

export interface NativeDatabase {
  readonly inTransaction: boolean
  prepare(sql: string): NativeStatement
  exec(sql: string): unknown
  interrupt(): void
  close(): unknown
}

export type NativeArg = null | number | bigint | string | Uint8Array
export type NativeArgs = NativeArg[] | Record<string, NativeArg>
export type NativeRow = unknown[]

type StartOnPool = (this: NativeStatement, args: NativeArgs) => Promise<Iterable<NativeRow>>

export function openNative(path: string, busyTimeoutMs: number): NativeDatabase {
  return new Database(path, { timeout: busyTimeoutMs }) as unknown as NativeDatabase
}

let startOnPool: Promise<StartOnPool> | undefined

/**
 * Runs a statement up to its first row on the driver's thread pool, so that this thread stays free to interrupt it: the
 * synchronous calls cannot be stopped from anywhere. It is the promise flavour's `iterate` on the same native handle.
 */
export async function startInBackground(statement: NativeStatement, args: NativeArgs): Promise<Iterable<NativeRow>> {
  startOnPool ??= borrowIterate()
  const start = await startOnPool
  return start.call(statement, args)
}

async function borrowIterate(): Promise<StartOnPool> {
  const database = new AsyncDatabase(':memory:', {})
  const statement: { iterate: StartOnPool } = await database.prepare('SELECT 1')
  database.close()
  return statement.iterate
}
