import type { Ctx, Scope } from '../../context.ts'
import { transact } from '../../context.ts'
import { AdPlatformError, type AdAccount as ListedAccount } from '../../platforms/ad-platform.ts'
import { Problem } from '../../problem.ts'
import { loadConnection, saveListed } from './accounts.ts'
import type { Connection, CreateConnectionInput, UpdateConnectionInput } from './contract.ts'
import { type Credentials, openCredentials, sealCredentials } from './platforms.ts'
import { toConnection, toReason } from './resource.ts'
import { type ConnectionRow, deleteConnectionRow, insertConnection, lockConnection, saveConnection, wakeBindings } from './store.ts'

const WITHIN_MS = 8000
export const SYNC_EVERY_MS = 6 * 3_600_000

/** What a connection reaches; null when the platform could not be asked, which proves nothing about the token. */
export type Listed = readonly ListedAccount[] | null

/** The ad accounts of a token: those it lists, or those that were named, each asked for one post to see whether the token opens it. */
export async function listReached(scope: Scope, credentials: Credentials, withinMs?: number): Promise<readonly ListedAccount[]> {
  const platform = scope.services.adPlatforms.open(scope.workspace, credentials)
  const options = withinMs === undefined ? {} : { withinMs }
  const { app, advertiserIds } = credentials
  if (app) {
    const listed = await platform.listAdAccounts(options)
    return advertiserIds ? listed.filter(({ id }) => advertiserIds.includes(id)) : listed
  }
  const reached: ListedAccount[] = []
  for (const id of advertiserIds ?? []) {
    try {
      await platform.findBound({ adAccountId: id, postId: '1000000000000000000' }, options)
      reached.push({ id, name: null })
    } catch (error) {
      // One that does not open says nothing about the others.
      if (!(error instanceof AdPlatformError) || !['ad_account_not_found', 'permission_missing'].includes(error.reason)) throw error
    }
  }
  return reached
}

async function tryOut(scope: Scope, credentials: Credentials): Promise<Listed> {
  try {
    const listed = await listReached(scope, credentials, WITHIN_MS)
    if (listed.length === 0) throw new Problem('connection_refused', 'The token reaches none of these ad accounts.')
    return listed
  } catch (error) {
    if (!(error instanceof AdPlatformError)) throw error
    if (error.retryable) return null
    throw new Problem('connection_refused', `${error.reason}: ${toReason(error.reason)?.action ?? ''}`)
  }
}

const synced = (ctx: Ctx, listed: Listed): Pick<ConnectionRow, 'syncAt' | 'syncedAt'> =>
  listed ? { syncAt: ctx.now + SYNC_EVERY_MS, syncedAt: ctx.now } : { syncAt: ctx.now, syncedAt: null }

/** Connects ad accounts. Where the platform does not answer, they are listed as soon as it does. */
export async function createConnection(scope: Scope, input: CreateConnectionInput) {
  const credentials: Credentials = { token: input.token, app: input.app, advertiserIds: input.advertiserIds }
  const listed = await tryOut(scope, credentials)
  return async (ctx: Ctx): Promise<Connection> => {
    const id = ctx.services.newId('connection')
    const row: ConnectionRow = {
      workspaceNo: ctx.workspace.no,
      id,
      kind: 'tiktok_ads',
      name: input.name,
      sealed: sealCredentials(ctx, id, credentials),
      status: 'active',
      reason: null,
      ...synced(ctx, listed),
      createdAt: ctx.now,
      updatedAt: ctx.now,
    }
    await insertConnection(ctx, row)
    ctx.emit({ type: 'connection.created', subjectId: id, data: toConnection(row) })
    if (listed) await saveListed(ctx, id, listed)
    return toConnection(row)
  }
}

export interface ConnectionChange {
  readonly patch: UpdateConnectionInput
  /** Undefined where the credentials stay. */
  readonly credentials: Credentials | undefined
  readonly listed: Listed
}

