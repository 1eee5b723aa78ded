import { readFile } from 'node:fs/promises'
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import Database from 'libsql'
import type { StorageFigures } from '../storage.ts'
import type { GridResult } from './grid.ts'
import { ingestSummary } from './ingest.ts'
import { digits, table } from './numbers.ts'

const met = (value: number, goal: number, direction: 'at least' | 'at most'): string =>
  `${direction} ${goal}: ${(direction === 'at least' ? value >= goal : value <= goal) ? 'met' : 'missed'}`

async function versions(): Promise<string> {
  const database = new Database(':memory:')
  const sqlite = database.prepare('SELECT sqlite_version()').raw(true).all([]).flat().join()
  database.close()
  const catalog = await readFile(new URL('../../pnpm-workspace.yaml', import.meta.url), 'utf8')
  const of = (name: string): string => new RegExp(`^ {2}"?${name}"?: (.+)$`, 'm').exec(catalog)?.[1] ?? '?'
  const drivers = ['libsql', '@libsql/client', 'drizzle-orm', 'pg', 'hono', '@hono/node-server'].map(name => `${name} ${of(name)}`)
  return `Node ${process.versions.node}, SQLite ${sqlite} in libSQL, ${drivers.join(', ')}`
}

function ingestSection(figures: readonly StorageFigures[]): string {
  const rows = figures.map(({ engine, ingest }) => {
    const { raw, verb, http, verbRatio, httpRatio, delay } = ingestSummary(ingest)
    return [
      engine,
      digits(raw),
      digits(verb),
      `**${digits(verbRatio)}** (${met(verbRatio, 0.7, 'at least')})`,
      digits(http),
      digits(httpRatio),
      `**${digits(delay)} ms** (${met(delay, 50, 'at most')})`,
    ]
  })
  return `## Ingest: batches of 1000 new posts, with their events

${table(['', 'bare driver, rows/s', 'service, rows/s', 'ratio', 'over HTTP, rows/s', 'ratio', 'event loop delay p99, over HTTP'], rows)}

The bare driver replays the statements and values that the service sent (posts, identities, hashtags, metric snapshots, creators, events; one
transaction a batch), with nothing to look up, check, decide or print. *Service* is the verb called in the process; *over HTTP* is two
connections that push JSON to \`POST /v1/content/batch\`. ${figures[0]?.ingestPosts.toLocaleString('en')} posts into one empty workspace a round.`
}

function raceSection(engine: string, { race, posts }: GridResult): string {
  const rows = race.map(({ page, contender, perSecond, p50, p95, mainThread, throughputRatio, p95Ratio }) => {
    const isOurs = contender === 'sparkkit'
    const goal =
      contender === 'hand-written SQL'
        ? met(p95Ratio, 1.5, 'at most')
        : isOurs
          ? ''
          : met(throughputRatio, 5, 'at least').replace('least 5', 'least 5 ×')
    return [
      page,
      contender,
      digits(perSecond),
      digits(p50),
      digits(p95),
      digits(mainThread),
      isOurs ? '' : digits(throughputRatio),
      isOurs ? '' : digits(p95Ratio),
      goal,
    ]
  })
  return `### ${engine}, ${posts.toLocaleString('en')} posts: pages of 50 over HTTP

${table(['page', 'answered by', 'req/s', 'p50 ms', 'p95 ms', 'main thread µs', 'sparkkit’s throughput ×', 'sparkkit’s p95 ×', 'goal'], rows)}`
}

function queriesSection(engine: string, { queries, posts, workspacePosts, bytes, loadedPerSecond }: GridResult): string {
  return `### ${engine}, ${posts.toLocaleString('en')} posts: what a grid asks

The largest workspace holds ${workspacePosts.toLocaleString('en')} of them; the database takes ${Math.round(bytes / 1e6).toLocaleString('en')} MB and was loaded at ${digits(loadedPerSecond)} posts/s.

${table(
  ['query', 'found', 'p50 ms', 'p95 ms'],
  queries.map(({ name, found, p50, p95 }) => [name, found.toLocaleString('en'), digits(p50), digits(p95)]),
)}`
}

function plansSection(engine: string, { queries, posts }: GridResult): string {
  const blocks = queries.map(
    ({ name, query, plans }) =>
      `**${name}** \`${query || '(no filter)'}\`\n\n\`\`\`\n${plans.map(plan => plan.trimEnd()).join('\n\n')}\n\`\`\``,
  )
  return `### ${engine}, ${posts.toLocaleString('en')} posts\n\n${blocks.join('\n\n')}`
}

/** The whole report as Markdown. */
export async function storageReport(figures: readonly StorageFigures[], args: readonly string[]): Promise<string> {
  const grids = figures.flatMap(({ engine, grids }) => grids.map(grid => ({ engine, grid })))
  const largest = figures.flatMap(({ engine, grids }) => grids.slice(-1).map(grid => ({ engine, grid })))
  const command = ['npx -y pnpm@12 bench storage', ...args.filter((arg, index) => arg !== '--out' && args[index - 1] !== '--out')].join(' ')
  return `# Benchmarks: storage

Made by \`${command}\`, which anyone can run again; PostgreSQL is started by the run, where one is installed. ${new Date().toISOString().slice(0, 10)}.

Machine: ${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, load average ${loadavg().map(digits).join(' ')} at the end. ${await versions()}.
Server, database and load generator share those cores, and the machine was not ours alone: **read the ratios, not the absolute figures.**
Contenders take turns within every round and each figure is the median over the rounds; ratios are formed round by round.

The posts are invented: two years of them, their workspaces, creators, words and hashtags each distributed by Zipf's law, four in a hundred with a spark status.
libSQL runs with \`synchronous=FULL\`; the throw-away PostgreSQL runs with \`fsync=off\`.

${ingestSection(figures)}

## Pages over HTTP

Eight connections, each asking again as soon as it is answered, all contenders behind the same HTTP server and the service's own frame of
limits, request ids and headers. *Hand-written SQL* is the one statement its
author would write for that page alone on the same tables, printing JSON itself; it knows no API key, parameter, cursor or signed thumbnail.
*drizzle on the stock client* is \`select()\` through \`@libsql/client\` or \`pg\`, its rows turned into resources and those
into JSON. *Main thread* is processor time for one page on the thread that serves HTTP, which a busy machine disturbs least.
With two cores for everything the whole work of a page counts; where more are free that thread alone sets the limit, at 1,000,000 / µs pages a second.

${grids.map(({ engine, grid }) => raceSection(engine, grid)).join('\n\n')}

## What a grid asks

One request after another, in the process, from request to parsed answer: authentication, parameters, query, JSON.

${grids.map(({ engine, grid }) => queriesSection(engine, grid)).join('\n\n')}

## Plans

Every statement as the engine carries it out. A page is looked for among the first thousand posts of its order; where those do not fill it, two more
statements follow: are there more than a thousand, and if so the whole, gathered from the covering index.

${largest.map(({ engine, grid }) => plansSection(engine, grid)).join('\n\n')}
`
}
