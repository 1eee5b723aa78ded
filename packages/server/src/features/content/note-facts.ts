import { type ContentFacts, eligibilityOf } from '@sparkkit/core'
import { changedFields } from '../../changes.ts'
import type { Ctx } from '../../context.ts'
import { updateRows } from '../../db/rows.ts'
import { toContent } from './resource.ts'
import { findContents } from './store.ts'

/** Adds what became known about a post that is locked, such as that it was made private. */
export async function noteFacts(ctx: Ctx, id: string, known: ContentFacts): Promise<void> {
  const [row] = await findContents(ctx, [id])
  if (!row || Object.entries(known).every(([name, value]) => Reflect.get(row.facts, name) === value)) return
  const facts = { ...row.facts, ...known }
  const { eligible, reasons } = eligibilityOf({ platform: row.platform, mediaType: row.mediaType, facts })
  const next = { ...row, facts, eligible, eligibilityReasons: reasons, updatedAt: ctx.now }
  const { workspaceNo, updatedAt } = next
  await updateRows(ctx, ctx.tables.content, {
    by: ['workspaceNo', 'id'],
    rows: [{ workspaceNo, id, facts, eligible, eligibilityReasons: reasons, updatedAt }],
  })
  const content = toContent(ctx, next)
  const previous = changedFields(toContent(ctx, row), content)
  if (previous) ctx.emit({ type: 'content.updated', subjectId: id, data: content, previous })
}
