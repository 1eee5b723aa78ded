import type { Logger } from 'pino'
import type { Services } from './context.ts'
import { type Engine, openEngine } from './db/engine.ts'
import { MigrationError } from './db/migrate.ts'
import { accessRoutes, byHost, createAuthenticate, type HostAuthenticate, KeyCache } from './features/access/index.ts'
import { type AdPlatforms, adAccountRoutes, connectionVerifier } from './features/ad-accounts/index.ts'
import { approvalRoutes } from './features/approval/index.ts'
import { contentRoutes } from './features/content/index.ts'
import { erasureRoutes, erasureTask } from './features/erasure/index.ts'
import { flightRoutes } from './features/flights/index.ts'
import { handoffRoutes } from './features/handoff/index.ts'
import { importTask, ingestRoutes } from './features/ingest/index.ts'
import { messageRoutes } from './features/messages/index.ts'
import { sandboxRoutes } from './features/sandbox/index.ts'
import { sparkCodeRoutes } from './features/spark-codes/index.ts'
import { sparkRequestRoutes } from './features/spark-requests/index.ts'
import { statsRoutes } from './features/stats/index.ts'
import { createThumbnailTask, thumbnailRoutes } from './features/thumbnails/index.ts'
import {
  createDeliverTask,
  createDispatchTask,
  createRetentionTask,
  endStreams,
  findBacklog,
  type OnEvent,
  replayTask,
  webhookRoutes,
} from './features/webhooks/index.ts'
import { type App, createApp } from './http/app.ts'
import { docsRoutes } from './http/docs.ts'
import { createIdempotencySweep } from './http/idempotency.ts'
import { createMetrics } from './http/metrics.ts'
import { operationsRoutes } from './http/operations.ts'
import { DEFAULT_RATE_LIMIT, type RateLimit } from './http/rate-limit.ts'
import { createBindingTask, createReconcileTask, createSyncTask } from './jobs/ad-accounts.ts'
import { clockTask } from './jobs/clocks.ts'
import { verifyTask } from './jobs/verify.ts'
import { createWorker, type Worker } from './jobs/worker.ts'
import { createLogger } from './logging.ts'
import { createTiktokPlatforms } from './platforms/tiktok/platforms.ts'
import { liveOnly, type SparkCodeVerifier } from './platforms/verifier.ts'
import { createGuardedFetch } from './security/guarded-fetch.ts'
import { newId } from './security/ids.ts'
import { createKeyRing } from './security/key-ring.ts'

export interface SparkKitConfig {
  /** `file:PATH` for the embedded engine, with `?synchronous=full|normal&readers=2` behind it; `postgres://…` for PostgreSQL. */
  databaseUrl: string
  /** In place of `databaseUrl`: an engine that is open already. It is closed with the rest. */
  engine?: Engine
  /** `id:base64` keys, comma-separated, the current one first; 32 bytes each. Without one nothing starts. */
  keyRing: string
  /** Base of every URL handed out. */
  publicUrl: string
  logger?: Logger
  /** Lets webhooks go to loopback addresses: for development and tests. */
  allowLoopback?: boolean
  /** `address:port` of the name servers that know the hosts of webhooks, pictures and terms. Default: those of the system. */
  nameServers?: readonly string[]
  /** How many calls a key may make, counted in each process by itself. Default 50 a second and 200 at once; `false` for no limit. */
  rateLimit?: RateLimit | false
  /** Addresses and networks (CIDR) of proxies in front, and `loopback`: `X-Forwarded-For` counts from them only. Default none. */
  trustedProxies?: readonly string[]
  /** Bearer token that `/metrics` asks for. Without one it answers calls from this machine only. */
  metricsToken?: string
  /**
   * Who calls, told by the app that holds SparkKit: by its own session, for example. Asked where a request carries no bearer; undefined
   * is nobody. It acts for a person, with the rights of an API key of the workspace.
   */
  authenticate?: HostAuthenticate
  /**
   * Called in this process with every event its worker numbers, in the order of each workspace. For what may be missed when a process
   * dies, such as refreshing a screen; what must not be missed takes webhooks or the feed.
   */
  onEvent?: OnEvent
  /** Apply missing migrations at start; otherwise a missing one is an error. Default true. */
  migrate?: boolean
  /** Asked about every code pasted in a live workspace, in place of the ad accounts that are connected. */
  verifier?: SparkCodeVerifier
  /** Base of a TikTok simulator's API, up to its version. Sandboxes connect to it and to nothing else; without one they connect to nothing. */
  tiktokSimulatorUrl?: string
  /** In place of TikTok and its simulator. */
  adPlatforms?: AdPlatforms
  /** Wall time, epoch milliseconds. Default `Date.now`. */
  now?: () => number
}

