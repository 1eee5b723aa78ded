import type { InArgs, InStatement, InValue } from '@libsql/core/api'
import type { WireArg, WireStatement } from './protocol.ts'

/** A statement as drizzle or a caller hands it over, with every value checked on the caller's side of the thread. */
export function toWireStatement(statement: InStatement | [string, InArgs?], args?: InArgs): WireStatement {
  if (typeof statement === 'string') return { sql: statement, args: toWireArgs(args) }
  const [sql, values] = Array.isArray(statement) ? statement : [statement.sql, statement.args]
  if (typeof sql !== 'string') throw new TypeError('A statement needs its SQL as text.')
  return { sql, args: toWireArgs(values) }
}

function toWireArgs(args: InArgs | undefined): WireStatement['args'] {
  if (args === undefined) return []
  if (Array.isArray(args)) return args.map(toWireArg)
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name.replace(/^[:@$]/, ''), toWireArg(value)]))
}

const minInteger = -(2n ** 63n)
const maxInteger = 2n ** 63n - 1n

function toWireArg(value: InValue | undefined): WireArg {
  switch (typeof value) {
    case 'string':
      return checkText(value)
    case 'number':
      if (!Number.isFinite(value)) throw new RangeError('Only finite numbers can be bound: got NaN or Infinity.')
      return value
    case 'boolean':
      return value ? 1 : 0
    case 'bigint':
      if (value < minInteger || value > maxInteger) throw new RangeError('A bigint outside 64 bits cannot be bound.')
      return value
    case 'object':
      return toWireObject(value)
    default:
      throw new TypeError(`A value of type ${typeof value} cannot be bound: use null for "no value".`)
  }
}

/** SQLite would store a NUL and the driver would read the text back cut at it; PostgreSQL refuses it. */
function checkText(value: string): string {
  if (value.includes('\0')) throw new RangeError('Text with a NUL character cannot be stored.')
  return /^\s*[[{"]/.test(value) ? wellFormedJson(value) : value
}

const escapes = /\\(?:u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u[dD][89a-fA-F][\da-fA-F]{2}|[\s\S])/g

/** SQLite turns an escaped lone surrogate into bytes that are not UTF-8, and reading those ends the whole process. */
function wellFormedJson(json: string): string {
  if (!json.includes('\\ud') && !json.includes('\\uD')) return json
  return json.replace(escapes, found => (/^\\u[dD][89a-fA-F].{2}$/.test(found) ? '\\ufffd' : found))
}

function toWireObject(value: Exclude<InValue, string | number | boolean | bigint>): WireArg {
  if (value === null) return null
  if (value instanceof Date) return toWireArg(value.getTime())
  if (value instanceof ArrayBuffer) return new Uint8Array(value)
  // A view is cloned with its whole buffer, and a small Buffer sits in a shared pool.
  if (value instanceof Uint8Array) return value.byteLength === value.buffer.byteLength ? value : new Uint8Array(value)
  throw new TypeError('Only text, numbers, booleans, dates, bytes and null can be bound.')
}
