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

/**
 * Survives the worker's death and tells how far it came: the last call begun, the last one whose commit began and the
 * last one done. Sequence numbers wrap at 2^31, so they are compared by their difference.
 */
export class Progress {
  readonly buffer: SharedArrayBuffer
  readonly #cells: Int32Array

  constructor(buffer = new SharedArrayBuffer(12)) {
    this.buffer = buffer
    this.#cells = new Int32Array(buffer)
  }

  /** Nothing up to and including `seq` is this worker's doing. */
  reset(seq: number): void {
    this.#cells.fill(seq)
  }

  begun(seq: number): void {
    Atomics.store(this.#cells, 0, seq)
  }

  committing(seq: number): void {
    Atomics.store(this.#cells, 1, seq)
  }

  done(seq: number): void {
    Atomics.store(this.#cells, 2, seq)
  }

  hasBegun(seq: number): boolean {
    return this.#reached(0, seq)
  }

  mayHaveCommitted(seq: number): boolean {
    return this.#reached(1, seq) || this.#reached(2, seq)
  }

  #reached(cell: number, seq: number): boolean {
    return ((Atomics.load(this.#cells, cell) - seq) | 0) >= 0
  }
}

export function nextSeq(seq: number): number {
  return (seq + 1) | 0
}
