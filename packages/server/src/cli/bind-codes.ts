import type { Command } from 'commander'
import { reading, type Scope, transact } from '../context.ts'
import type { SparkKit } from '../create-sparkkit.ts'
import { type Binding, beginBindings, bindMany, getBinding, tryBinding, unbindSparkCode } from '../features/ad-accounts/index.ts'
import { Problem } from '../problem.ts'
import { type Cli, globalOptions, print, table } from './cli.ts'
import { readConfig } from './config.ts'
import { pickWorkspace, withKit } from './kit.ts'
import { startProgress } from './progress.ts'

const ROWS_AT_ONCE = 200
const TRIES_AT_ONCE = 8

interface BindOptions {
  workspace?: string
  adAccount: string
}

/** What became of one code. */
interface Outcome {
  readonly id: string
  readonly binding: Binding | null
  readonly detail: string | null
}

interface Wanted {
  readonly id: string
  readonly bindingId: string | null
  readonly detail: string | null
}

type Want = (scope: Scope, ids: readonly string[], adAccountId: string) => Promise<Wanted[]>

const wantBound: Want = async (scope, ids, adAccountId) => {
  const wanted: Wanted[] = []
  for (let at = 0; at < ids.length; at += ROWS_AT_ONCE) {
    const items = ids.slice(at, at + ROWS_AT_ONCE).map(sparkCodeId => ({ sparkCodeId, adAccountId }))
    const { results } = await transact(scope, ctx => bindMany(ctx, { items }))
    for (const [index, { id, problem }] of results.entries())
      wanted.push({ id: items[index]?.sparkCodeId ?? '', bindingId: id ?? null, detail: problem?.detail ?? null })
  }
  return wanted
}

const wantUnbound: Want = async (scope, ids, adAccountId) => {
  const wanted: Wanted[] = []
  for (const id of ids) {
    try {
      wanted.push({ id, bindingId: (await transact(scope, ctx => unbindSparkCode(ctx, { id, adAccountId }))).id, detail: null })
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      wanted.push({ id, bindingId: null, detail: error.message })
    }
  }
  return wanted
}

/** Tries each once; what TikTok does not settle at once is left to the worker. */
async function tryAll(scope: Scope, wanted: readonly Wanted[], onDone: (done: number) => void): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (let at = 0; at < wanted.length; at += TRIES_AT_ONCE) {
    const tried = wanted.slice(at, at + TRIES_AT_ONCE).map(async ({ id, bindingId, detail }): Promise<Outcome> => {
      if (bindingId === null) return { id, binding: null, detail }
      for (const row of await beginBindings(scope, { limit: 1, id: bindingId })) await tryBinding(scope, row)
      const binding = await getBinding(reading(scope), bindingId)
      return { id, binding, detail: binding.reason?.action ?? null }
    })
    outcomes.push(...(await Promise.all(tried)))
    onDone(outcomes.length)
  }
  return outcomes
}

async function run(
  kit: SparkKit,
  ids: readonly string[],
  { want, cli, options }: { want: Want; cli: Cli; options: BindOptions },
): Promise<Outcome[]> {
  const workspace = await pickWorkspace(kit, options.workspace)
  const scope: Scope = { services: kit.services, workspace, actor: { type: 'system' }, requestId: null }
  const wanted = await want(scope, ids, options.adAccount)
  const progress = startProgress(cli, { total: wanted.length, unit: 'codes' })
  try {
    return await tryAll(scope, wanted, progress.to)
  } finally {
    progress.stop()
  }
}

const lineOf = ({ id, binding, detail }: Outcome): string[] => [id, binding?.status ?? 'failed', detail ?? '']

function addVerb(
  codes: Command,
  { cli, end, verb, description, want }: { cli: Cli; end: (code: number) => void; verb: string; description: string; want: Want },
) {
  codes
    .command(`${verb} <ids...>`)
    .description(description)
    .requiredOption('--ad-account <id>', "its id, or TikTok's id of the advertiser")
    .option('--workspace <id>', 'default: the only one')
    .action(async (ids: string[], options: BindOptions, command: Command) => {
      const config = readConfig(cli, globalOptions(command))
      const outcomes = await withKit(config, kit => run(kit, [...new Set(ids)], { want, cli, options }))
      print(cli, globalOptions(command), { document: { results: outcomes }, lines: table(outcomes.map(lineOf)) })
      if (outcomes.some(({ binding }) => binding === null || binding.status === 'failed')) end(1)
    })
}

/** Binding codes to ad accounts, and undoing it. */
export function addBind(codes: Command, cli: Cli, end: (code: number) => void): void {
  const bind = 'bind codes to an ad account; what TikTok does not settle at once goes on in the worker'
  addVerb(codes, { cli, end, verb: 'bind', description: bind, want: wantBound })
  addVerb(codes, { cli, end, verb: 'unbind', description: 'take codes out of an ad account', want: wantUnbound })
}
