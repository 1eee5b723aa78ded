import { changedFields } from '../../changes.ts'
import type { Ctx } from '../../context.ts'
import { type CursorContext, decodeCursor, encodeCursor } from '../../http/cursor.ts'
import type { AdAccount as ListedAccount } from '../../platforms/ad-platform.ts'
import { Problem } from '../../problem.ts'
import type { AdAccount, Connection, ListAdAccountsQuery, ListConnectionsQuery } from './contract.ts'
import { toAdAccount, toConnection } from './resource.ts'
import {
  type AdAccountRow,
  type ConnectionRow,
  findAdAccountPage,
  findAdAccounts,
  findAdAccountsOf,
  findConnection,
  findConnectionPage,
  saveAdAccounts,
} from './store.ts'

export async function loadConnection(ctx: Ctx, id: string): Promise<ConnectionRow> {
  const row = await findConnection(ctx, id)
  if (!row) throw new Problem('not_found')
  return row
}

export const getConnection = async (ctx: Ctx, id: string): Promise<Connection> => toConnection(await loadConnection(ctx, id))

interface Page<Row> {
  readonly rows: readonly Row[]
  readonly limit: number
  readonly context: CursorContext
}

const pageOf = <Row extends { id: string }, Item>({ rows, limit, context }: Page<Row>, toItem: (row: Row) => Item) => {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { data: page.map(toItem), nextCursor: rows.length > limit && last ? encodeCursor(context, [last.id]) : null }
}

export async function listConnections(ctx: Ctx, { cursor, limit }: ListConnectionsQuery) {
  const context: CursorContext = { keyRing: ctx.services.keyRing, workspaceId: ctx.workspace.id, list: 'connections', query: {} }
  const after = cursor === undefined ? undefined : String(decodeCursor(context, cursor)[0])
  return pageOf({ rows: await findConnectionPage(ctx, { after, limit }), limit, context }, toConnection)
}

export async function listAdAccounts(ctx: Ctx, query: ListAdAccountsQuery) {
  const { cursor, limit, ...binding } = query
  const context: CursorContext = { keyRing: ctx.services.keyRing, workspaceId: ctx.workspace.id, list: 'ad-accounts', query: binding }
  const after = cursor === undefined ? undefined : String(decodeCursor(context, cursor)[0])
  return pageOf({ rows: await findAdAccountPage(ctx, query, after), limit, context }, toAdAccount)
}

export async function getAdAccount(ctx: Ctx, id: string): Promise<AdAccount> {
  const row = (await findAdAccounts(ctx, [id])).find(account => account.id === id)
  if (!row) throw new Problem('not_found')
  return toAdAccount(row)
}

/** Makes it due. Whoever has it under way finishes first. */
export async function askToReconcile(ctx: Ctx, id: string): Promise<AdAccount> {
  const row = (await findAdAccounts(ctx, [id])).find(account => account.id === id)
  if (!row) throw new Problem('not_found')
  await saveAdAccounts(ctx, { added: [], changed: [{ ...row, reconcileAt: Math.min(row.reconcileAt, ctx.now) }] })
  return toAdAccount(row)
}

function newAccount(ctx: Ctx, connectionId: string, { id, name }: ListedAccount): AdAccountRow {
  return {
    workspaceNo: ctx.workspace.no,
    id: ctx.services.newId('adAccount'),
    connectionId,
    advertiserId: id,
    name,
    status: 'active',
    vanishedAt: null,
    reconcileAt: ctx.now,
    reconciledAt: null,
    leasedUntil: 0,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  }
}

const vanish = (ctx: Ctx, row: AdAccountRow): AdAccountRow => ({ ...row, status: 'vanished', vanishedAt: ctx.now, updatedAt: ctx.now })

/** Those who learn which ad accounts there are go one after another. */
const lockAccounts = (ctx: Ctx): Promise<void> => ctx.dialect.lock(ctx.db, `ad-accounts:${ctx.workspace.no}`)

/** An ad account that the platform does not know, or not for this token. */
export async function noteVanished(ctx: Ctx, id: string): Promise<void> {
  await lockAccounts(ctx)
  const row = (await findAdAccounts(ctx, [id])).find(account => account.id === id)
  if (!row || row.status === 'vanished') return
  const next = vanish(ctx, row)
  await saveAdAccounts(ctx, { added: [], changed: [next] })
  ctx.emit({ type: 'ad_account.vanished', subjectId: id, data: toAdAccount(next), previous: { status: 'active', vanishedAt: null } })
}

/** An ad account that another connection reaches stays with that one while it works. */
async function isTakenOver(ctx: Ctx, row: AdAccountRow): Promise<boolean> {
  const owner = row.connectionId === null || row.status === 'vanished' ? undefined : await findConnection(ctx, row.connectionId)
  return owner?.status !== 'active'
}

/** What an ad account that was known becomes by being listed; null where nothing changes. */
async function relisted(
  ctx: Ctx,
  before: AdAccountRow,
  { connectionId, listed }: { connectionId: string; listed: ListedAccount },
): Promise<AdAccountRow | null> {
  if (before.connectionId !== connectionId && !(await isTakenOver(ctx, before))) return null
  const isBack = before.status === 'vanished' || before.connectionId !== connectionId
  const name = listed.name ?? before.name
  if (!isBack && name === before.name) return null
  const back = isBack ? { connectionId, status: 'active' as const, vanishedAt: null, reconcileAt: ctx.now } : {}
  const row: AdAccountRow = { ...before, ...back, name, updatedAt: ctx.now }
  const previous = changedFields(toAdAccount(before), toAdAccount(row))
  ctx.emit({
    type: isBack ? 'ad_account.found' : 'ad_account.updated',
    subjectId: row.id,
    data: toAdAccount(row),
    ...(previous && { previous }),
  })
  return row
}

/** Keeps what a connection lists: ad accounts that are new or back, renamed ones, and those that are not in it any more. */
export async function saveListed(ctx: Ctx, connectionId: string, listed: readonly ListedAccount[]): Promise<void> {
  await lockAccounts(ctx)
  const ids = listed.map(({ id }) => id)
  const known = new Map((await findAdAccounts(ctx, ids)).map(row => [row.advertiserId, row]))
  const added = listed.filter(({ id }) => !known.has(id)).map(each => newAccount(ctx, connectionId, each))
  const changed: AdAccountRow[] = []
  for (const each of listed) {
    const before = known.get(each.id)
    const row = before && (await relisted(ctx, before, { connectionId, listed: each }))
    if (row) changed.push(row)
  }
  for (const row of added) ctx.emit({ type: 'ad_account.found', subjectId: row.id, data: toAdAccount(row) })
  await saveAdAccounts(ctx, { added, changed })
  for (const row of await findAdAccountsOf(ctx, connectionId)) if (!ids.includes(row.advertiserId)) await noteVanished(ctx, row.id)
}
