import type { Workspace } from '../../packages/server/src/context.ts'
import type { SparkKit } from '../../packages/server/src/create-sparkkit.ts'
import { openEngine } from '../../packages/server/src/db/engine.ts'
import type { BenchEngine } from './databases.ts'
import { inventWorld } from './invent.ts'
import type { LoadClient } from './loader.ts'
import { quantile } from './numbers.ts'
import { type RaceResult, racePages } from './page-race.ts'
import { plansOf } from './plans.ts'
import { FACET_QUERIES, GRID_QUERIES } from './queries.ts'
import { loadWorld, newKey, openKit, scopeOf } from './world.ts'

export interface QueryResult {
  readonly name: string
  readonly query: string
  /** Posts on the page, or posts counted. */
  readonly found: number
  /** ms from request to parsed answer, without sockets. */
  readonly p50: number
  readonly p95: number
  readonly plans: readonly string[]
}

export interface GridResult {
  readonly posts: number
  /** Of the workspace that is asked. */
  readonly workspacePosts: number
  readonly loadedPerSecond: number
  readonly bytes: number
  readonly queries: readonly QueryResult[]
  readonly race: readonly RaceResult[]
}

const RUNS = 60

const foundIn = (body: unknown): number => {
  if (typeof body !== 'object' || body === null) return Number.NaN
  if ('data' in body && Array.isArray(body.data)) return body.data.length
  return 'total' in body && typeof body.total === 'number' ? body.total : Number.NaN
}

async function timeQueries(kit: SparkKit, { url, workspace }: { url: string; workspace: Workspace }): Promise<QueryResult[]> {
  // EXPLAIN keeps its reader at the moment it was asked, so it gets connections of its own.
  const engine = await openEngine(url)
  const scope = { ...scopeOf(kit, workspace), services: { ...kit.services, engine } }
  const headers = { authorization: `Bearer ${await newKey(kit, workspace)}` }
  const results: QueryResult[] = []
  const kinds = [
    ['page', '/v1/content', GRID_QUERIES],
    ['facets', '/v1/content/facets', FACET_QUERIES],
  ] as const
  for (const [kind, path, queries] of kinds) {
    for (const [name, query] of Object.entries(queries)) {
      const times: number[] = []
      let found = 0
      for (let run = 0; run < RUNS; run += 1) {
        const asked = performance.now()
        const answer = await kit.fetch(new Request(`http://bench${path}?${query}`, { headers }))
        const body: unknown = await answer.json()
        times.push(performance.now() - asked)
        if (answer.status !== 200) throw new Error(`${name} answered ${JSON.stringify(body)}`)
        found = foundIn(body)
      }
      const plans = await plansOf(scope, kind, query)
      results.push({ name, query, found, p50: quantile(times, 0.5), p95: quantile(times, 0.95), plans })
    }
  }
  await engine.close()
  return results
}

export interface GridOptions {
  readonly posts: number
  readonly rounds: number
  readonly milliseconds: number
  readonly client: LoadClient
}

async function inKit<T>(url: string, run: (kit: SparkKit) => Promise<T>): Promise<T> {
  const kit = await openKit(url)
  try {
    return await run(kit)
  } finally {
    await kit.close()
  }
}

/** Loads a world and asks its largest workspace what a grid asks. */
export async function benchGrid(bench: BenchEngine, { posts, ...options }: GridOptions): Promise<GridResult> {
  const database = await bench.create()
  const { url } = database
  const world = inventWorld(posts)
  const report = (done: number): void => {
    if (done % 50_000 < 1000) console.error(`${bench.name}: ${done} of ${posts} posts loaded`)
  }
  try {
    const started = performance.now()
    const [workspace] = await inKit(url, kit => loadWorld(kit, world, report))
    if (!workspace) throw new Error('The invented world is empty.')
    const loadedPerSecond = posts / ((performance.now() - started) / 1000)
    await database.settle()
    console.error(`${bench.name}: grid of ${posts} posts`)
    const queries = await inKit(url, kit => timeQueries(kit, { url, workspace }))
    const race = await inKit(url, kit => racePages({ kit, url, workspace, ...options }))
    return { posts, workspacePosts: world.sizes[0] ?? 0, loadedPerSecond, bytes: await database.size(), queries, race }
  } finally {
    await database.remove()
  }
}
