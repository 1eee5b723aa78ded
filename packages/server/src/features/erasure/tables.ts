import type { Actor } from '@sparkkit/core'
import { sql } from 'drizzle-orm'
import type { Kit } from '../../db/kit.ts'

export function erasureTables(k: Kit) {
  /** Creators that are being erased, or were. */
  const erasures = k.table(
    'erasures',
    {
      workspaceNo: k.int('workspace_no').notNull(),
      creatorId: k.text('creator_id').notNull(),
      /** `seq` of the last post that was blanked: whoever takes over goes on behind it. */
      position: k.int('position').notNull(),
      actor: k.json<Actor>('actor').notNull(),
      requestId: k.text('request_id'),
      createdAt: k.time('created_at').notNull(),
      completedAt: k.time('completed_at'),
    },
    t => [
      k.primaryKey({ columns: [t.workspaceNo, t.creatorId] }),
      k.index('erasures_open').on(t.createdAt).where(sql`completed_at IS NULL`),
    ],
  )

  return { erasures }
}
