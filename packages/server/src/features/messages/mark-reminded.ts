import { DAY_MS, nextReminderAt, REMINDER_REST_DAYS } from '@sparkkit/core'
import type { Ctx } from '../../context.ts'
import { isoOrNull } from '../../http/schemas.ts'
import { Problem } from '../../problem.ts'
import { lockContents } from '../content/index.ts'
import { findRequestsOfLink, loadOpenLink, type RequestRow, saveReminded, toSparkRequest } from '../spark-requests/index.ts'
import { checkSent } from './mark-sent.ts'
import type { MarkSentInput, MarkSentResult } from './sending-contract.ts'

/** The same reminder, told again. */
const isKnown = ({ reminderDueAt, remindedAt }: RequestRow, now: number): boolean =>
  reminderDueAt === null && remindedAt !== null && now - remindedAt < REMINDER_REST_DAYS * DAY_MS

/** The creator was reminded of all that was sent and waits for an answer; the next reminder is not due for a while. */
export async function markApprovalLinkReminded(
  ctx: Ctx,
  { linkId, input }: { linkId: string; input: MarkSentInput },
): Promise<MarkSentResult> {
  const link = await loadOpenLink(ctx, linkId)
  await checkSent(ctx, link, input)
  const waiting = async (): Promise<RequestRow[]> =>
    (await findRequestsOfLink(ctx, linkId)).filter(request => request.status === 'pending' && request.sentAt !== null)
  await lockContents(
    ctx,
    (await waiting()).map(request => request.contentId),
  )
  const reminded = await waiting()
  if (reminded.length === 0) throw new Problem('message_not_sent')
  const before = reminded.filter(row => !isKnown(row, ctx.now))
  const after = before.map(row => {
    const changed = { ...row, remindedAt: ctx.now, reminderDueAt: null, updatedAt: ctx.now }
    return { ...changed, remindAt: nextReminderAt(changed) }
  })
  await saveReminded(ctx, after)
  for (const [index, row] of after.entries()) {
    const { remindedAt, reminderDueAt } = before[index] ?? row
    const previous = { remindedAt: isoOrNull(remindedAt), ...(reminderDueAt !== null && { reminderDueAt: isoOrNull(reminderDueAt) }) }
    ctx.emit({ type: 'spark_request.reminded', subjectId: row.id, data: toSparkRequest(row), previous })
  }
  return { requestIds: reminded.map(row => row.id) }
}
