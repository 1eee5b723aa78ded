import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { reading, type Scope } from '../context.ts'
import type { SparkKit } from '../create-sparkkit.ts'
import { type Import, type ImportIssue, importFile, listImportIssues } from '../features/ingest/index.ts'
import { type Cli, CliError, globalOptions, print } from './cli.ts'
import { readConfig } from './config.ts'
import { pickWorkspace, withKit } from './kit.ts'
import { startProgress } from './progress.ts'

const SHOWN_ISSUES = 10

interface ImportOptions {
  workspace?: string
  map: Record<string, string>
  events: boolean
}

function addMapping(text: string, mapping: Record<string, string>): Record<string, string> {
  const at = text.indexOf('=')
  if (at < 1 || at === text.length - 1) throw new InvalidArgumentError('It must be field=column, like caption=title.')
  return { ...mapping, [text.slice(0, at)]: text.slice(at + 1) }
}

async function openFile(path: string): Promise<{ bytes: number; file: AsyncIterable<Uint8Array> }> {
  const found = await stat(path).catch(() => undefined)
  if (!found?.isFile()) throw new CliError(`There is no file ${path}.`)
  return { bytes: found.size, file: createReadStream(path) }
}

function linesOf(outcome: Import, issues: readonly ImportIssue[]): string[] {
  const { created, updated, unchanged, failed, warnings, rowsDone } = outcome
  const lines = [
    `${rowsDone} rows: ${created} created, ${updated} updated, ${unchanged} unchanged, ${failed} failed, ${warnings} warnings (${outcome.id})`,
    ...issues.map(issue => `  line ${issue.line} ${issue.severity}: ${[issue.field, issue.message].filter(Boolean).join(': ')}`),
  ]
  if (failed + warnings > issues.length) lines.push('  … the rest: GET /v1/imports/{id}/issues')
  return outcome.error === null ? lines : [`The import failed: ${outcome.error}`, ...lines]
}

async function importInto(kit: SparkKit, { path, options, cli }: { path: string; options: ImportOptions; cli: Cli }) {
  const { file } = path === '-' ? { file: cli.stdin } : await openFile(path)
  const workspace = await pickWorkspace(kit, options.workspace)
  const scope: Scope = { services: kit.services, workspace, actor: { type: 'system' }, requestId: null }
  const details = {
    mapping: JSON.stringify(options.map),
    fileName: path === '-' ? null : basename(path),
    events: options.events ? ('per_content' as const) : ('summary' as const),
  }
  // How many rows there are is known at the end only; how far the file is read, all along.
  const progress = startProgress(cli, { total: 100 })
  const onProgress = ({ progress: part }: Import): void => progress.to(Math.round(part * 100))
  const outcome = await importFile(scope, { file, details, onProgress }).finally(() => progress.stop())
  const { data } = await listImportIssues(reading(scope), { id: outcome.id, limit: SHOWN_ISSUES })
  return { outcome, issues: data }
}

export function addImport(program: Command, cli: Cli, end: (code: number) => void): void {
  program
    .command('import <file>')
    .description('import posts from a CSV file, or from stdin with -')
    .option('--workspace <id>', 'default: the only one')
    .option('--map <field=column>', 'which column holds a field; may be given many times', addMapping, {})
    .option('--events', 'write content.created for every new post', false)
    .action(async (path: string, options: ImportOptions, command: Command) => {
      const config = readConfig(cli, globalOptions(command))
      const { outcome, issues } = await withKit(config, kit => importInto(kit, { path, options, cli }))
      print(cli, globalOptions(command), { document: { ...outcome, issues }, lines: linesOf(outcome, issues) })
      if (outcome.status === 'failed') end(1)
    })
}
