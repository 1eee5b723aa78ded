import { sql } from 'drizzle-orm'
import type { Kit } from '../../db/kit.ts'

export function thumbnailTables(k: Kit) {
  /** Where the pictures of posts come from, and small copies of them; apart from the posts, so that lists do not read past them. */
  const thumbnails = k.table(
    'thumbnails',
    {
      contentId: k.text('content_id').notNull(),
      workspaceNo: k.int('workspace_no').notNull(),
      /** The link told last. Never handed out. */
      source: k.text('source').notNull(),
      /** Identity of the picture that the copy is of; null without a copy. */
      copyOf: k.text('copy_of'),
      attempts: k.int('attempts').notNull(),
      /** Wall time of the next try; moved ahead as a lease while a worker has it. Null when there is nothing to fetch. */
      nextAttemptAt: k.time('next_attempt_at'),
      /** Why the last try failed. */
      failure: k.text('failure'),
      etag: k.text('etag'),
      /** WebP. */
      image: k.bytes('image'),
    },
    t => [
      // The post comes first: whoever shows a picture knows its signed URL and no workspace.
      k.primaryKey({ columns: [t.contentId, t.workspaceNo] }),
      k.index('thumbnails_due').on(t.workspaceNo, t.nextAttemptAt).where(sql`next_attempt_at IS NOT NULL`),
    ],
  )

  return { thumbnails }
}
