import type { Client, InArgs, InStatement, Replicated, ResultSet, Transaction, TransactionMode } from '@libsql/core/api'
import { toWireStatement } from './args.ts'
import { embeddedError, embeddedErrorCodes } from './errors.ts'
import { FifoGate } from './fifo-gate.ts'
import type { Call, WorkerOptions } from './protocol.ts'
import { ReaderPool } from './reader-pool.ts'
import { changesSchema, routeOf } from './route.ts'
import { EmbeddedTransaction } from './transaction.ts'
import { writeWholeFile } from './whole-file.ts'
import { WorkerHandle } from './worker-handle.ts'

export interface EmbeddedOptions {
  /** A file path; the file is created when it is missing, its folder is not. */
  path: string
  /** Threads that read, 2 by default. */
  readers?: number
  /** `FULL` (default) survives a power cut; `NORMAL` may lose the last commits in one, never the file. A killed process loses nothing in either. */
  synchronous?: 'FULL' | 'NORMAL'
  /** How long a write waits for another process that holds the lock, in ms; 5000 by default. */
  busyTimeoutMs?: number
  /** How long a transaction may stay open, in ms; 15000 by default. */
  transactionTimeoutMs?: number
  /** How long one statement or batch may run, in ms; 30000 by default. Migrations, scripts and backups are exempt. */
  queryTimeoutMs?: number
  /** Hears of a worker thread that crashed. The client starts a new one by itself. */
  onError?: (error: Error) => void
}

/** A libSQL file behind worker threads, as the `Client` that drizzle's libsql driver takes. */
export class EmbeddedClient implements Client {
  readonly protocol = 'file'
  readonly #readerOptions: WorkerOptions
  readonly #transactionTimeoutMs: number
  readonly #onError: (error: Error) => void
  readonly #gate = new FifoGate()
  readonly #writer: WorkerHandle
  readonly #readers: ReaderPool
  readonly #open = new Set<EmbeddedTransaction>()
  #lastTransaction = 0
  #closing: Promise<void> | undefined

  constructor(options: EmbeddedOptions) {
    const { path, readers = 2, synchronous = 'FULL', busyTimeoutMs = 5000, queryTimeoutMs = 30_000 } = options
    const shared = { path, synchronous, busyTimeoutMs, queryTimeoutMs }
    this.#readerOptions = { ...shared, role: 'reader' }
    this.#transactionTimeoutMs = options.transactionTimeoutMs ?? 15_000
    this.#onError = options.onError ?? (() => {})
    this.#writer = new WorkerHandle({ ...shared, role: 'writer' }, this.#onError)
    this.#readers = new ReaderPool(Array.from({ length: Math.max(1, readers) }, () => new WorkerHandle(this.#readerOptions, this.#onError)))
  }

  get closed(): boolean {
    return this.#closing !== undefined
  }

