import type { SparkCodeStatus, WindowSource } from '@sparkkit/core'
import { sql } from 'drizzle-orm'
import type { Kit } from '../../db/kit.ts'

export function sparkCodeTables(k: Kit) {
  const sparkCodes = k.table(
    'spark_codes',
    {
      workspaceNo: k.int('workspace_no').notNull(),
      id: k.text('id').notNull(),
      contentId: k.text('content_id').notNull(),
      creatorId: k.text('creator_id').notNull(),
      requestId: k.text('request_id'),
      status: k.text('status').$type<SparkCodeStatus>().notNull(),
      /** The only place the code itself exists. */
      sealed: k.text('sealed').notNull(),
      fingerprint: k.text('fingerprint').notNull(),
      masked: k.text('masked').notNull(),
      source: k.text('source').$type<'creator' | 'manual' | 'import'>().notNull(),
      receivedAt: k.time('received_at').notNull(),
      startsAt: k.time('starts_at').notNull(),
      endsAt: k.time('ends_at').notNull(),
      windowSource: k.text('window_source').$type<WindowSource>().notNull(),
      /** When TikTok first vouched for its window. */
      verifiedAt: k.time('verified_at'),
      supersededById: k.text('superseded_by_id'),
      withdrawnAt: k.time('withdrawn_at'),
      invalidReason: k.text('invalid_reason'),
      warnedDays: k.int('warned_days'),
      /** When the clock has something to do for this code: an announcement or its end. Null when nothing is left. */
      nextTickAt: k.time('next_tick_at'),
      /** When to ask TikTok about it (wall time). Null when it was asked, or nobody can be. */
      verifyAt: k.time('verify_at'),
      /** When it was first used in an ad, and where, as far as we were told. */
      usedAt: k.time('used_at'),
      usedAdId: k.text('used_ad_id'),
      usedAdAccountId: k.text('used_ad_account_id'),
      externalId: k.text('external_id'),
      metadata: k.json<Record<string, string>>('metadata').notNull(),
      createdAt: k.time('created_at').notNull(),
      updatedAt: k.time('updated_at').notNull(),
    },
    t => [
      k.primaryKey({ columns: [t.workspaceNo, t.id] }),
      k.uniqueIndex('spark_codes_live').on(t.workspaceNo, t.contentId).where(sql`status = 'live'`),
      k.uniqueIndex('spark_codes_fingerprint').on(t.workspaceNo, t.fingerprint),
      k.index('spark_codes_content').on(t.workspaceNo, t.contentId),
      k.index('spark_codes_status').on(t.workspaceNo, t.status, t.endsAt, t.id),
      k.index('spark_codes_due').on(t.workspaceNo, t.nextTickAt).where(sql`next_tick_at IS NOT NULL`),
      k.index('spark_codes_verify').on(t.workspaceNo, t.verifyAt).where(sql`verify_at IS NOT NULL`),
      k.uniqueIndex('spark_codes_external').on(t.workspaceNo, t.externalId),
    ],
  )

  return { sparkCodes }
}
