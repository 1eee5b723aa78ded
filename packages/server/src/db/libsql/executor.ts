import type { LibsqlError } from '@libsql/core/api'
import { checkForeignKeys, runAll } from './batch.ts'
import { Connection } from './connection.ts'
import { embeddedError, embeddedErrorCodes, toWireError } from './errors.ts'
import type { Progress } from './progress.ts'
import type { Call, NumberedCall, WireError, WireResult, WireStatement, WorkerOptions } from './protocol.ts'
import { canBeWrapped } from './route.ts'
import { ShapeIndex } from './statements.ts'

const idleConnections = 4
const groupMs = 20
const never = Number.POSITIVE_INFINITY

export interface GroupedCall {
  seq: number
  statement: WireStatement
}

export type Outcome = { results: WireResult[] } | { error: WireError; lost: boolean }

/** Carries out calls one after the other on the worker's connections. */
export class Executor {
  readonly #options: WorkerOptions
  readonly #progress: Progress
  readonly #shapes = new ShapeIndex()
  readonly #main: Connection
  readonly #transactions = new Map<number, Connection>()
  readonly #idle: Connection[] = []
  #current: { tx: number | undefined; connection: Connection } | undefined
  #seq = 0

  constructor(options: WorkerOptions, progress: Progress) {
    this.#options = options
    this.#progress = progress
    this.#main = this.#connect()
  }

