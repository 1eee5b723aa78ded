import type { Load } from './load-client.ts'
import type { LoadClient } from './loader.ts'
import { median } from './numbers.ts'
import { type Contender, handWritten, PAGES, type PageName, type Stand, sparkkit, stock } from './pages.ts'
import { type Served, serveFetch } from './serve.ts'
import { newKey } from './world.ts'

export interface RaceResult {
  readonly page: PageName
  readonly contender: Contender['name']
  /** Medians over the rounds. */
  readonly perSecond: number
  readonly p50: number
  readonly p95: number
  /** Processor time of the server's main thread for one page, in µs: what a busy machine disturbs least. */
  readonly mainThread: number
  /** SparkKit's figure over this one's, per round, the median of them. */
  readonly throughputRatio: number
  readonly p95Ratio: number
}

export interface RaceOptions extends Stand {
  readonly client: LoadClient
  readonly rounds: number
  readonly milliseconds: number
}

interface Round extends Load {
  readonly mainThread: number
}

const CONNECTIONS = 8

const idOf = (post: unknown): string => (typeof post === 'object' && post !== null && 'id' in post ? String(post.id) : '')

async function idsOf(answer: Promise<Response>): Promise<string[]> {
  const response = await answer
  const body: unknown = await response.json()
  if (typeof body !== 'object' || body === null || !('data' in body) || !Array.isArray(body.data)) {
    throw new Error(`A page was answered by ${response.status} ${JSON.stringify(body)}`)
  }
  return body.data.map(idOf)
}

type Race = RaceOptions & { readonly contenders: readonly Contender[]; readonly key: string }

/** Contenders that answer other posts would be no contenders. */
async function assertAlike({ kit, contenders, key }: Race, page: PageName): Promise<void> {
  let expected: string | undefined
  for (const contender of contenders) {
    const path = contender.pathOf(page)
    if (path === undefined) continue
    const ids = await idsOf(kit.fetch(new Request(`http://bench${path}`, { headers: { authorization: `Bearer ${key}` } })))
    if (ids.length !== 50) throw new Error(`${contender.name} answers ${ids.length} posts for ${page}.`)
    expected ??= ids.join()
    // The stock query leaves the open requests and live codes in.
    const isSimpler = contender.name === 'drizzle on the stock client' && page === 'platform + eligible'
    if (!isSimpler && ids.join() !== expected) throw new Error(`${contender.name} answers other posts for ${page}.`)
  }
}

async function runRound({ client, key, milliseconds }: Race, served: Served, path: string): Promise<Round> {
  const before = process.threadCpuUsage()
  const load = await client.run({ kind: 'read', origin: served.origin, path, key, connections: CONNECTIONS, milliseconds })
  const { user, system } = process.threadCpuUsage(before)
  return { ...load, mainThread: (user + system) / load.count }
}

async function racePage(race: Race, served: Served, page: PageName): Promise<Map<Contender, Round[]>> {
  const rounds = new Map<Contender, Round[]>()
  for (let round = 0; round < race.rounds; round += 1) {
    for (const contender of race.contenders) {
      const path = contender.pathOf(page)
      if (path === undefined) continue
      if (round === 0) await runRound({ ...race, milliseconds: race.milliseconds / 3 }, served, path)
      rounds.set(contender, [...(rounds.get(contender) ?? []), await runRound(race, served, path)])
    }
  }
  return rounds
}

const rate = (load: Load | undefined): number => (load ? load.count / load.seconds : Number.NaN)

/** The same page from every contender in turn, round after round, so that a busy machine is busy for all of them. */
export async function racePages(options: RaceOptions): Promise<RaceResult[]> {
  const contenders = [sparkkit, await handWritten(options), stock(options)]
  const race: Race = { ...options, contenders, key: await newKey(options.kit, options.workspace) }
  const served = await serveFetch(options.kit.fetch)
  const results: RaceResult[] = []
  for (const page of Object.keys(PAGES) as PageName[]) {
    await assertAlike(race, page)
    const rounds = await racePage(race, served, page)
    const ours = rounds.get(sparkkit) ?? []
    for (const [contender, theirs] of rounds) {
      results.push({
        page,
        contender: contender.name,
        perSecond: median(theirs.map(rate)),
        p50: median(theirs.map(load => load.p50)),
        p95: median(theirs.map(load => load.p95)),
        mainThread: median(theirs.map(load => load.mainThread)),
        throughputRatio: median(theirs.map((load, round) => rate(ours[round]) / rate(load))),
        p95Ratio: median(theirs.map((load, round) => (ours[round]?.p95 ?? Number.NaN) / load.p95)),
      })
    }
  }
  await served.close()
  for (const contender of contenders) await contender.close()
  return results
}
