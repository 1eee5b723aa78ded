import { type Command, InvalidArgumentError } from 'commander'
import { API_SCOPES, type ApiScope, issueApiKey, listApiKeys, revokeApiKey } from '../features/access/index.ts'
import { type Cli, CliError, globalOptions, print, table } from './cli.ts'
import { readConfig } from './config.ts'
import { pickWorkspace, withKit } from './kit.ts'

const DAY_MS = 86_400_000
/** Seeing codes in clear is granted by name only. */
const DEFAULT_SCOPES = API_SCOPES.filter(scope => scope !== 'spark-codes:reveal')

function parseScopes(text: string): ApiScope[] {
  if (text === 'all') return [...API_SCOPES]
  const names = text.split(',').map(name => name.trim())
  const scopes = API_SCOPES.filter(scope => names.includes(scope))
  const unknown = names.filter(name => !API_SCOPES.some(scope => scope === name))
  if (unknown.length > 0) throw new InvalidArgumentError(`There is no scope ${unknown.join(', ')}. Scopes are ${API_SCOPES.join(', ')}.`)
  return scopes
}

function parseDays(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new InvalidArgumentError('It must be a number of days.')
  return Number(text)
}

interface CreateOptions {
  workspace?: string
  name: string
  scopes: ApiScope[]
  expiresIn?: number
}

const isoOrNull = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString())

function addCreate(keys: Command, cli: Cli): void {
  keys
    .command('create')
    .description('make a key and print it: it is shown this once')
    .option('--workspace <id>', 'default: the only one')
    .option('--name <name>', 'shown in events as who did it', 'cli')
    .option('--scopes <list>', 'comma-separated, or all (default: all but spark-codes:reveal)', parseScopes, DEFAULT_SCOPES)
    .option('--expires-in <days>', 'default: it does not end', parseDays)
    .action(async (options: CreateOptions, command: Command) => {
      const { name, scopes, expiresIn } = options
      const created = await withKit(readConfig(cli, globalOptions(command)), async kit => {
        const workspace = await pickWorkspace(kit, options.workspace)
        const expiresAt = expiresIn === undefined ? null : kit.services.wallNow() + expiresIn * DAY_MS
        const { id, key: secret } = await issueApiKey(kit.services, workspace, { name, scopes, expiresAt })
        return { id, secret, workspaceId: workspace.id, name, scopes, expiresAt: isoOrNull(expiresAt) }
      })
      print(cli, globalOptions(command), { document: created, lines: [created.secret] })
      if (!globalOptions(command).json) cli.err(`${created.id} of ${created.workspaceId} may ${scopes.join(', ')}\n`)
    })
}

function addList(keys: Command, cli: Cli): void {
  keys
    .command('list')
    .description('list the keys of a workspace')
    .option('--workspace <id>', 'default: the only one')
    .action(async ({ workspace }: { workspace?: string }, command: Command) => {
      const rows = await withKit(readConfig(cli, globalOptions(command)), async kit =>
        listApiKeys(kit.services, await pickWorkspace(kit, workspace)),
      )
      const data = rows.map(({ id, name, hint, scopes, ...times }) => ({
        id,
        name,
        hint,
        scopes,
        createdAt: isoOrNull(times.createdAt),
        expiresAt: isoOrNull(times.expiresAt),
        revokedAt: isoOrNull(times.revokedAt),
        lastUsedAt: isoOrNull(times.lastUsedAt),
      }))
      const lines = table(
        data.map(key => [key.id, `…${key.hint}`, key.name, key.revokedAt ? 'revoked' : `used ${key.lastUsedAt ?? 'never'}`]),
      )
      print(cli, globalOptions(command), { document: { data }, lines: lines.length > 0 ? lines : ['There is no API key yet.'] })
    })
}

function addRevoke(keys: Command, cli: Cli): void {
  keys
    .command('revoke <id>')
    .description('end a key and every embed token made with it')
    .action(async (id: string, _options: object, command: Command) => {
      const revoked = await withKit(readConfig(cli, globalOptions(command)), kit => revokeApiKey(kit.services, id))
      if (!revoked) throw new CliError(`There is no API key ${id}.`)
      print(cli, globalOptions(command), { document: { id, revokedAt: isoOrNull(revoked.revokedAt) }, lines: [`${id} is revoked.`] })
    })
}

export function addApiKeys(program: Command, cli: Cli): void {
  const keys = program.command('api-keys').description('what callers of the API prove themselves with')
  addCreate(keys, cli)
  addList(keys, cli)
  addRevoke(keys, cli)
}
