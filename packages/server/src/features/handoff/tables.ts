import type { Kit } from '../../db/kit.ts'
import type { HandoffFilter, HandoffScope } from './contract.ts'

export function handoffTables(k: Kit) {
  const handoffs = k.table(
    'handoffs',
    {
      workspaceNo: k.int('workspace_no').notNull(),
      id: k.text('id').notNull(),
      name: k.text('name').notNull(),
      filter: k.json<HandoffFilter>('filter').notNull(),
      scopes: k.json<HandoffScope[]>('scopes').notNull(),
      chunkSize: k.int('chunk_size').notNull(),
      tokenHash: k.text('token_hash').notNull(),
      /** Kept as well as hashed: its URL is shown again. */
      tokenSealed: k.text('token_sealed').notNull(),
      expiresAt: k.time('expires_at').notNull(),
      openedAt: k.time('opened_at'),
      revokedAt: k.time('revoked_at'),
      createdAt: k.time('created_at').notNull(),
      updatedAt: k.time('updated_at').notNull(),
    },
    t => [k.primaryKey({ columns: [t.workspaceNo, t.id] }), k.uniqueIndex('handoffs_token').on(t.tokenHash)],
  )

  return { handoffs }
}
