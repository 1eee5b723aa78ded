const FEED_DAYS = 30
const AUDIT_DAYS = 400

/** How long events are kept, in days, by type or family; the first entry that fits counts. What configures or reveals is kept for audits. */
export const EVENT_RETENTION_DAYS: readonly (readonly [filter: string, days: number])[] = [
  ['spark_code.revealed', AUDIT_DAYS],
  ['spark_code.exported', AUDIT_DAYS],
  ['flight.*', AUDIT_DAYS],
  ['handoff.*', AUDIT_DAYS],
  ['connection.*', AUDIT_DAYS],
  ['binding.*', AUDIT_DAYS],
  ['creator.erased', AUDIT_DAYS],
  ['webhook_endpoint.test', FEED_DAYS],
  ['webhook_endpoint.*', AUDIT_DAYS],
  ['replay.*', AUDIT_DAYS],
  ['message_template.*', AUDIT_DAYS],
  ['workspace.*', AUDIT_DAYS],
  ['sandbox.*', AUDIT_DAYS],
  ['api_key.*', AUDIT_DAYS],
  ['embed_token.*', AUDIT_DAYS],
  ['*', FEED_DAYS],
]

/** The shortest time any event is kept, in days: what a reader of the feed can count on. */
export const EVENT_FEED_DAYS = FEED_DAYS

const fits = (filter: string, type: string): boolean =>
  filter === '*' || filter === type || (filter.endsWith('.*') && type.startsWith(filter.slice(0, -1)))

/** How long an event of this type is kept, in days. */
export function eventRetentionDays(type: string): number {
  return EVENT_RETENTION_DAYS.find(([filter]) => fits(filter, type))?.[1] ?? FEED_DAYS
}
