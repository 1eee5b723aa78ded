import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { SQL } from 'drizzle-orm'
import { PgDialect } from 'drizzle-orm/pg-core'
import { SQLiteSyncDialect } from 'drizzle-orm/sqlite-core'
import Database from 'libsql'
import pg from 'pg'
import { transact } from '../../packages/server/src/context.ts'
import { type Engine, openEngine } from '../../packages/server/src/db/engine.ts'
import { createWorkspace } from '../../packages/server/src/features/access/index.ts'
import { readContentItems, upsertContent } from '../../packages/server/src/features/content/upsert.ts'
import type { BenchEngine } from './databases.ts'
import { inventWorld } from './invent.ts'
import type { LoadClient } from './loader.ts'
import { median } from './numbers.ts'
import { serveFetch } from './serve.ts'
import { newKey, openKit, scopeOf } from './world.ts'

interface Statement {
  readonly text: string
  readonly values: readonly unknown[]
}

/** Rows per second. */
export interface IngestRound {
  readonly raw: number
  readonly verb: number
  readonly http: number
  /** p99 of the event loop's delay while batches come in over HTTP, in ms. */
  readonly delay: number
}

const printers = { sqlite: new SQLiteSyncDialect(), postgres: new PgDialect() }

/** Notes the statements that write, batch by batch. */
function recording(engine: Engine, batches: Statement[][]): Engine {
  const printer = printers[engine.dialect.engine]
  const note = (query: SQL): void => {
    const { sql, params } = printer.sqlToQuery(query)
    if (/^\s*(INSERT|UPDATE|DELETE)/i.test(sql)) batches.at(-1)?.push({ text: sql, values: params })
  }
  return {
    ...engine,
    dialect: {
      ...engine.dialect,
      all: (db, query) => {
        note(query)
        return engine.dialect.all(db, query)
      },
    },
  }
}

const LOOP_RESOLUTION_MS = 5

const itemsOf = (posts: number): unknown[][] => [...inventWorld(posts, { workspaces: 1 }).batches(0)]

/** The service's own verb, in this process. Gives rows per second and what it wrote. */
async function ingestByVerb(bench: BenchEngine, posts: number): Promise<{ rate: number; batches: Statement[][] }> {
  const database = await bench.create()
  const batches: Statement[][] = []
  const kit = await openKit(database.url, recording(await openEngine(database.url), batches))
  const workspace = await createWorkspace(kit.services, { name: 'Brand', mode: 'live' })
  const sent = itemsOf(posts)
  const started = performance.now()
  for (const batch of sent) {
    batches.push([])
    const scope = scopeOf(kit, workspace)
    const items = await readContentItems(scope, batch)
    await transact(scope, ctx => upsertContent(ctx, { items, events: 'per_content' }))
  }
  const rate = posts / ((performance.now() - started) / 1000)
  await kit.close()
  await database.remove()
  return { rate, batches }
}

function replayLibsql(path: string, batches: readonly Statement[][]): void {
  const database = new Database(path)
  database.exec('PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY')
  const prepared = new Map<string, ReturnType<typeof database.prepare>>()
  for (const batch of batches) {
    database.exec('BEGIN IMMEDIATE')
    for (const { text, values } of batch) {
      const statement = prepared.get(text) ?? database.prepare(text)
      prepared.set(text, statement)
      statement.run([...values])
    }
    database.exec('COMMIT')
  }
  database.close()
}

async function replayPostgres(url: string, batches: readonly Statement[][]): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  for (const batch of batches) {
    await client.query('BEGIN')
    for (const { text, values } of batch) await client.query(text, [...values])
    await client.query('COMMIT')
  }
  await client.end()
}

/** The bare driver, with the very statements and values that the service sent: nothing to read, decide, check or print. */
async function ingestRaw(bench: BenchEngine, posts: number, batches: readonly Statement[][]): Promise<number> {
  const database = await bench.create()
  const engine = await openEngine(database.url)
  await engine.migrations.run()
  await engine.close()
  const started = performance.now()
  if (bench.name === 'libSQL') replayLibsql(database.url.replace('file:', ''), batches)
  else await replayPostgres(database.url, batches)
  const rate = posts / ((performance.now() - started) / 1000)
  await database.remove()
  return rate
}

/** Two connections that push batches, as an integrator would. */
async function ingestByHttp(bench: BenchEngine, posts: number, client: LoadClient): Promise<{ rate: number; delay: number }> {
  const database = await bench.create()
  const kit = await openKit(database.url)
  const workspace = await createWorkspace(kit.services, { name: 'Brand', mode: 'live' })
  const key = await newKey(kit, workspace)
  const served = await serveFetch(kit.fetch)
  const histogram = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS })
  histogram.enable()
  const load = await client.run({ kind: 'push', origin: served.origin, key, connections: 2, posts })
  histogram.disable()
  await served.close()
  await kit.close()
  await database.remove()
  return { rate: load.count / load.seconds, delay: Math.max(0, histogram.percentile(99) / 1e6 - LOOP_RESOLUTION_MS) }
}

export async function benchIngest(
  bench: BenchEngine,
  options: { posts: number; rounds: number; client: LoadClient },
): Promise<IngestRound[]> {
  const rounds: IngestRound[] = []
  for (let round = 0; round < options.rounds; round += 1) {
    const { rate: verb, batches } = await ingestByVerb(bench, options.posts)
    const raw = await ingestRaw(bench, options.posts, batches)
    const { rate: http, delay } = await ingestByHttp(bench, options.posts, options.client)
    rounds.push({ raw, verb, http, delay })
  }
  return rounds
}

export const ingestSummary = (rounds: readonly IngestRound[]) => ({
  raw: median(rounds.map(({ raw }) => raw)),
  verb: median(rounds.map(({ verb }) => verb)),
  http: median(rounds.map(({ http }) => http)),
  delay: median(rounds.map(({ delay }) => delay)),
  verbRatio: median(rounds.map(({ raw, verb }) => verb / raw)),
  httpRatio: median(rounds.map(({ raw, http }) => http / raw)),
})
