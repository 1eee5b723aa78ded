import { writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type BenchEngine, openEngines } from './lib/databases.ts'
import { benchGrid, type GridResult } from './lib/grid.ts'
import { benchIngest, type IngestRound } from './lib/ingest.ts'
import { LoadClient } from './lib/loader.ts'
import { storageReport } from './lib/storage-report.ts'

export interface StorageFigures {
  readonly engine: BenchEngine['name']
  readonly ingestPosts: number
  readonly ingest: readonly IngestRound[]
  readonly grids: readonly GridResult[]
}

/** A round of ingest is short, and as restless as the disk. */
const INGEST_ROUNDS = 9

const OPTIONS = {
  posts: { type: 'string', default: '100000' },
  engines: { type: 'string', default: 'libsql,postgres' },
  rounds: { type: 'string', default: '3' },
  seconds: { type: 'string', default: '1.5' },
  out: { type: 'string' },
} as const

/**
 * Ingest, grid and HTTP, side by side with what a bare driver and a stock client do on the same tables.
 * `--posts 100000,1000000 --engines libsql,postgres --rounds 3 --seconds 1.5 --out docs/benchmarks.md`
 */
export async function bench(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS })
  const sizes = values.posts.split(',').map(Number)
  const rounds = Number(values.rounds)
  const client = new LoadClient()
  const figures: StorageFigures[] = []
  try {
    for (const engine of await openEngines(values.engines.split(','))) {
      const ingestPosts = Math.min(20_000, ...sizes)
      console.error(`${engine.name}: ingest`)
      const ingest = await benchIngest(engine, { posts: ingestPosts, rounds: Math.max(rounds, INGEST_ROUNDS), client })
      const grids: GridResult[] = []
      for (const posts of sizes) {
        grids.push(await benchGrid(engine, { posts, rounds, milliseconds: Number(values.seconds) * 1000, client }))
      }
      figures.push({ engine: engine.name, ingestPosts, ingest, grids })
      await engine.close()
    }
  } finally {
    client.close()
  }
  const report = await storageReport(figures, args)
  console.log(report)
  if (values.out) await writeFile(values.out, report)
}
