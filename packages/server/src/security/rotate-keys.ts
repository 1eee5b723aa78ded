import { and, asc, eq, getTableColumns, gt, inArray, or, type SQL, sql } from 'drizzle-orm'
import type { Services } from '../context.ts'
import type { Database } from '../db/dialect.ts'
import { updateRows } from '../db/rows.ts'
import { KeyRingError } from './key-ring.ts'
import { resealRow, type SealedRow, type SealedTable, sealedTables } from './sealed-columns.ts'

const BATCH = 200
/** Processes that still seal with an older key can keep a rotation busy for ever. */
const MAX_PASSES = 5

export interface Rotation {
  /** Rows sealed anew, by table. */
  readonly resealed: Readonly<Record<string, number>>
  /** Rows that no key of the ring opens, by table. They stay as they are. */
  readonly unreadable: Readonly<Record<string, number>>
  /** Whether the last look found nothing that another key had sealed: the other keys may go. */
  readonly isComplete: boolean
}

interface Workspace {
  readonly no: number
  readonly id: string
}

interface Pass {
  resealed: number
  unreadable: number
}

/** Tables differ in their columns; what is read of a row is named by its {@link SealedTable}. */
const asSealedRows = (rows: unknown): SealedRow[] => rows as SealedRow[]

/** Rows that may hold something an older key sealed. Lists are few and short: they are looked into one by one. */
function mayBeOlder({ table, columns, lists }: SealedTable, keyId: string): SQL | undefined {
  const all = getTableColumns(table)
  const mark = `${keyId}.`
  const older = Object.keys(columns).map(name => sql`substr(${all[name]}, 1, ${mark.length}) <> ${mark}`)
  const listed = Object.keys(lists ?? {}).map(name => sql`CAST(${all[name]} AS text) <> '[]'`)
  return or(...older, ...listed)
}

async function findIds(
  { engine, keyRing }: Services,
  sealed: SealedTable,
  from: { workspace: Workspace; after: string },
): Promise<string[]> {
  const { table } = sealed
  const rows = await engine.db
    .select({ id: table.id })
    .from(table)
    .where(and(eq(table.workspaceNo, from.workspace.no), gt(table.id, from.after), mayBeOlder(sealed, keyRing.currentId)))
    .orderBy(asc(table.id))
    .limit(BATCH)
  return rows.map(row => row.id)
}

/** What verbs lock before they change such a row: the post of a code, else the row itself. */
async function lockRows(
  { engine }: Services,
  db: Database,
  batch: { sealed: SealedTable; workspace: Workspace; ids: readonly string[] },
): Promise<void> {
  const { dialect, tables } = engine
  const { table, lockedBy } = batch.sealed
  const ids = dialect.jsonRows(JSON.stringify(batch.ids.map(id => [id])))
  const own = sql`SELECT j.value ->> 0 FROM ${ids}`
  const [locked, wanted] = lockedBy
    ? [tables.content, sql`SELECT ${lockedBy} FROM ${table} WHERE workspace_no = ${batch.workspace.no} AND id IN (${own})`]
    : [table, own]
  await dialect.all(
    db,
    sql`SELECT id FROM ${locked} WHERE workspace_no = ${batch.workspace.no} AND id IN (${wanted}) ORDER BY id ${dialect.forUpdate}`,
  )
}

async function resealBatch(
  services: Services,
  batch: { sealed: SealedTable; workspace: Workspace; ids: readonly string[] },
): Promise<Pass> {
  const { engine, keyRing } = services
  const { sealed, workspace, ids } = batch
  const { table } = sealed
  const changing = [
    ...Object.keys(sealed.columns),
    ...Object.keys(sealed.lists ?? {}),
    ...(sealed.fingerprint ? [sealed.fingerprint.column] : []),
  ]
  return engine.transaction(async db => {
    await lockRows(services, db, batch)
    const rows = asSealedRows(
      await db
        .select()
        .from(table)
        .where(and(eq(table.workspaceNo, workspace.no), inArray(table.id, [...ids]))),
    )
    const pass: Pass = { resealed: 0, unreadable: 0 }
    const changed: Record<string, unknown>[] = []
    for (const row of rows) {
      try {
        const changes = resealRow({ keyRing, table: sealed, workspaceId: workspace.id }, row)
        if (Object.keys(changes).length === 0) continue
        const before = Object.fromEntries(changing.map(name => [name, row[name]]))
        changed.push({ workspaceNo: workspace.no, id: row.id, ...before, ...changes })
      } catch (error) {
        if (!(error instanceof KeyRingError)) throw error
        pass.unreadable += 1
      }
    }
    await updateRows({ db, dialect: engine.dialect }, table, { by: ['workspaceNo', 'id'], rows: changed })
    return { ...pass, resealed: changed.length }
  })
}

async function rotateTable(services: Services, sealed: SealedTable, workspaces: readonly Workspace[]): Promise<Pass> {
  const total: Pass = { resealed: 0, unreadable: 0 }
  for (const workspace of workspaces) {
    for (let after = ''; ; ) {
      const ids = await findIds(services, sealed, { workspace, after })
      const last = ids.at(-1)
      if (last === undefined) break
      const { resealed, unreadable } = await resealBatch(services, { sealed, workspace, ids })
      total.resealed += resealed
      total.unreadable += unreadable
      after = last
    }
  }
  return total
}

/**
 * Seals with the current key whatever another key of the ring had sealed, a few rows at a time, while the service runs.
 * Every process must know the current key before this begins.
 */
export async function rotateKeys(services: Services): Promise<Rotation> {
  const { engine } = services
  const resealed: Record<string, number> = {}
  for (let pass = 1; ; pass += 1) {
    const workspaces = await engine.db
      .select({ no: engine.tables.workspaces.no, id: engine.tables.workspaces.id })
      .from(engine.tables.workspaces)
    const unreadable: Record<string, number> = {}
    let changes = 0
    for (const sealed of sealedTables(engine.tables)) {
      const done = await rotateTable(services, sealed, workspaces)
      resealed[sealed.name] = (resealed[sealed.name] ?? 0) + done.resealed
      if (done.unreadable > 0) unreadable[sealed.name] = done.unreadable
      changes += done.resealed
    }
    if (changes === 0 || pass === MAX_PASSES)
      return { resealed, unreadable, isComplete: changes === 0 && Object.keys(unreadable).length === 0 }
  }
}
