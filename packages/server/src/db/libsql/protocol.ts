import type { TransactionMode } from '@libsql/core/api'

/** What may cross to a worker as a bound value. Booleans, dates and array buffers are converted before. */
export type WireArg = null | number | bigint | string | Uint8Array

export type WireArgs = WireArg[] | Record<string, WireArg>

export interface WireStatement {
  sql: string
  args: WireArgs
}

export type WireCell = null | number | string | ArrayBuffer

/** `shape` names a column list the worker has sent before; `columns` travel with its first use only. */
export interface WireResult {
  shape: number
  columns?: string[]
  columnTypes?: string[]
  rows: WireCell[][]
  affected: number
  rowid?: bigint
}

export type BatchMode = TransactionMode | 'migrate'

/** `tx` names the transaction a call belongs to; without it the call stands alone. */
export type Call =
  | { kind: 'open' }
  | { kind: 'execute'; statement: WireStatement; tx?: number }
  | { kind: 'batch'; statements: WireStatement[]; mode: BatchMode; tx?: number }
  | { kind: 'script'; sql: string; tx?: number }
  | { kind: 'begin'; tx: number }
  | { kind: 'commit'; tx: number }
  | { kind: 'rollback'; tx: number }
  | { kind: 'forget' }
  | { kind: 'backup'; path: string }
  | { kind: 'shutdown' }

export interface NumberedCall {
  seq: number
  call: Call
}

/** Sent apart from the queue: stops what runs now if it belongs to `tx`, or whatever runs without one. */
export interface InterruptMessage {
  interrupt: { tx?: number }
}

export type ToWorker = NumberedCall[] | InterruptMessage

export interface WireError {
  kind: 'libsql' | 'range' | 'type'
  message: string
  code: string
  extendedCode?: string
  rawCode?: number
  statementIndex?: number
}

/** `lost`: the transaction of the call no longer exists, its changes are rolled back. */
export type Reply = { seq: number; results: WireResult[] } | { seq: number; error: WireError; lost: boolean }

export interface WorkerOptions {
  path: string
  role: 'writer' | 'reader'
  synchronous: 'FULL' | 'NORMAL'
  busyTimeoutMs: number
  queryTimeoutMs: number
}

export interface WorkerData {
  options: WorkerOptions
  progress: SharedArrayBuffer
}
