import type { InArgs, InStatement, InValue } from '@libsql/core/api'
import type { WireArg, WireStatement } from './protocol.ts'

/** A statement as drizzle or a caller hands it over, with every value checked on the caller's side of the thread. */
export function toWireStatement(statement: InStatement | [string, InArgs?], args?: InArgs): WireStatement {
  if (typeof statement === 'string') return { sql: statement, args: toWireArgs(args) }
  if (Array.isArray(statement)) return { sql: statement[0], args: toWireArgs(statement[1]) }
  return { sql: statement.sql, args: toWireArgs(statement.args) }
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

/** SQLite would store it and the driver would read it back cut at the NUL; PostgreSQL refuses it. */
function checkText(value: string): string {
  if (value.includes('\0')) throw new RangeError('Text with a NUL character cannot be stored.')
  return value
}

function toWireObject(value: Exclude<InValue, string | number | boolean | bigint>): WireArg {
  if (value === null) return null
  if (value instanceof Date) return toWireArg(value.getTime())
  if (value instanceof ArrayBuffer) return new Uint8Array(value)
  // A view is cloned with its whole buffer, and a small Buffer sits in a shared pool.
  if (value instanceof Uint8Array) return value.byteLength === value.buffer.byteLength ? value : new Uint8Array(value)
  throw new TypeError('Only text, numbers, booleans, dates, bytes and null can be bound.')
}
