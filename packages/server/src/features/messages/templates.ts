import { MESSAGE_VARIABLES, messageProblem, renderMessage } from '@sparkkit/core'
import { changedFields } from '../../changes.ts'
import type { Ctx } from '../../context.ts'
import { pageById } from '../../http/page-by-id.ts'
import { iso } from '../../http/schemas.ts'
import { fieldProblem, Problem } from '../../problem.ts'
import { urlOfToken } from '../spark-requests/index.ts'
import type { CreateMessageTemplateInput, ListMessageTemplatesQuery, MessageTemplate, UpdateMessageTemplateInput } from './contract.ts'
import {
  deleteTemplateRow,
  findDefaults,
  findTemplate,
  findTemplatePage,
  insertTemplate,
  type TemplateRow,
  updateTemplateRow,
} from './store.ts'

function toMessageTemplate({ workspaceNo: _, ...row }: TemplateRow): MessageTemplate {
  const used = renderMessage(`${row.subject ?? ''} ${row.text}`, {}).unknown
  const variables = MESSAGE_VARIABLES.filter(name => used.includes(name))
  return { ...row, variables, createdAt: iso(row.createdAt), updatedAt: iso(row.updatedAt) }
}

/** Values as long as most will ever be. */
const realistic = (ctx: Ctx) => ({
  handle: 'a.handle.of.24.characters',
  brand: ctx.workspace.branding.name,
  link: urlOfToken(ctx, 'x'.repeat(24)),
  shortUrl: `${ctx.services.publicUrl}/c/XXXX-XXXX`,
  shortCode: 'XXXX-XXXX',
  count: 10,
  days: 365,
  respondBy: 'September 30, 2026',
})

/** A subject is one line: whatever sends the e-mail must not take a second one for a header. */
const ONE_LINE = /^[^\p{Cc}\u2028\u2029]*$/u

function assertTemplate(ctx: Ctx, { channel, subject, text }: TemplateRow): void {
  if (channel === 'email' && subject === null) throw fieldProblem('subject', 'is what an e-mail needs')
  if (channel !== 'email' && subject !== null) throw fieldProblem('subject', 'goes with e-mails only')
  if (!ONE_LINE.test(subject ?? '')) throw fieldProblem('subject', 'must be one line')
  const values = realistic(ctx)
  const [body, head] = [renderMessage(text, values), renderMessage(subject ?? '', values)]
  for (const [field, { unknown }] of [['text', body] as const, ['subject', head] as const]) {
    if (unknown.length > 0)
      throw fieldProblem(field, `uses ${unknown.join(', ')}, which nothing fills. There are ${MESSAGE_VARIABLES.join(', ')}.`)
  }
  const problem = messageProblem(channel, { subject: subject === null ? null : head.text, text: body.text }, values)
  if (problem) throw new Problem(problem)
}

/** Whoever may change which template is a default waits for the others. */
const hold = (ctx: Ctx): Promise<void> => ctx.dialect.lock(ctx.db, `templates:${ctx.workspace.no}`)

/** The former default steps back before another takes its place. */
async function makeRoom(ctx: Ctx, { id, isDefault, kind, channel, locale }: TemplateRow): Promise<void> {
  if (!isDefault) return
  const former = (await findDefaults(ctx, kind)).find(row => row.id !== id && row.channel === channel && row.locale === locale)
  if (former) await save(ctx, former, { ...former, isDefault: false })
}

async function save(ctx: Ctx, before: TemplateRow, after: TemplateRow): Promise<MessageTemplate> {
  const previous = changedFields(toMessageTemplate(before), toMessageTemplate(after))
  if (!previous) return toMessageTemplate(before)
  const row = { ...after, updatedAt: ctx.now }
  await updateTemplateRow(ctx, row)
  ctx.emit({ type: 'message_template.updated', subjectId: row.id, data: toMessageTemplate(row), previous })
  return toMessageTemplate(row)
}

export async function loadTemplate(ctx: Ctx, id: string): Promise<TemplateRow> {
  const row = await findTemplate(ctx, id)
  if (!row) throw new Problem('not_found')
  return row
}

export const getMessageTemplate = async (ctx: Ctx, id: string): Promise<MessageTemplate> => toMessageTemplate(await loadTemplate(ctx, id))

export const listMessageTemplates = (
  ctx: Ctx,
  query: ListMessageTemplatesQuery,
): Promise<{ data: MessageTemplate[]; nextCursor: string | null }> =>
  pageById(ctx, { list: 'message-templates', query, find: after => findTemplatePage(ctx, query, after), print: toMessageTemplate })

export async function createMessageTemplate(ctx: Ctx, input: CreateMessageTemplateInput): Promise<MessageTemplate> {
  const row: TemplateRow = {
    ...input,
    workspaceNo: ctx.workspace.no,
    id: ctx.services.newId('messageTemplate'),
    subject: input.subject ?? null,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  }
  assertTemplate(ctx, row)
  await hold(ctx)
  await makeRoom(ctx, row)
  await insertTemplate(ctx, row)
  ctx.emit({ type: 'message_template.created', subjectId: row.id, data: toMessageTemplate(row) })
  return toMessageTemplate(row)
}

export async function updateMessageTemplate(
  ctx: Ctx,
  { id, input }: { id: string; input: UpdateMessageTemplateInput },
): Promise<MessageTemplate> {
  await hold(ctx)
  const before = await loadTemplate(ctx, id)
  const after = {
    ...before,
    name: input.name ?? before.name,
    channel: input.channel ?? before.channel,
    locale: input.locale ?? before.locale,
    kind: input.kind ?? before.kind,
    subject: input.subject === undefined ? before.subject : input.subject,
    text: input.text ?? before.text,
    isDefault: input.isDefault ?? before.isDefault,
  }
  assertTemplate(ctx, after)
  await makeRoom(ctx, after)
  return save(ctx, before, after)
}

export async function deleteMessageTemplate(ctx: Ctx, id: string): Promise<void> {
  const row = await deleteTemplateRow(ctx, id)
  if (!row) throw new Problem('not_found')
  ctx.emit({ type: 'message_template.deleted', subjectId: id, data: toMessageTemplate(row) })
}
