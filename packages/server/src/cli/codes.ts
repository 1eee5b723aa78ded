import { writeFile } from 'node:fs/promises'
import { CODE_STATUSES, DAY_MS, type SparkCodeStatus } from '@sparkkit/core'
import { type Command, InvalidArgumentError } from 'commander'
import { reading, type Scope, transact } from '../context.ts'
import type { SparkKit } from '../create-sparkkit.ts'
import {
  countSparkCodes,
  type ExportSparkCodesQuery,
  exportSparkCodes,
  listSparkCodes,
  revealSparkCode,
  type SparkCode,
} from '../features/spark-codes/index.ts'
import { Problem } from '../problem.ts'
import { addBind } from './bind-codes.ts'
import { type Cli, CliError, globalOptions, print, table } from './cli.ts'
import { readConfig } from './config.ts'
import { pickWorkspace, withKit } from './kit.ts'
import { startProgress } from './progress.ts'

const PAGE = 100
/** Few enough that others get their turn in between. */
const REVEALED_AT_ONCE = 50

interface FilterOptions {
  workspace?: string
  status: SparkCodeStatus[]
  creator?: string
  content?: string
  endsWithin?: number
  used?: true
  unused?: true
}

function parseStatuses(text: string): SparkCodeStatus[] {
  const names = text.split(',').map(name => name.trim())
  const statuses = CODE_STATUSES.filter(status => names.includes(status))
  if (statuses.length < names.length) throw new InvalidArgumentError(`Statuses are ${CODE_STATUSES.join(', ')}.`)
  return statuses
}

function parseCount(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It must be a number from 1 on.')
  return Number(text)
}

const withFilters = (command: Command): Command =>
  command
    .option('--workspace <id>', 'default: the only one')
    .option('--status <list>', `comma-separated: ${CODE_STATUSES.join(', ')}`, parseStatuses, ['live'])
    .option('--creator <id>', 'of this creator')
    .option('--content <id>', 'of this post')
    .option('--ends-within <days>', 'that end within so many days', parseCount)
    .option('--used', 'that were used in an ad')
    .option('--unused', 'that were never used in an ad')

function queryOf(now: number, { status, creator, content, endsWithin, used, unused }: FilterOptions): ExportSparkCodesQuery {
  if (used && unused) throw new CliError('A code cannot be --used and --unused.', 2)
  return {
    status,
    creatorId: creator,
    contentId: content,
    endsBefore: endsWithin === undefined ? undefined : now + endsWithin * DAY_MS,
    used: used ?? (unused ? false : undefined),
  }
}

async function scopeOf(kit: SparkKit, workspace: string | undefined): Promise<Scope> {
  return { services: kit.services, workspace: await pickWorkspace(kit, workspace), actor: { type: 'system' }, requestId: null }
}

async function listCodes(kit: SparkKit, { limit, ...options }: FilterOptions & { limit: number }): Promise<SparkCode[]> {
  const ctx = reading(await scopeOf(kit, options.workspace))
  const query = queryOf(ctx.now, options)
  const codes: SparkCode[] = []
  for (let cursor: string | undefined; ; ) {
    const { data, nextCursor } = await listSparkCodes(ctx, { ...query, cursor, limit: Math.min(PAGE, limit - codes.length) })
    codes.push(...data)
    if (nextCursor === null || codes.length >= limit) return codes
    cursor = nextCursor
  }
}

function addList(codes: Command, cli: Cli): void {
  withFilters(codes.command('list').description('list codes, masked, those that end soonest first'))
    .option('--limit <n>', 'how many at most', parseCount, 50)
    .action(async (options: FilterOptions & { limit: number }, command: Command) => {
      const data = await withKit(readConfig(cli, globalOptions(command)), kit => listCodes(kit, options))
      const rows = data.map(({ id, masked, status, endsAt, windowSource, usedAt }) => [
        id,
        masked,
        status,
        `${endsAt.slice(0, 10)} ${windowSource}`,
        usedAt === null ? '' : 'used',
      ])
      print(cli, globalOptions(command), { document: { data }, lines: rows.length > 0 ? table(rows) : ['There is no such code.'] })
    })
}

