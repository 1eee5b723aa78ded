import { expect, test } from 'vitest'
import { EVENTS } from './catalogue.ts'
import { EVENT_FEED_DAYS, eventRetentionDays } from './retention.ts'

test('what configures or reveals is kept longer than the feed, everything else as long as it', () => {
  expect(eventRetentionDays('spark_code.revealed')).toBe(400)
  expect(eventRetentionDays('webhook_endpoint.updated')).toBe(400)
  expect(eventRetentionDays('flight.deleted')).toBe(400)
  expect(eventRetentionDays('embed_token.created')).toBe(400)
  expect(eventRetentionDays('webhook_endpoint.test')).toBe(EVENT_FEED_DAYS)
  expect(eventRetentionDays('spark_code.received')).toBe(EVENT_FEED_DAYS)
  for (const type of Object.keys(EVENTS)) expect(eventRetentionDays(type)).toBeGreaterThanOrEqual(EVENT_FEED_DAYS)
})