export interface SparkKit {
  readonly app: App
  /** Answers a request: mount it in a host app, or serve it by itself. `env` is what the server says about the connection; pass it on. */
  fetch(request: Request, env?: object): Promise<Response>
  readonly worker: Worker
  readonly services: Services
  /** Ends the answers that would not end by themselves, so that a server can close. */
  endStreams(): void
  /** Stops the worker, lets what is in flight finish and closes the database. */
  close(): Promise<void>
}

async function prepare(engine: Services['engine'], migrate: boolean): Promise<void> {
  if (migrate) {
    await engine.migrations.run()
    return
  }
  const { pending } = await engine.migrations.state()
  if (pending.length > 0) throw new MigrationError(`The database lacks ${pending.join(', ')}. Run \`sparkkit migrate\`.`)
}

/** Builds a SparkKit from its configuration: the only place where its parts meet. */
export async function createSparkKit(config: SparkKitConfig): Promise<SparkKit> {
  const keyRing = createKeyRing(config.keyRing)
  const engine = config.engine ?? (await openEngine(config.databaseUrl))
  try {
    await prepare(engine, config.migrate ?? true)
  } catch (error) {
    await engine.close()
    throw error
  }
  const fetch = createGuardedFetch({
    allow: config.allowLoopback ? ['loopback'] : [],
    ...(config.nameServers && { nameServers: config.nameServers }),
  })
  const keyCache = new KeyCache()
  const tiktok = createTiktokPlatforms({ fetch, simulatorUrl: config.tiktokSimulatorUrl })
  const services: Services = {
    engine,
    keyRing,
    logger: config.logger ?? createLogger('warn'),
    publicUrl: config.publicUrl.replace(/\/+$/, ''),
    fetch,
    verifier: config.verifier ? liveOnly(config.verifier) : connectionVerifier(() => services),
    adPlatforms: config.adPlatforms ?? tiktok,
    newId,
    wallNow: config.now ?? Date.now,
    onEvents: types => {
      keyCache.heard(types)
      worker.wake()
    },
  }
  const worker = createWorker(services, [
    clockTask,
    verifyTask,
    createSyncTask(),
    createBindingTask(),
    createReconcileTask(),
    importTask,
    erasureTask,
    createDispatchTask(config.onEvent),
    replayTask,
    createDeliverTask(),
    createThumbnailTask(outcome => metrics.countThumbnail(outcome)),
    createRetentionTask(),
    createIdempotencySweep(),
  ])
  const metrics = createMetrics({ backlog: () => findBacklog(engine, services.wallNow()), now: services.wallNow })
  const app = createApp(services, {
    authenticate: createAuthenticate(keyCache),
    hostAuthenticate: config.authenticate && byHost(config.authenticate),
    rateLimit: config.rateLimit ?? DEFAULT_RATE_LIMIT,
    metrics,
    trustedProxies: config.trustedProxies ?? [],
  })
  for (const routes of [
    ingestRoutes,
    contentRoutes,
    thumbnailRoutes,
    messageRoutes,
    sparkRequestRoutes,
    approvalRoutes,
    sparkCodeRoutes,
    adAccountRoutes,
    flightRoutes,
    handoffRoutes,
    erasureRoutes,
    statsRoutes,
    webhookRoutes,
    accessRoutes,
    sandboxRoutes,
    docsRoutes,
  ]) {
    routes(app)
  }
  operationsRoutes(app, { metrics, metricsToken: config.metricsToken })
  return {
    app,
    fetch: async (request, env) => app.fetch(request, env),
    worker,
    services,
    endStreams: () => endStreams(services),
    close: async () => {
      endStreams(services)
      await worker.stop()
      await fetch.close()
      await tiktok.close()
      await engine.close()
    },
  }
}
