import type { Kit } from '../../db/kit.ts'

export function flightTables(k: Kit) {
  const flights = k.table(
    'flights',
    {
      workspaceNo: k.int('workspace_no').notNull(),
      id: k.text('id').notNull(),
      contentId: k.text('content_id').notNull(),
      adAccountId: k.text('ad_account_id'),
      startsOn: k.text('starts_on').notNull(),
      /** The last day, included. */
      endsOn: k.text('ends_on').notNull(),
      timeZone: k.text('time_zone').notNull(),
      /** The same as instants, so that the database can compare them with codes. */
      startsAt: k.time('starts_at').notNull(),
      endsAt: k.time('ends_at').notNull(),
      createdAt: k.time('created_at').notNull(),
      updatedAt: k.time('updated_at').notNull(),
    },
    t => [
      k.primaryKey({ columns: [t.workspaceNo, t.id] }),
      k.index('flights_content').on(t.workspaceNo, t.contentId),
      k.index('flights_end').on(t.workspaceNo, t.endsAt),
    ],
  )

  /** Gaps that were announced: each end of a code once for each flight it lies in. */
  const flightGaps = k.table(
    'flight_gaps',
    {
      workspaceNo: k.int('workspace_no').notNull(),
      codeId: k.text('code_id').notNull(),
      flightId: k.text('flight_id').notNull(),
      codeEndsAt: k.time('code_ends_at').notNull(),
      announcedAt: k.time('announced_at').notNull(),
    },
    t => [k.primaryKey({ columns: [t.workspaceNo, t.codeId, t.flightId, t.codeEndsAt] })],
  )

  return { flights, flightGaps }
}
