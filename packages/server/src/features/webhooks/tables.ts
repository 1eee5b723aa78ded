import type { Actor, FailureStreak } from '@sparkkit/core'
import { sql } from 'drizzle-orm'
import { idKey, type Kit } from '../../db/kit.ts'

export function webhookTables(k: Kit) {
  const events = k.table(
    'events',
    {
      position: k.serial('position'),
      workspaceNo: k.int('workspace_no').notNull(),
      id: k.text('id').notNull(),
      type: k.text('type').notNull(),
      subjectId: k.text('subject_id').notNull(),
      occurredAt: k.time('occurred_at').notNull(),
      actor: k.json<Actor>('actor').notNull(),
      requestId: k.text('request_id'),
      data: k.json<unknown>('data').notNull(),
      previous: k.json<Record<string, unknown>>('previous'),
      /** Given after commit, so that no reader skips a transaction that commits late; null until then. */
      sequence: k.int('sequence'),
    },
    t => [
      idKey(k, 'events_id', t),
      ...(k.engine === 'postgres' ? [k.uniqueIndex('events_position').on(t.position)] : []),
      k.index('events_unnumbered').on(t.position).where(sql`sequence IS NULL`),
      // Events enter these with their number, so that writing one and numbering it do not both pay for them.
      k.uniqueIndex('events_sequence').on(t.workspaceNo, t.sequence).where(sql`sequence IS NOT NULL`),
      k.index('events_subject').on(t.workspaceNo, t.subjectId, t.sequence).where(sql`sequence IS NOT NULL`),
      k.index('events_type').on(t.workspaceNo, t.type, t.sequence).where(sql`sequence IS NOT NULL`),
      k.index('events_time').on(t.workspaceNo, t.occurredAt),
    ],
  )

  const webhookEndpoints = k.table(
    'webhook_endpoints',
    {
      workspaceNo: k.int('workspace_no').notNull(),
      id: k.text('id').notNull(),
      url: k.text('url').notNull(),
      description: k.text('description'),
      events: k.json<string[]>('events').notNull(),
      status: k.text('status').$type<'enabled' | 'disabled'>().notNull(),
      disabledReason: k.text('disabled_reason'),
      payload: k.text('payload').$type<'full' | 'thin'>().notNull().default('full'),
      includeCodes: k.flag('include_codes').notNull().default(false),
      ratePerSecond: k.int('rate_per_second'),
      /** The next free slot of a limited endpoint, in epoch microseconds: claiming moves it on, whichever process claims. */
      rateNextAt: k.int('rate_next_at'),
      headerNames: k.json<string[]>('header_names').notNull().default([]),
      headersSealed: k.text('headers_sealed'),
      secretSealed: k.text('secret_sealed').notNull(),
      /** Replaced secrets that still sign, each until its time. */
      oldSecrets: k.json<{ sealed: string; until: number }[]>('old_secrets').notNull().default([]),
      secretRotatedAt: k.time('secret_rotated_at'),
      /** The failed tries since the last one that was taken; null after that. */
      streak: k.json<FailureStreak>('streak'),
      createdAt: k.time('created_at').notNull(),
      updatedAt: k.time('updated_at').notNull(),
    },
    t => [
      k.primaryKey({ columns: [t.workspaceNo, t.id] }),
      k.index('webhook_endpoints_limited').on(t.id).where(sql`rate_per_second IS NOT NULL`),
    ],
  )

  const deliveries = k.table(
    'deliveries',
    {
      workspaceNo: k.int('workspace_no').notNull(),
      id: k.text('id').notNull(),
      endpointId: k.text('endpoint_id').notNull(),
      eventId: k.text('event_id').notNull(),
      eventType: k.text('event_type').notNull(),
      status: k.text('status').$type<'pending' | 'succeeded' | 'failed' | 'cancelled'>().notNull(),
      attempts: k.int('attempts').notNull(),
      /** How many of the attempts came before it was last sent again: they use up no tries of the present round. */
      priorAttempts: k.int('prior_attempts').notNull().default(0),
      /** Wall time of the next try; moved ahead as a lease while a worker has it. Null when settled. */
      nextAttemptAt: k.time('next_attempt_at'),
      lastStatusCode: k.int('last_status_code'),
      lastError: k.text('last_error'),
      createdAt: k.time('created_at').notNull(),
      settledAt: k.time('settled_at'),
    },
    t => [
      k.primaryKey({ columns: [t.workspaceNo, t.id] }),
      k.uniqueIndex('deliveries_event').on(t.workspaceNo, t.eventId, t.endpointId),
      // By endpoint first, so that the backlog of one is stepped over and not read through.
      k.index('deliveries_due').on(t.endpointId, t.nextAttemptAt, t.id).where(sql`next_attempt_at IS NOT NULL`),
      k.index('deliveries_endpoint').on(t.workspaceNo, t.endpointId, t.id),
    ],
  )

  const deliveryAttempts = k.table(
    'delivery_attempts',
    {
      workspaceNo: k.int('workspace_no').notNull(),
      id: k.text('id').notNull(),
      deliveryId: k.text('delivery_id').notNull(),
      at: k.time('at').notNull(),
      durationMs: k.int('duration_ms').notNull(),
      statusCode: k.int('status_code'),
      error: k.text('error'),
      responseExcerpt: k.text('response_excerpt'),
    },
    t => [k.primaryKey({ columns: [t.workspaceNo, t.id] }), k.index('delivery_attempts_delivery').on(t.workspaceNo, t.deliveryId, t.at)],
  )

  const replays = k.table(
    'webhook_replays',
    {
      workspaceNo: k.int('workspace_no').notNull(),
      id: k.text('id').notNull(),
      endpointId: k.text('endpoint_id').notNull(),
      status: k.text('status').$type<'running' | 'completed' | 'cancelled'>().notNull(),
      since: k.time('since').notNull(),
      until: k.time('until').notNull(),
      only: k.text('only').$type<'all' | 'missing'>().notNull(),
      types: k.json<string[]>('types').notNull(),
      /** Null until counted. */
      total: k.int('total'),
      queued: k.int('queued').notNull(),
      /** The sequence of the last event that was looked at. */
      position: k.int('position').notNull(),
      createdAt: k.time('created_at').notNull(),
      completedAt: k.time('completed_at'),
    },
    t => [
      k.primaryKey({ columns: [t.workspaceNo, t.id] }),
      k.uniqueIndex('webhook_replays_running').on(t.workspaceNo, t.endpointId).where(sql`status = 'running'`),
      k.index('webhook_replays_work').on(t.createdAt).where(sql`status = 'running'`),
    ],
  )

  return { events, webhookEndpoints, deliveries, deliveryAttempts, replays }
}