  async run({ seq, call }: NumberedCall): Promise<Outcome> {
    this.#seq = seq
    this.#progress.begun(seq)
    const tx = 'tx' in call ? call.tx : undefined
    try {
      const results = await this.#dispatch(call)
      this.#progress.done(seq)
      return this.#lostTransaction(tx, call) ? { error: toWireError(vanished()), lost: true } : { results }
    } catch (error) {
      return { error: toWireError(error), lost: this.#lostTransaction(tx, call) }
    } finally {
      this.#current = undefined
    }
  }

  /**
   * One commit, and so one wait for the disk, for writes that queued up together; each still stands or falls alone.
   * Answers for as many as it had time for.
   */
  async runGroup(calls: GroupedCall[]): Promise<Outcome[]> {
    try {
      return await this.#commitTogether(calls)
    } catch {
      this.#main.rollback()
    }
    const alone: Outcome[] = []
    for (const { seq, statement } of calls) {
      if (this.#progress.stopped) break
      alone.push(await this.run({ seq, call: { kind: 'execute', statement } }))
    }
    return alone
  }

  /** Rolls back what is open and lets go of the file. */
  close(): void {
    for (const connection of [this.#main, ...this.#idle, ...this.#transactions.values()]) connection.discard()
  }

  interrupt(tx: number | undefined): void {
    if (this.#current && (tx === undefined || tx === this.#current.tx)) this.#current.connection.interrupt()
  }

  async #commitTogether(calls: GroupedCall[]): Promise<Outcome[]> {
    const outcomes: Outcome[] = []
    const enough = performance.now() + groupMs
    let last = 0
    this.#main.exec('BEGIN IMMEDIATE')
    for (const { seq, statement } of calls) {
      this.#progress.begun(seq)
      outcomes.push(await this.#inGroup(statement))
      if (!this.#main.inTransaction) throw vanished()
      last = seq
      if (performance.now() > enough) break
    }
    this.#progress.committing(last)
    this.#main.exec('COMMIT')
    this.#progress.done(last)
    return outcomes
  }

  async #inGroup(statement: WireStatement): Promise<Outcome> {
    this.#current = { tx: undefined, connection: this.#main }
    try {
      return { results: [await this.#main.execute(statement, this.#deadline())] }
    } catch (error) {
      return { error: toWireError(error), lost: false }
    } finally {
      this.#current = undefined
    }
  }

  async #dispatch(call: Call): Promise<WireResult[]> {
    switch (call.kind) {
      case 'open':
        this.#main.open()
        return []
      case 'execute':
        return [await this.#execute(call.statement, call.tx)]
      case 'batch':
        return this.#batch(call)
      case 'script':
        this.#script(this.#use(call.tx), call)
        return []
      case 'begin':
        this.#begin(call.tx)
        return []
      case 'commit':
        return this.#end(call.tx, connection => this.#commit(connection))
      case 'rollback':
        return this.#end(call.tx, connection => connection.rollback())
      case 'forget':
        for (const connection of [this.#main, ...this.#idle]) connection.forget()
        return []
      case 'backup':
        return [await this.#backup(call.path)]
      case 'shutdown':
        this.close()
        return []
    }
  }

  #use(tx: number | undefined): Connection {
    const connection = tx === undefined ? this.#main : this.#transactions.get(tx)
    if (!connection) throw vanished()
    this.#current = { tx, connection }
    return connection
  }

  async #execute(statement: WireStatement, tx: number | undefined): Promise<WireResult> {
    const connection = this.#use(tx)
    const work = (): Promise<WireResult> => connection.execute(statement, this.#deadline())
    if (tx !== undefined || this.#options.role === 'reader' || !canBeWrapped(statement.sql)) return work()
    return this.#atomically(connection, 'BEGIN IMMEDIATE', work)
  }

  async #batch({ statements, mode, tx }: Extract<Call, { kind: 'batch' }>): Promise<WireResult[]> {
    const connection = this.#use(tx)
    const deadline = mode === 'migrate' ? never : this.#deadline()
    const work = (): Promise<WireResult[]> => runAll(connection, statements, deadline)
    if (tx !== undefined) return work()
    if (mode !== 'migrate') return this.#atomically(connection, mode === 'read' ? 'BEGIN' : 'BEGIN IMMEDIATE', work)
    connection.exec('PRAGMA foreign_keys = OFF')
    try {
      return await this.#atomically(connection, 'BEGIN IMMEDIATE', async () => {
        const results = await work()
        await checkForeignKeys(connection)
        return results
      })
    } finally {
      connection.exec('PRAGMA foreign_keys = ON')
    }
  }

  async #atomically<T>(connection: Connection, begin: string, work: () => Promise<T>): Promise<T> {
    connection.exec(begin)
    try {
      const result = await work()
      this.#commit(connection)
      return result
    } catch (error) {
      connection.rollback()
      throw error
    }
  }

  #commit(connection: Connection): void {
    this.#progress.committing(this.#seq)
    connection.exec('COMMIT')
  }

  #script(connection: Connection, { sql, tx }: Extract<Call, { kind: 'script' }>): void {
    try {
      connection.exec(sql)
      if (tx === undefined && connection.inTransaction) {
        throw embeddedError(embeddedErrorCodes.transactionControl, 'The script began a transaction and did not end it; it was rolled back.')
      }
    } finally {
      if (tx === undefined) connection.rollback()
    }
  }

  #begin(tx: number): void {
    const connection = this.#options.role === 'writer' ? this.#main : (this.#idle.pop() ?? this.#connect())
    connection.exec(this.#options.role === 'writer' ? 'BEGIN IMMEDIATE' : 'BEGIN')
    this.#transactions.set(tx, connection)
  }

  #end(tx: number, finish: (connection: Connection) => void): WireResult[] {
    const connection = this.#use(tx)
    try {
      finish(connection)
    } finally {
      connection.rollback()
      this.#drop(tx, connection)
    }
    return []
  }

  #connect(): Connection {
    return new Connection(this.#options, this.#shapes)
  }

  #drop(tx: number, connection: Connection): void {
    this.#transactions.delete(tx)
    if (connection === this.#main) return
    if (this.#idle.length < idleConnections) this.#idle.push(connection)
    else connection.discard()
  }

  /** SQLite ends a transaction by itself after some errors (disk full, I/O, interrupt); its changes are gone then. */
  #lostTransaction(tx: number | undefined, call: Call): boolean {
    if (tx === undefined || call.kind === 'begin' || call.kind === 'commit' || call.kind === 'rollback') return false
    const connection = this.#transactions.get(tx)
    if (connection?.inTransaction) return false
    if (connection) this.#drop(tx, connection)
    return true
  }

  async #backup(path: string): Promise<WireResult> {
    const connection = this.#use(undefined)
    connection.exec('PRAGMA query_only = OFF')
    return connection.execute({ sql: 'VACUUM INTO ?', args: [path] }, never)
  }

  #deadline(): number {
    return performance.now() + this.#options.queryTimeoutMs
  }
}

function vanished(): LibsqlError {
  return embeddedError(embeddedErrorCodes.transactionClosed, 'The transaction is over: the database rolled it back after an error.')
}
