import type { AnySQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Tables } from '../db/schema.ts'
import type { KeyRing, SealContext } from './key-ring.ts'

/** A table with columns that only the key ring opens. All are keyed by (workspaceNo, id), and a seal is bound to that id. */
export interface SealedTable {
  readonly name: string
  readonly table: SQLiteTable & { workspaceNo: AnySQLiteColumn<{ data: number }>; id: AnySQLiteColumn<{ data: string; notNull: true }> }
  /** Which column names the post that verbs lock before they change such a row; the row itself is locked where there is none. */
  readonly lockedBy?: AnySQLiteColumn
  /** Columns and what each holds. */
  readonly columns: Readonly<Record<string, SealContext['purpose']>>
  /** Columns that hold a list of `{sealed}`. */
  readonly lists?: Readonly<Record<string, SealContext['purpose']>>
  /** A column that holds the fingerprint of what a sealed one does, inside its workspace or a scope of its own. */
  readonly fingerprint?: { readonly column: string; readonly of: string; readonly scope?: string }
}

/** Short codes are looked for before their workspace is known, so their fingerprints are of one scope. */
export const SHORT_CODE_SCOPE = 'short-code'

/** Everything in the database that a key of the ring sealed, in one list: a key may go when nothing of this needs it. */
export const sealedTables = (tables: Tables): readonly SealedTable[] => [
  {
    name: 'spark_codes',
    table: tables.sparkCodes,
    columns: { sealed: 'spark_code' },
    lockedBy: tables.sparkCodes.contentId,
    fingerprint: { column: 'fingerprint', of: 'sealed' },
  },
  { name: 'handoffs', table: tables.handoffs, columns: { tokenSealed: 'handoff_token' } },
  {
    name: 'approval_links',
    table: tables.approvalLinks,
    columns: { tokenSealed: 'approval_token', shortCodeSealed: 'short_code' },
    fingerprint: { column: 'shortCodeHash', of: 'shortCodeSealed', scope: SHORT_CODE_SCOPE },
  },
  { name: 'erasure_keys', table: tables.erasureKeys, columns: { sealed: 'erasure_key' } },
  {
    name: 'webhook_endpoints',
    table: tables.webhookEndpoints,
    columns: { secretSealed: 'webhook_secret', headersSealed: 'webhook_headers' },
    lists: { oldSecrets: 'webhook_secret' },
  },
  { name: 'connections', table: tables.connections, columns: { sealed: 'connection' } },
  { name: 'idempotency_keys', table: tables.idempotencyKeys, columns: { outcomes: 'idempotent_answer', body: 'idempotent_answer' } },
]

export type SealedRow = Readonly<Record<string, unknown>>

interface Resealing {
  readonly keyRing: KeyRing
  readonly table: SealedTable
  readonly workspaceId: string
}

interface SealedItem {
  readonly sealed: string
}

/** The driver gives a JSON column back as it was written. */
const asItems = (value: unknown): SealedItem[] => value as SealedItem[]

/** The cells of a row that change when what other keys sealed is sealed with the current one. */
export function resealRow({ keyRing, table, workspaceId }: Resealing, row: SealedRow): Record<string, unknown> {
  const changes: Record<string, unknown> = {}
  const rowId = String(row.id)
  for (const [column, purpose] of Object.entries(table.columns)) {
    const sealed = row[column]
    if (typeof sealed !== 'string' || keyRing.isCurrent(sealed)) continue
    const context = { workspaceId, rowId, purpose }
    const text = keyRing.open(sealed, context)
    changes[column] = keyRing.seal(text, context)
    if (table.fingerprint?.of === column)
      changes[table.fingerprint.column] = keyRing.fingerprint(text, table.fingerprint.scope ?? workspaceId)
  }
  for (const [column, purpose] of Object.entries(table.lists ?? {})) {
    const items = asItems(row[column])
    if (items.every(item => keyRing.isCurrent(item.sealed))) continue
    const context = { workspaceId, rowId, purpose }
    changes[column] = items.map(item => ({ ...item, sealed: keyRing.seal(keyRing.open(item.sealed, context), context) }))
  }
  return changes
}