interface Revealed {
  data: { id: string; code: string }[]
  failed: { id: string; detail: string }[]
}

async function revealCodes(kit: SparkKit, ids: readonly string[], { workspace, cli }: { workspace: string | undefined; cli: Cli }) {
  const scope = await scopeOf(kit, workspace)
  const progress = startProgress(cli, { total: ids.length, unit: 'codes' })
  const revealed: Revealed = { data: [], failed: [] }
  try {
    for (let at = 0; at < ids.length; at += REVEALED_AT_ONCE) {
      await transact(scope, async ctx => {
        for (const id of ids.slice(at, at + REVEALED_AT_ONCE)) {
          const code = await revealSparkCode(ctx, id).catch((error: unknown) => {
            if (error instanceof Problem) return null
            throw error
          })
          if (code) revealed.data.push(code)
          else revealed.failed.push({ id, detail: 'There is no such code in this workspace.' })
        }
      })
      progress.to(Math.min(ids.length, at + REVEALED_AT_ONCE))
    }
    return revealed
  } finally {
    progress.stop()
  }
}

function addReveal(codes: Command, cli: Cli, end: (code: number) => void): void {
  codes
    .command('reveal <ids...>')
    .description('show codes in clear, one per line; each is on the record')
    .option('--workspace <id>', 'default: the only one')
    .action(async (ids: string[], { workspace }: { workspace?: string }, command: Command) => {
      const config = readConfig(cli, globalOptions(command))
      const revealed = await withKit(config, kit => revealCodes(kit, [...new Set(ids)], { workspace, cli }))
      print(cli, globalOptions(command), { document: revealed, lines: revealed.data.map(({ code }) => code) })
      if (revealed.failed.length === 0) return
      if (!globalOptions(command).json) for (const { id, detail } of revealed.failed) cli.err(`${id}: ${detail}\n`)
      end(1)
    })
}

type ExportOptions = FilterOptions & { out?: string }

async function exportCodes(kit: SparkKit, options: ExportOptions, cli: Cli): Promise<{ csv: string; codes: number }> {
  const scope = await scopeOf(kit, options.workspace)
  const query = queryOf(reading(scope).now, options)
  const progress = startProgress(cli, { total: await countSparkCodes(reading(scope), query), unit: 'codes' })
  let codes = 0
  const onProgress = (done: number): void => {
    codes = done
    progress.to(done)
  }
  try {
    return { csv: await transact(scope, ctx => exportSparkCodes(ctx, { ...query, onProgress })), codes }
  } finally {
    progress.stop()
  }
}

function addExport(codes: Command, cli: Cli): void {
  withFilters(codes.command('export').description('write codes in clear as CSV; each is on the record'))
    .option('--out <file>', 'where to, readable by you alone (default: stdout)')
    .action(async (options: ExportOptions, command: Command) => {
      const { json } = globalOptions(command)
      if (json && options.out === undefined) throw new CliError('With --json name a file for the codes: --out FILE.', 2)
      const exported = await withKit(readConfig(cli, globalOptions(command)), kit => exportCodes(kit, options, cli))
      if (options.out === undefined) return cli.out(exported.csv)
      await writeFile(options.out, exported.csv, { mode: 0o600 })
      const document = { file: options.out, codes: exported.codes }
      print(cli, globalOptions(command), { document, lines: [`${exported.codes} codes in ${options.out}`] })
    })
}

export function addCodes(program: Command, cli: Cli, end: (code: number) => void): void {
  const codes = program.command('codes').description('Spark Codes: masked, in clear, as CSV, on ad accounts')
  addList(codes, cli)
  addReveal(codes, cli, end)
  addExport(codes, cli)
  addBind(codes, cli, end)
}