/** Tries new credentials before the transaction that keeps them. */
export async function prepareChange(
  scope: Scope,
  ctx: Ctx,
  { id, patch }: { id: string; patch: UpdateConnectionInput },
): Promise<ConnectionChange> {
  const row = await loadConnection(ctx, id)
  const { token, app, advertiserIds } = patch
  if ((token ?? app ?? advertiserIds) === undefined) return { patch, credentials: undefined, listed: null }
  const before = openCredentials(ctx, row)
  const credentials = { token: token ?? before.token, app: app ?? before.app, advertiserIds: advertiserIds ?? before.advertiserIds }
  return { patch, credentials, listed: await tryOut(scope, credentials) }
}

export async function updateConnection(ctx: Ctx, { id, change }: { id: string; change: ConnectionChange }): Promise<Connection> {
  const before = await lockConnection(ctx, id)
  if (!before) throw new Problem('not_found')
  const { patch, credentials, listed } = change
  const isMended = credentials !== undefined && before.status === 'broken'
  const row: ConnectionRow = {
    ...before,
    name: patch.name ?? before.name,
    ...(credentials && { sealed: sealCredentials(ctx, id, credentials), status: 'active', reason: null, ...synced(ctx, listed) }),
    updatedAt: ctx.now,
  }
  await saveConnection(ctx, row)
  if (isMended) tellStatus(ctx, row, before)
  const previous = row.name === before.name ? undefined : { name: before.name }
  if (credentials || previous)
    ctx.emit({ type: 'connection.updated', subjectId: id, data: toConnection(row), ...(previous && { previous }) })
  if (listed) await saveListed(ctx, id, listed)
  if (credentials) await wakeBindings(ctx, id)
  return toConnection(row)
}

function tellStatus(ctx: Ctx, row: ConnectionRow, before: ConnectionRow): void {
  const previous = { status: before.status, reason: toReason(before.reason) }
  const type = row.status === 'broken' ? 'connection.broken' : 'connection.restored'
  ctx.emit({ type, subjectId: row.id, data: toConnection(row), previous })
}

/** The token was refused, in the middle of whatever it was used for. One that was replaced meanwhile is not judged by it. */
export async function noteBroken(ctx: Ctx, used: Pick<ConnectionRow, 'id' | 'sealed'>): Promise<void> {
  const before = await lockConnection(ctx, used.id)
  if (!before || before.status === 'broken' || before.sealed !== used.sealed) return
  const row: ConnectionRow = { ...before, status: 'broken', reason: 'token_invalid', updatedAt: ctx.now }
  await saveConnection(ctx, row)
  tellStatus(ctx, row, before)
}

/** The platform answered to the token. */
export async function noteListed(ctx: Ctx, used: Pick<ConnectionRow, 'id' | 'sealed'>, listed: readonly ListedAccount[]): Promise<void> {
  const before = await lockConnection(ctx, used.id)
  if (!before || before.sealed !== used.sealed) return
  const row: ConnectionRow = { ...before, status: 'active', reason: null, ...synced(ctx, listed), updatedAt: ctx.now }
  await saveConnection(ctx, row)
  if (before.status === 'broken') {
    tellStatus(ctx, row, before)
    await wakeBindings(ctx, row.id)
  }
  await saveListed(ctx, row.id, listed)
}

/** The platform did not answer, or in a way that is nobody's fault here: it is asked again. */
export const putOffSync = (scope: Scope, id: string, set: Pick<ConnectionRow, 'reason'> & { inMs: number }): Promise<void> =>
  transact(scope, async ctx => {
    const row = await lockConnection(ctx, id)
    if (row) await saveConnection(ctx, { ...row, reason: row.status === 'broken' ? row.reason : set.reason, syncAt: ctx.now + set.inMs })
  })

export async function deleteConnection(ctx: Ctx, id: string): Promise<void> {
  const row = await lockConnection(ctx, id)
  if (!row) throw new Problem('not_found')
  await deleteConnectionRow(ctx, id)
  ctx.emit({ type: 'connection.deleted', subjectId: id, data: toConnection(row) })
}
