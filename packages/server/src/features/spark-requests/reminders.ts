import { nextReminderAt, remindersBy } from '@sparkkit/core'
import { and, eq, inArray, isNull, lte, not, type SQL, sql } from 'drizzle-orm'
import type { Ctx } from '../../context.ts'
import type { Tables } from '../../db/schema.ts'
import { isoOrNull } from '../../http/schemas.ts'
import { lockContents } from '../content/index.ts'
import { toSparkRequest } from './resource.ts'
import { findRequests, type RequestRow, saveReminded } from './store.ts'

const BATCH = 200

/** A condition on a workspace: some reminder of it is due. */
export const remindersAreDue = (tables: Tables, now: number): SQL =>
  sql`EXISTS (SELECT 1 FROM ${tables.sparkRequests} AS r WHERE r.workspace_no = ${tables.workspaces.no} AND r.remind_at IS NOT NULL AND r.remind_at <= ${now})`

/** When the next reminder of the workspace falls due. */
export async function nextReminderDue(ctx: Ctx): Promise<number | null> {
  const { sparkRequests: r } = ctx.tables
  const [row] = await ctx.db
    .select({ at: r.remindAt })
    .from(r)
    .where(and(eq(r.workspaceNo, ctx.workspace.no), sql`remind_at IS NOT NULL`))
    .orderBy(r.remindAt)
    .limit(1)
  return row?.at ?? null
}

async function findDue(ctx: Ctx): Promise<{ id: string; contentId: string }[]> {
  const { sparkRequests: r } = ctx.tables
  return ctx.db
    .select({ id: r.id, contentId: r.contentId })
    .from(r)
    .where(and(eq(r.workspaceNo, ctx.workspace.no), sql`remind_at IS NOT NULL`, lte(r.remindAt, ctx.now)))
    .orderBy(r.remindAt)
    .limit(BATCH)
}

/** Of some links those that are open, to creators who may be written to. */
async function findOpenLinkIds(ctx: Ctx, ids: readonly string[]): Promise<Set<string>> {
  const { approvalLinks: l, creators: c } = ctx.tables
  const rows = await ctx.db
    .select({ id: l.id })
    .from(l)
    .innerJoin(c, and(eq(c.workspaceNo, l.workspaceNo), eq(c.id, l.creatorId)))
    .where(and(eq(l.workspaceNo, ctx.workspace.no), inArray(l.id, [...ids]), isNull(l.revokedAt), not(c.doNotContact)))
  return new Set(rows.map(row => row.id))
}

/** Nobody is reminded of a link that is dead, or against their will. */
function reminded(row: RequestRow, now: number, openLinks: Set<string>): RequestRow {
  if (row.sentAt === null || !openLinks.has(row.linkId)) return { ...row, remindAt: null }
  const reminders = remindersBy(row.sentAt, now)
  return { ...row, reminders, remindAt: nextReminderAt({ ...row, reminders }), reminderDueAt: now, updatedAt: now }
}

/** Tells which creators may be reminded. Gives how many requests it touched. */
export async function remindCreators(ctx: Ctx): Promise<number> {
  const due = await findDue(ctx)
  if (due.length === 0) return 0
  await lockContents(
    ctx,
    due.map(request => request.contentId),
  )
  const locked = await findRequests(
    ctx,
    due.map(request => request.id),
  )
  const rows = locked.filter(row => row.remindAt !== null && row.remindAt <= ctx.now)
  const openLinks = await findOpenLinkIds(
    ctx,
    rows.map(row => row.linkId),
  )
  const changed = rows.map(row => reminded(row, ctx.now, openLinks))
  await saveReminded(ctx, changed)
  for (const [index, row] of changed.entries()) {
    const before = rows[index]
    if (!before || row.reminders === before.reminders) continue
    const previous = { reminders: before.reminders, reminderDueAt: isoOrNull(before.reminderDueAt) }
    ctx.emit({ type: 'spark_request.reminder_due', subjectId: row.id, data: toSparkRequest(row), previous })
  }
  return due.length
}
