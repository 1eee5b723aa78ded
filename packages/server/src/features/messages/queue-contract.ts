import { createRoute, z } from '@hono/zod-openapi'
import { PLATFORMS } from '@sparkkit/core'
import { json, problems, READ_PROBLEMS } from '../../http/responses.ts'
import { CursorParam, Id, LimitParam, ListOf, Locale, Timestamp } from '../../http/schemas.ts'
import { secured } from '../../http/secured.ts'
import { ApprovalLink } from '../spark-requests/index.ts'
import { Channel } from './contract.ts'
import { ApprovalMessage } from './sending-contract.ts'

const NEEDS = ['message', 'reminder'] as const

export const ToSend = z
  .object({
    creator: z.object({
      id: Id('creator'),
      platform: z.enum(PLATFORMS),
      handle: z.string().nullable(),
      displayName: z.string().nullable(),
      profileUrl: z.string().nullable().openapi({ description: 'Where to write to them.' }),
    }),
    posts: z.int().openapi({ description: 'How many posts wait for it.' }),
    since: Timestamp.openapi({ description: 'When the first of them was asked for, or its reminder fell due.' }),
    message: ApprovalMessage,
  })
  .openapi('ToSend')
export type ToSend = z.infer<typeof ToSend>

export const ListedApprovalLink = ApprovalLink.extend({
  toSend: ToSend.optional().openapi({ description: 'With `needs` only: all a sender needs.' }),
}).openapi('ListedApprovalLink')
export type ListedApprovalLink = z.infer<typeof ListedApprovalLink>

const shown = {
  channel: Channel.optional().openapi({
    description: 'What to write messages for; goes with `needs`. A DM where the creator is, unless given.',
  }),
  locale: Locale.optional().openapi({ description: "Goes with `needs`. The workspace's unless given." }),
}

export const ListApprovalLinksQuery = z.strictObject({
  creatorId: Id('creator').optional(),
  needs: z.enum(NEEDS).optional().openapi({
    description:
      'What is to be sent: `message` where requests were not sent yet, `reminder` where one is due. Those that wait longest first, none of creators who must not be contacted.',
  }),
  ...shown,
  cursor: CursorParam.optional(),
  limit: LimitParam,
})
export type ListApprovalLinksQuery = z.infer<typeof ListApprovalLinksQuery>

export const ExportMessagesQuery = z.strictObject({ needs: z.enum(NEEDS).default('message'), ...shown })
export type ExportMessagesQuery = z.infer<typeof ExportMessagesQuery>
export type Needs = ExportMessagesQuery['needs']

export const listApprovalLinks = createRoute({
  method: 'get',
  path: '/v1/approval-links',
  operationId: 'listApprovalLinks',
  tags: ['spark-requests'],
  summary: 'List approval links, or what is to be sent',
  description:
    'Newest first. With `needs` it is the queue of messages: take the first, send it, mark it as sent, and it leaves the queue. Scope: `spark-requests:read`.',
  ...secured('spark-requests:read'),
  request: { query: ListApprovalLinksQuery },
  responses: {
    200: json(ListOf('ApprovalLinkList', ListedApprovalLink), 'A page of links.'),
    ...problems(...READ_PROBLEMS, 'invalid_cursor'),
  },
})

export const exportMessages = createRoute({
  method: 'get',
  path: '/v1/approval-links/export',
  operationId: 'exportMessages',
  tags: ['spark-requests'],
  summary: 'Export what is to be sent as CSV',
  description: 'The whole queue, a message per line. Cells that a spreadsheet would run get a leading quote. Scope: `spark-requests:read`.',
  ...secured('spark-requests:read'),
  request: { query: ExportMessagesQuery },
  responses: {
    200: { description: 'The messages.', content: { 'text/csv': { schema: z.string() } } },
    ...problems(...READ_PROBLEMS),
  },
})
