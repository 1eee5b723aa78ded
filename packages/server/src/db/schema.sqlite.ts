import { schemas } from './schema.ts'

/** For drizzle-kit, which finds tables among the named exports. */
export const {
  workspaces,
  apiKeys,
  creators,
  content,
  contentIdentities,
  contentTags,
  metricSnapshots,
  thumbnails,
  imports,
  importChunks,
  importIssues,
  approvalLinks,
  sparkRequests,
  rightsTerms,
  sparkCodes,
  flights,
  flightGaps,
  handoffs,
  events,
  webhookEndpoints,
  deliveries,
  deliveryAttempts,
  idempotencyKeys,
  replays,
} = schemas.sqlite
