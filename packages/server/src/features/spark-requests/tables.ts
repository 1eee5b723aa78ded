import type { MessageChannel, SparkRequestStatus } from '@sparkkit/core'
import { sql } from 'drizzle-orm'
import type { Kit } from '../../db/kit.ts'
import type { TermsReference } from './terms-contract.ts'

export function sparkRequestTables(k: Kit) {
  const approvalLinks = k.table(
    'approval_links',
    {
      workspaceNo: k.int('workspace_no').notNull(),
      id: k.text('id').notNull(),
      creatorId: k.text('creator_id').notNull(),
      tokenHash: k.text('token_hash').notNull(),
      /** Kept as well as hashed: messages and reminders show the URL again. */
      tokenSealed: k.text('token_sealed').notNull(),
      /** What a creator may type instead, with their handle: found by a keyed hash, because it is short. */
      shortCodeHash: k.text('short_code_hash'),
      shortCodeSealed: k.text('short_code_sealed'),
      shortCodeEndsAt: k.time('short_code_ends_at'),
      createdAt: k.time('created_at').notNull(),
      openedAt: k.time('opened_at'),
      revokedAt: k.time('revoked_at'),
    },
    t => [
      k.primaryKey({ columns: [t.workspaceNo, t.id] }),
      k.uniqueIndex('approval_links_token').on(t.tokenHash),
      k.index('approval_links_short_code').on(t.shortCodeHash),
      k.uniqueIndex('approval_links_open').on(t.workspaceNo, t.creatorId).where(sql`revoked_at IS NULL`),
    ],
  )

  const sparkRequests = k.table(
    'spark_requests',
    {
      workspaceNo: k.int('workspace_no').notNull(),
      id: k.text('id').notNull(),
      contentId: k.text('content_id').notNull(),
      creatorId: k.text('creator_id').notNull(),
      linkId: k.text('link_id').notNull(),
      status: k.text('status').$type<SparkRequestStatus>().notNull(),
      askedDays: k.int('asked_days').notNull(),
      respondBy: k.time('respond_by').notNull(),
      sentAt: k.time('sent_at'),
      openedAt: k.time('opened_at'),
      answeredAt: k.time('answered_at'),
      rejectionReason: k.text('rejection_reason'),
      cancelledAt: k.time('cancelled_at'),
      lapsedAt: k.time('lapsed_at'),
      renewsCodeId: k.text('renews_code_id'),
      feeNote: k.text('fee_note'),
      terms: k.json<TermsReference>('terms'),
      /** How the message went out and what it was made from, as far as we were told. */
      channel: k.text('channel').$type<MessageChannel>(),
      templateId: k.text('template_id'),
      /** How many reminders fell due, and when the next one does. */
      reminders: k.int('reminders').notNull().default(0),
      remindAt: k.time('remind_at'),
      /** Since when one waits to be sent, and when one was sent last. */
      reminderDueAt: k.time('reminder_due_at'),
      remindedAt: k.time('reminded_at'),
      externalId: k.text('external_id'),
      metadata: k.json<Record<string, string>>('metadata').notNull(),
      createdAt: k.time('created_at').notNull(),
      updatedAt: k.time('updated_at').notNull(),
    },
    t => [
      k.primaryKey({ columns: [t.workspaceNo, t.id] }),
      k.uniqueIndex('spark_requests_open').on(t.workspaceNo, t.contentId).where(sql`status = 'pending'`),
      k.index('spark_requests_content').on(t.workspaceNo, t.contentId),
      k.index('spark_requests_link').on(t.workspaceNo, t.linkId),
      k.index('spark_requests_status').on(t.workspaceNo, t.status, t.id),
      k.index('spark_requests_due').on(t.workspaceNo, t.respondBy).where(sql`status = 'pending'`),
      k.index('spark_requests_remind').on(t.workspaceNo, t.remindAt).where(sql`remind_at IS NOT NULL`),
      k.index('spark_requests_unsent').on(t.workspaceNo, t.createdAt).where(sql`status = 'pending' AND sent_at IS NULL`),
      k.index('spark_requests_reminding').on(t.workspaceNo, t.reminderDueAt).where(sql`status = 'pending' AND reminder_due_at IS NOT NULL`),
      k.uniqueIndex('spark_requests_external').on(t.workspaceNo, t.externalId),
    ],
  )

  /** Texts that requests name by their hash, each kept once. */
  const rightsTerms = k.table(
    'rights_terms',
    {
      workspaceNo: k.int('workspace_no').notNull(),
      /** SHA-256 of the text, hex. */
      hash: k.text('hash').notNull(),
      text: k.text('text').notNull(),
      createdAt: k.time('created_at').notNull(),
    },
    t => [k.primaryKey({ columns: [t.workspaceNo, t.hash] })],
  )

  return { approvalLinks, sparkRequests, rightsTerms }
}
