import type { MessageChannel, MessageKind } from '@sparkkit/core'
import { sql } from 'drizzle-orm'
import type { Kit } from '../../db/kit.ts'

export function messageTables(k: Kit) {
  const messageTemplates = k.table(
    'message_templates',
    {
      workspaceNo: k.int('workspace_no').notNull(),
      id: k.text('id').notNull(),
      name: k.text('name').notNull(),
      channel: k.text('channel').$type<MessageChannel>().notNull(),
      locale: k.text('locale').notNull(),
      kind: k.text('kind').$type<MessageKind>().notNull(),
      /** Of an e-mail. */
      subject: k.text('subject'),
      text: k.text('text').notNull(),
      isDefault: k.flag('is_default').notNull(),
      createdAt: k.time('created_at').notNull(),
      updatedAt: k.time('updated_at').notNull(),
    },
    t => [
      k.primaryKey({ columns: [t.workspaceNo, t.id] }),
      k.uniqueIndex('message_templates_default').on(t.workspaceNo, t.kind, t.channel, t.locale).where(sql`is_default`),
    ],
  )

  return { messageTemplates }
}
