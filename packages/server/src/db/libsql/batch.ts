import { LibsqlBatchError, LibsqlError } from '@libsql/core/api'
import type { Connection } from './connection.ts'
import { toWireError } from './errors.ts'
import type { WireResult, WireStatement } from './protocol.ts'

/** Runs statements in order; the first that fails is named by its index. */
export async function runAll(connection: Connection, statements: WireStatement[], deadline: number): Promise<WireResult[]> {
  const results: WireResult[] = []
  for (const [index, statement] of statements.entries()) {
    try {
      results.push(await connection.execute(statement, deadline))
    } catch (error) {
      const { message, code, extendedCode, rawCode, kind } = toWireError(error)
      if (kind !== 'libsql') throw error
      throw new LibsqlBatchError(message.replace(`${code}: `, ''), index, code, extendedCode, rawCode)
    }
  }
  return results
}

/** Throws when a row points to a parent that is not there. */
export async function checkForeignKeys(connection: Connection): Promise<void> {
  const { rows } = await connection.execute({ sql: 'PRAGMA foreign_key_check', args: [] }, Number.POSITIVE_INFINITY)
  if (rows.length === 0) return
  const tables = [...new Set(rows.map(([table, , parent]) => `${table} → ${parent}`))].join(', ')
  throw new LibsqlError(
    `The migration leaves ${rows.length} rows without their parent (${tables}); it was rolled back.`,
    'SQLITE_CONSTRAINT',
    'SQLITE_CONSTRAINT_FOREIGNKEY',
    787,
  )
}
