import { createRoute, z } from '@hono/zod-openapi'
import { MAX_SUBJECT, MESSAGE_LIMITS } from '@sparkkit/core'
import { json, jsonBody, problems, READ_PROBLEMS, WRITE_PROBLEMS } from '../../http/responses.ts'
import { Id, Locale, Timestamp } from '../../http/schemas.ts'
import { secured } from '../../http/secured.ts'
import { Channel, Kind } from './contract.ts'

const FROM =
  'Made from the template that is named, else from the default for its kind, channel and locale, else from a built-in one (English, Spanish, German, French, Portuguese, Japanese).'

export const ApprovalMessage = z
  .object({
    channel: Channel,
    locale: z.string(),
    kind: Kind,
    subject: z.string().nullable().openapi({ description: 'Of an e-mail.' }),
    text: z.string().openapi({ description: 'Ready to paste; the URL is in it.' }),
    url: z.string(),
    shortCode: z.string().openapi({
      description: 'What may be typed instead, with the handle of the creator. Good for two days at least.',
      example: 'ABCD-EFGH',
    }),
    shortUrl: z.string(),
    shortCodeEndsAt: Timestamp,
    templateId: Id('messageTemplate').nullable().openapi({ description: 'Null for a built-in one.' }),
    template: z.string().openapi({ description: 'What the text was made from, with names in braces.' }),
    length: z.int().openapi({ description: 'Of the text, in the unit of `limit`.' }),
    limit: z.object({ max: z.int(), unit: z.enum(['characters', 'segments']) }).openapi({ description: 'What the channel takes.' }),
    problem: z
      .enum(['message_without_link', 'message_shows_link', 'message_too_long'])
      .nullable()
      .openapi({ description: 'Why it should not go out like this, if anything: a name longer than most can make it too long.' }),
    pendingRequestIds: z.array(Id('sparkRequest')),
  })
  .openapi('ApprovalMessage')
export type ApprovalMessage = z.infer<typeof ApprovalMessage>

const wish = {
  channel: Channel.optional().openapi({ description: 'A DM where the creator is, unless given.' }),
  locale: Locale.optional().openapi({ description: "The workspace's unless given." }),
}

export const GetApprovalMessageQuery = z.strictObject({
  ...wish,
  kind: Kind.default('request'),
  templateId: Id('messageTemplate').optional().openapi({ description: 'What it is for decides about channel, locale and kind.' }),
})
export type GetApprovalMessageQuery = z.infer<typeof GetApprovalMessageQuery>

export const MarkSentInput = z
  .strictObject({
    channel: Channel.optional().openapi({ description: 'How it went out.' }),
    templateId: Id('messageTemplate').optional().openapi({ description: 'What it was made from.' }),
    subject: z.string().max(MAX_SUBJECT).optional(),
    text: z
      .string()
      .min(1)
      .max(MESSAGE_LIMITS.email.max)
      .optional()
      .openapi({ description: 'What was sent, to have it checked. It is not kept.' }),
  })
  .openapi('MarkSentInput')
export type MarkSentInput = z.infer<typeof MarkSentInput>

export const MarkSentResult = z.object({ requestIds: z.array(Id('sparkRequest')) }).openapi('MarkSentResult')
export type MarkSentResult = z.infer<typeof MarkSentResult>

const one = { params: z.object({ id: z.string() }) }
const SENT_PROBLEMS = ['not_found', 'link_revoked', 'message_without_link', 'message_shows_link', 'message_too_long'] as const

export const getApprovalMessage = createRoute({
  method: 'get',
  path: '/v1/approval-links/{id}/message',
  operationId: 'getApprovalMessage',
  tags: ['spark-requests'],
  summary: 'Get the message for a creator',
  description: `${FROM} Scope: \`spark-requests:read\`.`,
  ...secured('spark-requests:read'),
  request: { ...one, query: GetApprovalMessageQuery },
  responses: { 200: json(ApprovalMessage, 'The message.'), ...problems(...READ_PROBLEMS, 'not_found', 'link_revoked') },
})

export const markApprovalLinkSent = createRoute({
  method: 'post',
  path: '/v1/approval-links/{id}/sent',
  operationId: 'markApprovalLinkSent',
  tags: ['spark-requests'],
  summary: 'Mark a message as sent',
  description:
    'All pending requests of the link count as sent from now, unless they already did, and keep by which channel and from which template: the funnel groups by both. Give the text you sent to have it checked: the link must be in it. Scope: `spark-requests:write`.',
  ...secured('spark-requests:write'),
  request: { ...one, body: jsonBody(MarkSentInput) },
  responses: { 200: json(MarkSentResult, 'The requests now marked sent.'), ...problems(...WRITE_PROBLEMS, ...SENT_PROBLEMS) },
})

export const markApprovalLinkReminded = createRoute({
  method: 'post',
  path: '/v1/approval-links/{id}/reminded',
  operationId: 'markApprovalLinkReminded',
  tags: ['spark-requests'],
  summary: 'Mark a reminder as sent',
  description:
    'Of all pending requests of the link whose message was sent. The next reminder falls due in its time, and two days from now at the earliest. Twice is the same as once. Scope: `spark-requests:write`.',
  ...secured('spark-requests:write'),
  request: { ...one, body: jsonBody(MarkSentInput) },
  responses: {
    200: json(MarkSentResult, 'The requests of which the creator was reminded.'),
    ...problems(...WRITE_PROBLEMS, ...SENT_PROBLEMS, 'message_not_sent'),
  },
})
