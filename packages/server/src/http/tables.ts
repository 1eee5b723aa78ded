import type { Kit } from '../db/kit.ts'

export function httpTables(k: Kit) {
  const idempotencyKeys = k.table(
    'idempotency_keys',
    {
      workspaceNo: k.int('workspace_no').notNull(),
      /** Hash of the caller and the key it gave. */
      id: k.text('id').notNull(),
      /** Hash of method, path and body. */
      fingerprint: k.text('fingerprint').notNull(),
      /** The request that works on it; another one takes over when the lease has run out. */
      owner: k.text('owner').notNull(),
      leasedUntil: k.time('leased_until').notNull(),
      /** Sealed: what its writes gave, saved in their own transactions. A retry after a crash goes on from here. */
      outcomes: k.text('outcomes'),
      /** Null until answered. */
      status: k.int('status'),
      headers: k.json<Record<string, string>>('headers'),
      /** Sealed, as answers may carry secrets; null where the body is the only outcome. */
      body: k.text('body'),
      expiresAt: k.time('expires_at').notNull(),
    },
    t => [k.primaryKey({ columns: [t.workspaceNo, t.id] }), k.index('idempotency_keys_expiry').on(t.expiresAt)],
  )

  return { idempotencyKeys }
}
