import { LibsqlBatchError, LibsqlError } from '@libsql/core/api'
import type { WireError } from './protocol.ts'

/** Codes of the engine itself; everything else carries SQLite's own code. */
export const embeddedErrorCodes = {
  queryTimeout: 'SPARKKIT_QUERY_TIMEOUT',
  transactionTimeout: 'SPARKKIT_TRANSACTION_TIMEOUT',
  workerRestarted: 'SPARKKIT_WORKER_RESTARTED',
  transactionControl: 'SPARKKIT_TRANSACTION_CONTROL',
  closed: 'CLIENT_CLOSED',
  transactionClosed: 'TRANSACTION_CLOSED',
  unsupported: 'SPARKKIT_UNSUPPORTED',
  unexplained: 'SPARKKIT_UNEXPLAINED',
} as const

export type EmbeddedErrorCode = (typeof embeddedErrorCodes)[keyof typeof embeddedErrorCodes]

export function embeddedError(code: EmbeddedErrorCode, message: string): LibsqlError {
  return new LibsqlError(message, code)
}

const primaryCodes = [
  'SQLITE_OK',
  'SQLITE_ERROR',
  'SQLITE_INTERNAL',
  'SQLITE_PERM',
  'SQLITE_ABORT',
  'SQLITE_BUSY',
  'SQLITE_LOCKED',
  'SQLITE_NOMEM',
  'SQLITE_READONLY',
  'SQLITE_INTERRUPT',
  'SQLITE_IOERR',
  'SQLITE_CORRUPT',
  'SQLITE_NOTFOUND',
  'SQLITE_FULL',
  'SQLITE_CANTOPEN',
  'SQLITE_PROTOCOL',
  'SQLITE_EMPTY',
  'SQLITE_SCHEMA',
  'SQLITE_TOOBIG',
  'SQLITE_CONSTRAINT',
  'SQLITE_MISMATCH',
  'SQLITE_MISUSE',
  'SQLITE_NOLFS',
  'SQLITE_AUTH',
  'SQLITE_FORMAT',
  'SQLITE_RANGE',
  'SQLITE_NOTADB',
]

const connectionFailed = /^ConnectionFailed\("(.*): (\d+)"\)$/s

export function primaryCode(rawCode: number | undefined): string {
  return rawCode === undefined ? 'SQLITE_ERROR' : (primaryCodes[rawCode & 0xff] ?? 'SQLITE_ERROR')
}

export function rawCodeOf(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined
  if ('rawCode' in error && typeof error.rawCode === 'number') return error.rawCode
  const opening = connectionFailed.exec(error.message)
  return opening ? Number(opening[2]) : undefined
}

/** The driver's own errors have a numeric `rawCode`; a failed open only names it in its text. */
export function toWireError(error: unknown): WireError {
  if (error instanceof LibsqlError) return fromLibsqlError(error)
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof RangeError) return { kind: 'range', message, code: 'RANGE_ERROR' }
  if (error instanceof TypeError) return { kind: 'type', message, code: 'TYPE_ERROR' }
  const rawCode = rawCodeOf(error)
  if (rawCode === undefined) return { kind: 'libsql', message, code: 'SQLITE_ERROR' }
  // On a full disk SQLite rolls back by itself, and the driver sometimes asks for the reason only then.
  if (rawCode === 0)
    return {
      kind: 'libsql',
      message: 'The write failed, and SQLite does not say why: the disk may be full.',
      code: embeddedErrorCodes.unexplained,
    }
  const text = connectionFailed.exec(message)?.[1] ?? message
  const wire: WireError = { kind: 'libsql', message: text, code: primaryCode(rawCode), rawCode }
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') wire.extendedCode = error.code
  return wire
}

function fromLibsqlError(error: LibsqlError): WireError {
  const wire: WireError = { kind: 'libsql', message: error.message, code: error.code }
  if (error.extendedCode !== undefined) wire.extendedCode = error.extendedCode
  if (error.rawCode !== undefined) wire.rawCode = error.rawCode
  if (error instanceof LibsqlBatchError) wire.statementIndex = error.statementIndex
  return wire
}

export function fromWireError(wire: WireError): Error {
  if (wire.kind === 'range') return new RangeError(wire.message)
  if (wire.kind === 'type') return new TypeError(wire.message)
  const message = withoutCode(wire)
  return wire.statementIndex === undefined
    ? new LibsqlError(message, wire.code, wire.extendedCode, wire.rawCode)
    : new LibsqlBatchError(message, wire.statementIndex, wire.code, wire.extendedCode, wire.rawCode)
}

/** `LibsqlError` puts its code in front of its message; one that crossed the thread has it there already. */
function withoutCode({ message, code }: WireError): string {
  return message.startsWith(`${code}: `) ? message.slice(code.length + 2) : message
}
