import { and, eq, isNull, lte } from 'drizzle-orm'
import type { Services } from '../context.ts'

type Engine = Services['engine']
type Open = Pick<Engine, 'db' | 'tables'>
export type IdempotencyRow = Engine['tables']['idempotencyKeys']['$inferSelect']
export type KeyName = Pick<IdempotencyRow, 'workspaceNo' | 'id'>
export type Ownership = KeyName & Pick<IdempotencyRow, 'owner'>

const named = ({ tables: { idempotencyKeys: t } }: Open, { workspaceNo, id }: KeyName) => and(eq(t.workspaceNo, workspaceNo), eq(t.id, id))

const owned = (open: Open, own: Ownership) =>
  and(named(open, own), eq(open.tables.idempotencyKeys.owner, own.owner), isNull(open.tables.idempotencyKeys.status))

/** The gate: true for the one request that got its row in. */
export async function insertKeyOnce({ db, tables: { idempotencyKeys: t } }: Open, row: IdempotencyRow): Promise<boolean> {
  const rows = await db.insert(t).values(row).onConflictDoNothing().returning({ id: t.id })
  return rows.length > 0
}

export async function findKeyRow(open: Open, name: KeyName): Promise<IdempotencyRow | undefined> {
  const [row] = await open.db.select().from(open.tables.idempotencyKeys).where(named(open, name))
  return row
}

/** Takes over from a request whose lease ran out. False when another one was quicker. */
export async function takeOverKey(open: Open, from: Ownership, to: Pick<IdempotencyRow, 'owner' | 'leasedUntil'> & { now: number }) {
  const { idempotencyKeys: t } = open.tables
  const { owner, leasedUntil, now } = to
  const rows = await open.db
    .update(t)
    .set({ owner, leasedUntil })
    .where(and(owned(open, from), lte(t.leasedUntil, now)))
    .returning({ id: t.id })
  return rows.length > 0
}

/** False when the row is no longer ours: someone took over. */
export async function updateOwnKey(
  open: Open,
  own: Ownership,
  set: Partial<Pick<IdempotencyRow, 'leasedUntil' | 'outcomes' | 'status' | 'headers' | 'body'>>,
): Promise<boolean> {
  const { idempotencyKeys: t } = open.tables
  const rows = await open.db.update(t).set(set).where(owned(open, own)).returning({ id: t.id })
  return rows.length > 0
}

export async function deleteOwnKey(open: Open, own: Ownership): Promise<void> {
  await open.db.delete(open.tables.idempotencyKeys).where(owned(open, own))
}

export async function deleteExpiredKey(open: Open, name: KeyName, now: number): Promise<void> {
  await open.db.delete(open.tables.idempotencyKeys).where(and(named(open, name), lte(open.tables.idempotencyKeys.expiresAt, now)))
}

export async function deleteExpiredKeys({ db, tables: { idempotencyKeys: t } }: Open, now: number): Promise<void> {
  await db.delete(t).where(lte(t.expiresAt, now))
}
