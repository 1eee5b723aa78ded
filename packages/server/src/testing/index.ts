import { eq } from 'drizzle-orm'
import { pino } from 'pino'
import { createSparkKit, type SparkKit, type SparkKitConfig } from '../create-sparkkit.ts'
import { API_SCOPES, type ApiScope, createApiKey, createWorkspace } from '../features/access/index.ts'
import { newKeyRingKey } from '../security/key-ring.ts'
import { watched } from './contract/watched-fetch.ts'
import { createTestDatabase, defaultEngine, type TestEngine } from './databases.ts'

export const TEST_KEY_RING = newKeyRingKey('test')
export const TEST_PUBLIC_URL = 'https://sparkkit.test'

export interface TestTenant {
  workspaceId: string
  /** API key. */
  key: string
  call(method: string, path: string, body?: unknown): Promise<TestAnswer>
}

export interface TestAnswer {
  status: number
  headers: Headers
  text: string
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers field by field and say what they expect of each.
  body: any
}

export interface TestKitConfig extends Partial<SparkKitConfig> {
  /** The embedded engine, unless `SPARKKIT_TEST_ENGINE` says otherwise. */
  testEngine?: TestEngine
}

export interface TestKit {
  kit: SparkKit
  engine: TestEngine
  /** Of the embedded engine. */
  databasePath: string
  /** Where the database keeps its files, where they are ours. */
  folder: string
  /** A workspace of its own, with a key that may do everything unless scopes are named. */
  tenant(options?: { mode?: 'live' | 'sandbox'; scopes?: readonly ApiScope[] }): Promise<TestTenant>
  /** A call without credentials. */
  call(method: string, path: string, body?: unknown): Promise<TestAnswer>
  /** One more SparkKit on the same database, as another process would open it; PGlite has one process only. Its opener closes it. */
  another(config?: Partial<SparkKitConfig>): Promise<SparkKit>
  /** Closes and opens the same database again. */
  restart(config?: Partial<SparkKitConfig>): Promise<void>
  close(): Promise<void>
}

async function send(
  kit: SparkKit,
  request: { method: string; path: string; body: unknown; headers: Record<string, string> },
): Promise<TestAnswer> {
  const hasBody = request.body !== undefined
  const response = await kit.fetch(
    new Request(`${TEST_PUBLIC_URL}${request.path}`, {
      method: request.method,
      headers: { ...(hasBody && { 'content-type': 'application/json' }), ...request.headers },
      ...(hasBody && { body: typeof request.body === 'string' ? request.body : JSON.stringify(request.body) }),
    }),
  )
  const text = await response.text()
  const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '')
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined }
}

/** A whole SparkKit on a real database of its own. Its worker does not run by itself: `kit.worker.drain()` does what is due. */
export async function createTestKit({ testEngine = defaultEngine(), ...config }: TestKitConfig = {}): Promise<TestKit> {
  const database = await createTestDatabase(testEngine)
  const open = async (more: Partial<SparkKitConfig> = {}): Promise<SparkKit> => {
    const kit = await createSparkKit({
      ...(await database.connect()),
      keyRing: TEST_KEY_RING,
      publicUrl: TEST_PUBLIC_URL,
      logger: pino({ level: 'silent' }),
      allowLoopback: true,
      // Nobody listens there: tests ask no name server of the world.
      nameServers: ['127.0.0.1:1'],
      rateLimit: false,
      ...config,
      ...more,
    })
    return { ...kit, fetch: watched(kit.fetch) }
  }
  let kit = await open()

  return {
    get kit() {
      return kit
    },
    engine: testEngine,
    databasePath: database.path,
    folder: database.folder,
    async tenant(options = {}) {
      const { events } = kit.services.engine.tables
      const workspace = await createWorkspace(kit.services, { name: 'Lumen Skincare', mode: options.mode ?? 'live' })
      // The log of a test begins with what the test does.
      await kit.services.engine.db.delete(events).where(eq(events.workspaceNo, workspace.no))
      const { secret } = await createApiKey(kit.services, workspace, {
        name: 'test',
        scopes: options.scopes ?? API_SCOPES,
        expiresAt: null,
      })
      const headers = { authorization: `Bearer ${secret}` }
      return { workspaceId: workspace.id, key: secret, call: (method, path, body) => send(kit, { method, path, body, headers }) }
    },
    call: (method, path, body) => send(kit, { method, path, body, headers: {} }),
    another: open,
    async restart(more) {
      await kit.close()
      kit = await open(more)
    },
    async close() {
      await kit.close()
      await database.remove()
    },
  }
}