  /** Opens every connection, the writer's first: it makes the file and sets its mode. */
  async open(): Promise<void> {
    for (const worker of [this.#writer, ...this.#readers.workers]) worker.start()
    await this.#writer.send({ kind: 'open' })
    await Promise.all(this.#readers.workers.map(reader => reader.send({ kind: 'open' })))
  }

  async execute(statement: InStatement, args?: InArgs): Promise<ResultSet> {
    const wire = toWireStatement(statement, args)
    const route = routeOf(wire.sql)
    if (route === 'refused') throw noTransactionControl()
    const call: Call = { kind: 'execute', statement: wire }
    const [result] = route === 'reader' ? await this.#readers.send(call) : await this.#write(call, changesSchema(wire.sql))
    if (!result) throw new Error('A statement was answered without a result.')
    return result
  }

  async batch(statements: Array<InStatement | [string, InArgs?]>, mode: TransactionMode = 'deferred'): Promise<ResultSet[]> {
    const wire = statements.map(statement => toWireStatement(statement))
    if (wire.length === 0) return []
    const routes = new Set(wire.map(({ sql }) => routeOf(sql)))
    if (routes.has('refused')) throw noTransactionControl()
    const readsOnly = mode === 'read' || (mode === 'deferred' && !routes.has('writer'))
    if (readsOnly) return this.#readers.send({ kind: 'batch', statements: wire, mode: 'read' })
    return this.#write(
      { kind: 'batch', statements: wire, mode: 'write' },
      wire.some(({ sql }) => changesSchema(sql)),
    )
  }

  async migrate(statements: InStatement[]): Promise<ResultSet[]> {
    const wire = statements.map(statement => toWireStatement(statement))
    return this.#write({ kind: 'batch', statements: wire, mode: 'migrate' }, true)
  }

  async executeMultiple(sql: string): Promise<void> {
    await this.#write({ kind: 'script', sql }, true)
  }

  /** `read` runs on a snapshot of its own and never waits for writers; every other mode takes the write lock at once. */
  transaction(mode: TransactionMode = 'write'): Promise<Transaction> {
    return mode === 'read' ? this.#readTransaction() : this.#writeTransaction()
  }

  /** Writes a consistent copy to a path where no file is yet, whole or not at all, while reads and writes go on. */
  async backup(path: string): Promise<void> {
    if (this.#closing) throw closedError()
    const worker = new WorkerHandle(this.#readerOptions, this.#onError)
    try {
      await writeWholeFile(path, partial => worker.send({ kind: 'backup', path: partial }))
    } finally {
      await worker.shutdown()
    }
  }

  sync(): Promise<Replicated> {
    return Promise.reject(embeddedError(embeddedErrorCodes.unsupported, 'An embedded database has no remote to synchronise with.'))
  }

  reconnect(): void {
    throw embeddedError(embeddedErrorCodes.unsupported, 'A closed embedded database is opened anew with openEmbedded().')
  }

  /** Stops what runs and closes in the background. */
  close(): void {
    if (this.#closing) return
    for (const worker of [this.#writer, ...this.#readers.workers]) worker.interrupt()
    this.closeAndWait().catch(this.#onError)
  }

  /**
   * Rolls back open transactions, refuses the writes that wait for their turn, lets everything else finish, and resolves
   * when no thread and no file handle is left.
   */
  closeAndWait(): Promise<void> {
    this.#closing ??= this.#closeAll()
    return this.#closing
  }

  async #closeAll(): Promise<void> {
    this.#gate.close(closedError())
    for (const transaction of this.#open) transaction.abort(closedError())
    await this.#readers.shutdown()
    // Last, so that closing it folds the write-ahead log into the file.
    await this.#writer.shutdown()
  }

  #write(call: Call, changedSchema: boolean): Promise<ResultSet[]> {
    return new Promise((resolve, reject) => {
      const start = (): void => {
        const done = this.#writer.send(call)
        if (changedSchema) done.then(() => this.#forgetStatements()).catch(() => {})
        done.then(resolve, reject)
      }
      this.#gate.enter({ holds: false, start, cancel: reject })
    })
  }

  #writeTransaction(): Promise<Transaction> {
    return new Promise((resolve, reject) => {
      const start = (release: () => void): void => {
        this.#begin(this.#writer, release).then(resolve, reject)
      }
      this.#gate.enter({ holds: true, start, cancel: reject })
    })
  }

  #readTransaction(): Promise<Transaction> {
    return this.#begin(this.#readers.leastBusy() ?? this.#writer, () => {})
  }

  async #begin(worker: WorkerHandle, release: () => void): Promise<Transaction> {
    const id = ++this.#lastTransaction
    try {
      await worker.send({ kind: 'begin', tx: id })
    } catch (error) {
      release()
      throw error
    }
    const onEnd = ({ changedSchema }: { changedSchema: boolean }): void => {
      this.#open.delete(transaction)
      release()
      if (changedSchema) this.#forgetStatements()
    }
    const transaction = new EmbeddedTransaction({ id, worker, timeoutMs: this.#transactionTimeoutMs, onEnd })
    this.#open.add(transaction)
    if (this.#closing) transaction.abort(closedError())
    return transaction
  }

  /** Prepared statements remember the columns they answer with. */
  #forgetStatements(): void {
    for (const worker of [this.#writer, ...this.#readers.workers]) worker.send({ kind: 'forget' }).catch(() => {})
  }
}

function noTransactionControl(): Error {
  return embeddedError(embeddedErrorCodes.transactionControl, 'Transactions are begun with transaction() or batch(), not with a statement.')
}

function closedError(): Error {
  return embeddedError(embeddedErrorCodes.closed, 'The database is closed.')
}

/** Opens or creates a libSQL file. Rejects with a `LibsqlError` that carries SQLite's code when the file cannot serve. */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedClient> {
  if (options.path === '' || options.path.startsWith(':memory:')) {
    throw embeddedError(embeddedErrorCodes.unsupported, 'The embedded engine needs a file: its threads cannot share a database in memory.')
  }
  const client = new EmbeddedClient(options)
  try {
    await client.open()
    return client
  } catch (error) {
    await client.closeAndWait()
    throw error
  }
}
