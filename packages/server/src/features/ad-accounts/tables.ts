import type { BindingIntent, BindingReason, BindingStatus } from '@sparkkit/core'
import { sql } from 'drizzle-orm'
import type { Kit } from '../../db/kit.ts'

export type BindingOrigin = 'asked' | 'automatic' | 'successor'

export function adAccountTables(k: Kit) {
  const connections = k.table(
    'connections',
    {
      workspaceNo: k.int('workspace_no').notNull(),
      id: k.text('id').notNull(),
      kind: k.text('kind').$type<'tiktok_ads'>().notNull(),
      name: k.text('name').notNull(),
      /** The token, and the id and secret of the app where they were given, as JSON. */
      sealed: k.text('sealed').notNull(),
      status: k.text('status').$type<'active' | 'broken'>().notNull(),
      reason: k.text('reason').$type<BindingReason>(),
      /** When to list its ad accounts again (domain time). */
      syncAt: k.time('sync_at').notNull(),
      syncedAt: k.time('synced_at'),
      createdAt: k.time('created_at').notNull(),
      updatedAt: k.time('updated_at').notNull(),
    },
    t => [k.primaryKey({ columns: [t.workspaceNo, t.id] }), k.index('connections_sync').on(t.workspaceNo, t.syncAt)],
  )

  const adAccounts = k.table(
    'ad_accounts',
    {
      workspaceNo: k.int('workspace_no').notNull(),
      id: k.text('id').notNull(),
      /** Null once its connection is deleted. */
      connectionId: k.text('connection_id'),
      /** Of the ad platform. */
      advertiserId: k.text('advertiser_id').notNull(),
      name: k.text('name'),
      status: k.text('status').$type<'active' | 'vanished'>().notNull(),
      vanishedAt: k.time('vanished_at'),
      /** When to compare what is bound with what the platform shows (domain time). */
      reconcileAt: k.time('reconcile_at').notNull(),
      reconciledAt: k.time('reconciled_at'),
      /** Nobody else compares until then (wall time). */
      leasedUntil: k.time('leased_until').notNull(),
      createdAt: k.time('created_at').notNull(),
      updatedAt: k.time('updated_at').notNull(),
    },
    t => [
      k.primaryKey({ columns: [t.workspaceNo, t.id] }),
      k.uniqueIndex('ad_accounts_advertiser').on(t.workspaceNo, t.advertiserId),
      k.index('ad_accounts_reconcile').on(t.workspaceNo, t.reconcileAt),
    ],
  )

  const bindings = k.table(
    'bindings',
    {
      workspaceNo: k.int('workspace_no').notNull(),
      id: k.text('id').notNull(),
      codeId: k.text('code_id').notNull(),
      contentId: k.text('content_id').notNull(),
      adAccountId: k.text('ad_account_id').notNull(),
      advertiserId: k.text('advertiser_id').notNull(),
      origin: k.text('origin').$type<BindingOrigin>().notNull(),
      /** The binding of the code that this one's code took the place of. */
      replacesId: k.text('replaces_id'),
      status: k.text('status').$type<BindingStatus>().notNull(),
      intent: k.text('intent').$type<BindingIntent>().notNull(),
      reason: k.text('reason').$type<BindingReason>(),
      attempt: k.int('attempt').notNull(),
      failures: k.int('failures').notNull(),
      /** When to try next (wall time). Null when there is nothing to do. */
      tryAt: k.time('try_at'),
      /** Nobody else tries until then (wall time). */
      leasedUntil: k.time('leased_until'),
      requestedAt: k.time('requested_at').notNull(),
      boundAt: k.time('bound_at'),
      unboundAt: k.time('unbound_at'),
      /** When it was told that the place of a bound code could not be taken. */
      gapToldAt: k.time('gap_told_at'),
      /** When a try last ended (wall time): a list begun before that knows nothing of it. */
      checkedAt: k.time('checked_at'),
      createdAt: k.time('created_at').notNull(),
      updatedAt: k.time('updated_at').notNull(),
    },
    t => [
      k.primaryKey({ columns: [t.workspaceNo, t.id] }),
      k.uniqueIndex('bindings_code').on(t.workspaceNo, t.codeId, t.adAccountId),
      k.index('bindings_content').on(t.workspaceNo, t.contentId),
      k.index('bindings_account').on(t.workspaceNo, t.adAccountId, t.id),
      k.index('bindings_due').on(t.workspaceNo, t.tryAt).where(sql`try_at IS NOT NULL`),
    ],
  )

  return { connections, adAccounts, bindings }
}
