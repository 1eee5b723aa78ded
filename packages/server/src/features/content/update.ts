import { changedFields } from '../../changes.ts'
import type { Ctx } from '../../context.ts'
import { patchMetadata } from '../../http/schemas.ts'
import { Problem } from '../../problem.ts'
import type { Content } from './contract.ts'
import { saveContentLabels } from './label-store.ts'
import type { UpdateContentInput } from './labels-contract.ts'
import { toContent } from './resource.ts'
import { assertShown } from './row-filter.ts'
import { findContents, findExternalIds, lockContents } from './store.ts'

export async function getContent(ctx: Ctx, id: string): Promise<Content> {
  const [row] = await findContents(ctx, [id])
  if (!row) throw new Problem('not_found')
  const content = toContent(ctx, row)
  assertShown(ctx, content)
  return content
}

async function assertFree(ctx: Ctx, id: string, externalId: string | null | undefined): Promise<void> {
  if (externalId === undefined || externalId === null) return
  const owner = (await findExternalIds(ctx, [externalId])).get(externalId)
  if (owner !== undefined && owner !== id) throw new Problem('conflict', `The external id ${externalId} belongs to ${owner}.`)
}

export async function updateContent(ctx: Ctx, { id, patch }: { id: string; patch: UpdateContentInput }): Promise<Content> {
  // Batches give posts their external ids under the same lock.
  if (patch.externalId) await ctx.dialect.lock(ctx.db, `ingest:${ctx.workspace.no}`)
  const [row] = await lockContents(ctx, [id])
  if (!row) throw new Problem('not_found')
  await assertFree(ctx, id, patch.externalId)
  const next = {
    ...row,
    externalId: patch.externalId === undefined ? row.externalId : patch.externalId,
    metadata: patchMetadata(row.metadata, patch.metadata),
    updatedAt: ctx.now,
  }
  const before = toContent(ctx, row)
  const content = toContent(ctx, next)
  const previous = changedFields(before, content)
  if (!previous) return before
  await saveContentLabels(ctx, next)
  ctx.emit({ type: 'content.updated', subjectId: id, data: content, previous })
  return content
}
