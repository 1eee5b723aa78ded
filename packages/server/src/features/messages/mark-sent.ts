import { messageHasLink, messageProblem } from '@sparkkit/core'
import type { Ctx } from '../../context.ts'
import { Problem } from '../../problem.ts'
import {
  approvalUrl,
  findRequestsOfLink,
  type LinkRow,
  loadOpenLink,
  loadSparkUnits,
  type SentHow,
  saveSparkUnits,
  shortCodeOf,
} from '../spark-requests/index.ts'
import { loadNamed } from './compose.ts'
import type { MarkSentInput, MarkSentResult } from './sending-contract.ts'

/** How it went out; a text that should not have gone out like this is refused. */
export async function checkSent(ctx: Ctx, link: LinkRow, { channel, templateId, subject, text }: MarkSentInput): Promise<SentHow> {
  const template = await loadNamed(ctx, { templateId, channel })
  const sentBy = channel ?? template?.channel ?? null
  if (text !== undefined) {
    const url = approvalUrl(ctx, link)
    if (sentBy === null && !messageHasLink(text, url)) throw new Problem('message_without_link')
    const shortUrl = link.shortCodeSealed === null ? '' : shortCodeOf(ctx, link).shortUrl
    const problem = sentBy && messageProblem(sentBy, { subject: subject ?? null, text }, { link: url, shortUrl })
    if (problem) throw new Problem(problem)
  }
  return { channel: sentBy, templateId: template?.id ?? null }
}

/** All pending requests of the link count as sent from now, unless they already did. */
export async function markApprovalLinkSent(ctx: Ctx, { linkId, input }: { linkId: string; input: MarkSentInput }): Promise<MarkSentResult> {
  const link = await loadOpenLink(ctx, linkId)
  const how = await checkSent(ctx, link, input)
  const pending = (await findRequestsOfLink(ctx, linkId)).filter(request => request.status === 'pending')
  const units = await loadSparkUnits(
    ctx,
    pending.map(request => request.contentId),
  )
  for (const request of pending) units.get(request.contentId)?.markSent(ctx, request.id, how)
  await saveSparkUnits(ctx, [...units.values()])
  return { requestIds: pending.map(request => request.id) }
}
