import { DEFAULT_MESSAGE_TEMPLATE, MESSAGE_VARIABLES, messageHasLink, renderMessage } from '@sparkkit/core'
import type { Ctx } from '../../context.ts'
import { fieldProblem, Problem } from '../../problem.ts'
import { findCreators } from '../content/index.ts'
import type { ApprovalMessage } from './contract.ts'
import { loadOpenLink } from './links.ts'
import { approvalUrl } from './resource.ts'
import { loadSparkUnits, saveSparkUnits } from './spark-units.ts'
import { findMessageTemplate, findRequestsOfLink, saveMessageTemplate } from './store.ts'

const templateOf = (ctx: Ctx): string => ctx.workspace.messageTemplate ?? DEFAULT_MESSAGE_TEMPLATE

/** The message to send to a creator, made from the workspace's template. */
export async function getApprovalMessage(ctx: Ctx, linkId: string): Promise<ApprovalMessage> {
  const link = await loadOpenLink(ctx, linkId)
  const [creator] = await findCreators(ctx, [link.creatorId])
  const pending = (await findRequestsOfLink(ctx, linkId)).filter(request => request.status === 'pending')
  const url = approvalUrl(ctx, link)
  const { text } = renderMessage(templateOf(ctx), {
    handle: creator?.handle ?? creator?.displayName ?? '',
    brand: ctx.workspace.branding.name,
    link: url,
    count: pending.length,
    days: Math.max(...pending.map(request => request.askedDays), 0),
  })
  return { text, url, template: templateOf(ctx), pendingRequestIds: pending.map(request => request.id) }
}

/** All pending requests of the link count as sent from now, unless they already did. */
export async function markApprovalLinkSent(
  ctx: Ctx,
  input: { linkId: string; text: string | undefined },
): Promise<{ requestIds: string[] }> {
  const link = await loadOpenLink(ctx, input.linkId)
  if (input.text !== undefined && !messageHasLink(input.text, approvalUrl(ctx, link))) throw new Problem('message_without_link')
  const pending = (await findRequestsOfLink(ctx, input.linkId)).filter(request => request.status === 'pending')
  const units = await loadSparkUnits(
    ctx,
    pending.map(request => request.contentId),
  )
  for (const request of pending) units.get(request.contentId)?.decide(ctx, { type: 'mark_sent', requestId: request.id })
  await saveSparkUnits(ctx, [...units.values()])
  return { requestIds: pending.map(request => request.id) }
}

export const getMessageTemplate = async (ctx: Ctx): Promise<{ template: string }> => ({
  template: (await findMessageTemplate(ctx)) ?? DEFAULT_MESSAGE_TEMPLATE,
})

const SAMPLE = Object.fromEntries(MESSAGE_VARIABLES.map(name => [name, '1']))
const SAMPLE_LINK = 'https://sparkkit.example/a/1'

export async function putMessageTemplate(ctx: Ctx, { template }: { template: string }): Promise<{ template: string }> {
  const { text, unknown } = renderMessage(template, { ...SAMPLE, link: SAMPLE_LINK })
  if (unknown.length > 0) throw fieldProblem('template', `uses ${unknown.join(', ')}, which nothing fills`)
  if (!messageHasLink(text, SAMPLE_LINK)) throw new Problem('message_without_link', 'The template must contain {{link}}.')
  await saveMessageTemplate(ctx, template)
  return { template }
}
