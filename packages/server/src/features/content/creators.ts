import { changedFields } from '../../changes.ts'
import type { Ctx } from '../../context.ts'
import { type CursorContext, decodeCursor, encodeCursor } from '../../http/cursor.ts'
import { iso, isoOrNull, patchMetadata } from '../../http/schemas.ts'
import { Problem } from '../../problem.ts'
import type { Creator, ListCreatorsQuery, UpdateCreatorInput } from './creators-contract.ts'
import { findCreator, findCreatorPage, findExternalCreatorId, saveCreator } from './label-store.ts'
import type { CreatorRow } from './store.ts'

export const toCreator = (row: CreatorRow): Creator => ({
  id: row.id,
  platform: row.platform,
  platformUserId: row.platformUserId,
  handle: row.handle,
  displayName: row.displayName,
  doNotContact: row.doNotContact,
  externalId: row.externalId,
  metadata: row.metadata,
  erasedAt: isoOrNull(row.erasedAt),
  createdAt: iso(row.createdAt),
  updatedAt: iso(row.updatedAt),
})

export async function listCreators(ctx: Ctx, query: ListCreatorsQuery): Promise<{ data: Creator[]; nextCursor: string | null }> {
  const { cursor, limit, ...binding } = query
  const context: CursorContext = { keyRing: ctx.services.keyRing, workspaceId: ctx.workspace.id, list: 'creators', query: binding }
  const rows = await findCreatorPage(ctx, query, cursor === undefined ? undefined : String(decodeCursor(context, cursor)[0]))
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return { data: page.map(toCreator), nextCursor: rows.length > limit && last ? encodeCursor(context, [last.id]) : null }
}

export async function loadCreator(ctx: Ctx, id: string): Promise<CreatorRow> {
  const row = await findCreator(ctx, id)
  if (!row) throw new Problem('not_found')
  return row
}

export const getCreator = async (ctx: Ctx, id: string): Promise<Creator> => toCreator(await loadCreator(ctx, id))

export async function updateCreator(ctx: Ctx, { id, patch }: { id: string; patch: UpdateCreatorInput }): Promise<Creator> {
  // Batches write whole creators under the same lock.
  await ctx.dialect.lock(ctx.db, `ingest:${ctx.workspace.no}`)
  const row = await loadCreator(ctx, id)
  if (row.erasedAt !== null) throw new Problem('creator_erased')
  const owner = patch.externalId ? await findExternalCreatorId(ctx, patch.externalId) : undefined
  if (owner !== undefined && owner !== id) throw new Problem('conflict', `The external id ${patch.externalId} belongs to ${owner}.`)
  const next: CreatorRow = {
    ...row,
    displayName: patch.displayName === undefined ? row.displayName : patch.displayName,
    doNotContact: patch.doNotContact ?? row.doNotContact,
    externalId: patch.externalId === undefined ? row.externalId : patch.externalId,
    metadata: patchMetadata(row.metadata, patch.metadata),
    updatedAt: ctx.now,
  }
  const creator = toCreator(next)
  const previous = changedFields(toCreator(row), creator)
  if (!previous) return toCreator(row)
  await saveCreator(ctx, next)
  ctx.emit({ type: 'creator.updated', subjectId: id, data: creator, previous })
  return creator
}
