import type { InStatement, ResultSet, Transaction } from '@libsql/core/api'
import { toWireStatement } from './args.ts'
import { embeddedError, embeddedErrorCodes } from './errors.ts'
import type { Call } from './protocol.ts'
import { changesSchema } from './route.ts'
import type { WorkerHandle } from './worker-handle.ts'

export interface TransactionOptions {
  id: number
  worker: WorkerHandle
  timeoutMs: number
  /** Called once, as soon as calls sent from now on come after the end of this transaction. */
  onEnd(end: { changedSchema: boolean }): void
}

/** An open transaction on one connection. Commit, rollback, its timeout or a lost worker end it. */
export class EmbeddedTransaction implements Transaction {
  readonly #options: TransactionOptions
  readonly #timer: NodeJS.Timeout
  #open = true
  #failure: Error | undefined
  #changedSchema = false

  constructor(options: TransactionOptions) {
    this.#options = options
    this.#timer = setTimeout(() => this.#expire(), options.timeoutMs).unref()
  }

  get closed(): boolean {
    return !this.#open
  }

  async execute(statement: InStatement): Promise<ResultSet> {
    const wire = toWireStatement(statement)
    this.#changedSchema ||= changesSchema(wire.sql)
    const [result] = await this.#send({ kind: 'execute', statement: wire, tx: this.#options.id })
    if (!result) throw new Error('A statement was answered without a result.')
    return result
  }

  async batch(statements: InStatement[]): Promise<ResultSet[]> {
    const wire = statements.map(statement => toWireStatement(statement))
    this.#changedSchema ||= wire.some(({ sql }) => changesSchema(sql))
    return this.#send({ kind: 'batch', statements: wire, mode: 'write', tx: this.#options.id })
  }

  async executeMultiple(sql: string): Promise<void> {
    this.#changedSchema = true
    await this.#send({ kind: 'script', sql, tx: this.#options.id })
  }

  async commit(): Promise<void> {
    this.#assertOpen()
    const committed = this.#options.worker.send({ kind: 'commit', tx: this.#options.id })
    this.#end()
    await committed
  }

  /** Does nothing when the transaction is over already, so that a rollback never hides the error that led to it. */
  async rollback(): Promise<void> {
    if (!this.#open) return
    const rolledBack = this.#options.worker.send({ kind: 'rollback', tx: this.#options.id })
    this.#end()
    await rolledBack
  }

  close(): void {
    // A worker that died has rolled back too.
    this.rollback().catch(() => {})
  }

  /** Ends the transaction from outside; whoever uses it afterwards gets `cause`. */
  abort(cause: Error): void {
    if (!this.#open) return
    this.#failure = cause
    this.close()
    this.#options.worker.interrupt(this.#options.id)
  }

  async #send(call: Call): Promise<ResultSet[]> {
    this.#assertOpen()
    try {
      return await this.#options.worker.send(call, cause => this.#lost(cause))
    } catch (error) {
      throw this.#failure && !this.#causedBy(error) ? this.#failure : error
    }
  }

  #causedBy(error: unknown): boolean {
    return this.#failure?.cause === error
  }

  #expire(): void {
    const seconds = this.#options.timeoutMs / 1000
    this.abort(
      embeddedError(
        embeddedErrorCodes.transactionTimeout,
        `The transaction was rolled back: it was open for more than ${seconds} s. Nothing in it may wait for a call outside of it.`,
      ),
    )
  }

  #lost(cause: Error): void {
    if (!this.#open) return
    const failure = embeddedError(embeddedErrorCodes.transactionClosed, `The transaction was rolled back after an error: ${cause.message}`)
    failure.cause = cause
    this.#failure = failure
    this.#end()
  }

  #assertOpen(): void {
    if (this.#open) return
    throw this.#failure ?? embeddedError(embeddedErrorCodes.transactionClosed, 'The transaction is closed.')
  }

  #end(): void {
    this.#open = false
    clearTimeout(this.#timer)
    this.#options.onEnd({ changedSchema: this.#changedSchema })
  }
}
