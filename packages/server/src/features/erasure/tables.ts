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
      /** First all requests and codes are closed, then all posts blanked: undoing a binding takes the id of its post. Their words go last. */
      phase: k.text('phase').$type<'closing' | 'blanking' | 'forgetting'>().notNull(),
      /** `seq` of the last post of this phase that was done, or its last step: whoever takes over goes on behind it. */
      position: k.int('position').notNull(),
      /** When to go on (wall time). */
      nextAt: k.time('next_at').notNull(),
      actor: k.json<Actor>('actor').notNull(),
      requestId: k.text('request_id'),
      /** Wall time. */
      startedAt: k.time('started_at').notNull(),
      completedAt: k.time('completed_at'),
    },
    t => [k.primaryKey({ columns: [t.workspaceNo, t.creatorId] }), k.index('erasures_open').on(t.nextAt).where(sql`completed_at IS NULL`)],
  )

  return { erasures }
}
