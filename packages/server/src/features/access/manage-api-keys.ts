import type { Ctx } from '../../context.ts'
import { type CursorContext, decodeCursor, encodeCursor } from '../../http/cursor.ts'
import { iso, isoOrNull } from '../../http/schemas.ts'
import { fieldProblem, Problem } from '../../problem.ts'
import type { ApiKey, CreateApiKeyInput, CreatedApiKey, ListApiKeysQuery, RotatedApiKey } from './api-key-contract.ts'
import { newKey } from './create-api-key.ts'
import type { ApiScope } from './scopes.ts'
import { type ApiKeyRow, findKey, findKeyPage, insertKey, updateKey } from './store.ts'

const HOUR_MS = 3_600_000

const toApiKey = (row: ApiKeyRow): ApiKey => ({
  id: row.id,
  name: row.name,
  hint: row.hint,
  scopes: row.scopes,
  createdAt: iso(row.createdAt),
  expiresAt: isoOrNull(row.expiresAt),
  revokedAt: isoOrNull(row.revokedAt),
  lastUsedAt: isoOrNull(row.lastUsedAt),
})

export async function listApiKeys(ctx: Ctx, { cursor, limit }: ListApiKeysQuery): Promise<{ data: ApiKey[]; nextCursor: string | null }> {
  const context: CursorContext = { keyRing: ctx.services.keyRing, workspaceId: ctx.workspace.id, list: 'api-keys', query: {} }
  const rows = await findKeyPage(ctx, {
    before: cursor === undefined ? undefined : String(decodeCursor(context, cursor)[0]),
    limit: limit + 1,
  })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { data: page.map(toApiKey), nextCursor: rows.length > limit && last ? encodeCursor(context, [last.id]) : null }
}

/** Whoever hands out a key hands out what it may do: never a page, never more than one has. */
function assertMayGrant(ctx: Ctx, scopes: readonly string[], granted: readonly ApiScope[]): void {
  if (ctx.actor.type !== 'api_key') throw new Problem('insufficient_scope', 'Only an API key can make API keys.')
  const beyond = scopes.filter(scope => !granted.some(own => own === scope))
  if (beyond.length > 0) throw new Problem('insufficient_scope', `The calling API key itself does not hold ${beyond.join(', ')}.`)
}

/** Saves a key and puts it on the record. */
export async function saveNewKey(
  ctx: Ctx,
  input: { name: string; scopes: readonly string[]; expiresAt: number | null },
): Promise<CreatedApiKey> {
  const { row, secret } = newKey(ctx.services, ctx.workspace, input)
  await insertKey(ctx, row)
  const apiKey = toApiKey(row)
  ctx.emit({ type: 'api_key.created', subjectId: row.id, data: apiKey })
  return { ...apiKey, key: secret }
}

export async function addApiKey(
  ctx: Ctx,
  { input, granted }: { input: CreateApiKeyInput; granted: readonly ApiScope[] },
): Promise<CreatedApiKey> {
  assertMayGrant(ctx, input.scopes, granted)
  const expiresAt = input.expiresAt ?? null
  if (expiresAt !== null && expiresAt <= ctx.services.wallNow()) throw fieldProblem('expiresAt', 'must lie ahead')
  return saveNewKey(ctx, { name: input.name, scopes: [...new Set(input.scopes)], expiresAt })
}

async function loadKey(ctx: Ctx, id: string): Promise<ApiKeyRow> {
  const row = await findKey(ctx, id)
  if (!row) throw new Problem('not_found')
  return row
}

/** Revoking twice is revoking once. */
export async function endKey(ctx: Ctx, row: ApiKeyRow): Promise<ApiKeyRow> {
  if (row.revokedAt !== null) return row
  const revoked = await updateKey(ctx, row.id, { revokedAt: ctx.services.wallNow() })
  ctx.emit({ type: 'api_key.revoked', subjectId: row.id, data: toApiKey(revoked), previous: { revokedAt: null } })
  return revoked
}

export async function endApiKey(ctx: Ctx, id: string): Promise<ApiKey> {
  if (ctx.actor.type !== 'api_key') throw new Problem('insufficient_scope', 'Only an API key can revoke API keys.')
  return toApiKey(await endKey(ctx, await loadKey(ctx, id)))
}

export interface RotateInput {
  id: string
  overlapHours: number
  granted: readonly ApiScope[]
}

export async function rotateApiKey(ctx: Ctx, { id, overlapHours, granted }: RotateInput): Promise<RotatedApiKey> {
  const row = await loadKey(ctx, id)
  assertMayGrant(ctx, row.scopes, granted)
  const now = ctx.services.wallNow()
  if (row.revokedAt !== null || (row.expiresAt !== null && row.expiresAt <= now))
    throw new Problem('conflict', 'This API key has ended already.')
  const created = await saveNewKey(ctx, row)
  const end = now + Math.round(overlapHours * HOUR_MS)
  const replaces = toApiKey(await updateKey(ctx, id, { expiresAt: Math.min(end, row.expiresAt ?? end) }))
  ctx.emit({ type: 'api_key.rotated', subjectId: id, data: replaces, previous: { expiresAt: isoOrNull(row.expiresAt) } })
  return { ...created, replaces }
}
