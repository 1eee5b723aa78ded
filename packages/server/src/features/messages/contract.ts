import { createRoute, z } from '@hono/zod-openapi'
import { MAX_SUBJECT, MESSAGE_CHANNELS, MESSAGE_KINDS, MESSAGE_LIMITS, MESSAGE_VARIABLES } from '@sparkkit/core'
import { json, jsonBody, mergePatchBody, PATCH_PROBLEMS, problems, READ_PROBLEMS, WRITE_PROBLEMS } from '../../http/responses.ts'
import { CursorParam, Id, LimitParam, ListOf, Locale, Timestamp } from '../../http/schemas.ts'
import { secured } from '../../http/secured.ts'

const VARIABLES = MESSAGE_VARIABLES.map(name => `\`{{${name}}}\``).join(', ')

export const Channel = z.enum(MESSAGE_CHANNELS)
export const Kind = z.enum(MESSAGE_KINDS)
const WrittenIn = Locale.openapi({ description: 'The language it is written in.', example: 'es' })
const Name = z.string().trim().min(1).max(100).openapi({ description: 'For yourselves.', example: 'Spring campaign, DM' })
const Subject = z.string().trim().min(1).max(MAX_SUBJECT).openapi({ description: 'Of an e-mail, which needs one.' })
const Text = z
  .string()
  .min(1)
  .max(MESSAGE_LIMITS.email.max)
  .openapi({
    description: `With ${VARIABLES}. \`{{link}}\` must be in it; in a comment, which everybody reads, \`{{shortUrl}}\` instead.`,
    example: 'Hi @{{handle}}! May we boost {{count}} of your posts? {{link}}',
  })
const IsDefault = z.boolean().openapi({
  description:
    'Messages of this kind, channel and locale are made from it where no template is named. There is one such: this takes the place of the former.',
})

export const MessageTemplate = z
  .object({
    id: Id('messageTemplate'),
    name: z.string(),
    channel: Channel,
    locale: z.string(),
    kind: Kind,
    subject: z.string().nullable(),
    text: z.string(),
    variables: z.array(z.enum(MESSAGE_VARIABLES)).openapi({ description: 'Those it uses.' }),
    isDefault: z.boolean(),
    createdAt: Timestamp,
    updatedAt: Timestamp,
  })
  .openapi('MessageTemplate')
export type MessageTemplate = z.infer<typeof MessageTemplate>

export const CreateMessageTemplateInput = z
  .strictObject({
    name: Name,
    channel: Channel,
    locale: WrittenIn,
    kind: Kind.default('request').openapi({ description: 'The first message, or a later one to who did not answer.' }),
    subject: Subject.optional(),
    text: Text,
    isDefault: IsDefault.default(false),
  })
  .openapi('CreateMessageTemplateInput')
export type CreateMessageTemplateInput = z.infer<typeof CreateMessageTemplateInput>

export const UpdateMessageTemplateInput = z
  .strictObject({
    name: Name.optional(),
    channel: Channel.optional(),
    locale: WrittenIn.optional(),
    kind: Kind.optional(),
    subject: Subject.nullable().optional(),
    text: Text.optional(),
    isDefault: IsDefault.optional(),
  })
  .openapi('UpdateMessageTemplateInput')
export type UpdateMessageTemplateInput = z.infer<typeof UpdateMessageTemplateInput>

export const ListMessageTemplatesQuery = z.strictObject({
  channel: Channel.optional(),
  locale: Locale.optional(),
  kind: Kind.optional(),
  cursor: CursorParam.optional(),
  limit: LimitParam,
})
export type ListMessageTemplatesQuery = z.infer<typeof ListMessageTemplatesQuery>

const one = { params: z.object({ id: z.string() }) }
const TEXT_PROBLEMS = ['message_without_link', 'message_shows_link', 'message_too_long'] as const

export const createMessageTemplate = createRoute({
  method: 'post',
  path: '/v1/message-templates',
  operationId: 'createMessageTemplate',
  tags: ['spark-requests'],
  summary: 'Save a message template',
  description:
    'Its length is checked as a message with long values: an SMS takes 3 parts, a comment 150 characters, a DM 1000, an e-mail 10,000. Scope: `spark-requests:write`.',
  ...secured('spark-requests:write'),
  request: { body: jsonBody(CreateMessageTemplateInput) },
  responses: { 201: json(MessageTemplate, 'The template.'), ...problems(...WRITE_PROBLEMS, ...TEXT_PROBLEMS) },
})

export const listMessageTemplates = createRoute({
  method: 'get',
  path: '/v1/message-templates',
  operationId: 'listMessageTemplates',
  tags: ['spark-requests'],
  summary: 'List message templates',
  description: 'Newest first. Scope: `spark-requests:read`.',
  ...secured('spark-requests:read'),
  request: { query: ListMessageTemplatesQuery },
  responses: {
    200: json(ListOf('MessageTemplateList', MessageTemplate), 'A page of templates.'),
    ...problems(...READ_PROBLEMS, 'invalid_cursor'),
  },
})

export const getMessageTemplate = createRoute({
  method: 'get',
  path: '/v1/message-templates/{id}',
  operationId: 'getMessageTemplate',
  tags: ['spark-requests'],
  summary: 'Get a message template',
  description: 'Scope: `spark-requests:read`.',
  ...secured('spark-requests:read'),
  request: one,
  responses: { 200: json(MessageTemplate, 'The template.'), ...problems(...READ_PROBLEMS, 'not_found') },
})

export const updateMessageTemplate = createRoute({
  method: 'patch',
  path: '/v1/message-templates/{id}',
  operationId: 'updateMessageTemplate',
  tags: ['spark-requests'],
  summary: 'Change a message template',
  description: 'JSON Merge Patch: fields left out stay, null removes. Scope: `spark-requests:write`.',
  ...secured('spark-requests:write'),
  request: { ...one, body: mergePatchBody(UpdateMessageTemplateInput) },
  responses: { 200: json(MessageTemplate, 'The template.'), ...problems(...PATCH_PROBLEMS, ...TEXT_PROBLEMS) },
})

export const deleteMessageTemplate = createRoute({
  method: 'delete',
  path: '/v1/message-templates/{id}',
  operationId: 'deleteMessageTemplate',
  tags: ['spark-requests'],
  summary: 'Delete a message template',
  description: 'What was sent with it keeps its id, in statistics too. Scope: `spark-requests:write`.',
  ...secured('spark-requests:write'),
  request: one,
  responses: { 204: { description: 'Deleted.' }, ...problems(...READ_PROBLEMS, 'not_found') },
})
