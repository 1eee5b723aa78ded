import { transact } from '../../packages/server/src/context.ts'
import { createSparkKit, type SparkKit } from '../../packages/server/src/create-sparkkit.ts'
import { createWorkspace } from '../../packages/server/src/features/access/index.ts'
import { createWebhookEndpoint } from '../../packages/server/src/features/webhooks/create-webhook-endpoint.ts'
import { CreateWebhookEndpointInput } from '../../packages/server/src/features/webhooks/endpoint-schemas.ts'
import { newKeyRingKey } from '../../packages/server/src/security/key-ring.ts'
import type { BenchDatabase } from './databases.ts'

const SUBJECT = 'cnt_01h455vb4pex5vsknk084sn02q'

/** As much as a post has. */
const dataOf = (number: number) => ({
  id: SUBJECT,
  number,
  platform: 'tiktok',
  platformId: '7195686135157296390',
  url: 'https://www.tiktok.com/@mara.glow/video/7195686135157296390',
  caption: 'Seven nights with the barrier serum and this is what happened to my skin #lumen #skincare #ad '.repeat(4),
  metrics: { views: 1_240_000, likes: 88_200, comments: 1450, shares: 3100, saves: 9900 },
  eligibility: { eligible: true, reasons: [] },
  metadata: { campaign: 'spring', brief: 'B-2041' },
})

export interface WebhookKit {
  readonly kit: SparkKit
  endpoint(url: string): Promise<string>
  /** Commits events in one transaction. */
  commit(numbers: readonly number[]): Promise<void>
  close(): Promise<void>
}

/** A SparkKit with one workspace, whose worker is not started. */
export async function openWebhookKit(database: BenchDatabase): Promise<WebhookKit> {
  const kit = await createSparkKit({
    databaseUrl: database.url,
    keyRing: newKeyRingKey('bench'),
    publicUrl: 'http://localhost:8787',
    allowLoopback: true,
  })
  const workspace = await createWorkspace(kit.services, { name: 'Bench', mode: 'live' })
  const scope = { services: kit.services, workspace, actor: { type: 'system' as const }, requestId: null }
  return {
    kit,
    endpoint: async url => {
      const input = CreateWebhookEndpointInput.parse({ url, events: ['content.*'] })
      return (await transact(scope, ctx => createWebhookEndpoint(ctx, { ...input, granted: [] }))).id
    },
    commit: numbers =>
      transact(scope, async ctx => {
        for (const number of numbers) ctx.emit({ type: 'content.created', subjectId: SUBJECT, data: dataOf(number) })
      }),
    close: () => kit.close(),
  }
}

/** Ids and numbers of the events that were committed. */
export async function committedEvents({ kit }: WebhookKit): Promise<Map<string, number>> {
  const { db, tables } = kit.services.engine
  const rows = await db.select({ id: tables.events.id, type: tables.events.type, data: tables.events.data }).from(tables.events)
  return new Map(rows.filter(row => row.type === 'content.created').map(row => [row.id, (row.data as { number: number }).number]))
}
