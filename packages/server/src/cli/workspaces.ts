import { type Command, Option } from 'commander'
import { createWorkspace, findWorkspaces } from '../features/access/index.ts'
import { type Cli, CliError, globalOptions, print, table } from './cli.ts'
import { readConfig } from './config.ts'
import { withKit } from './kit.ts'

interface CreateOptions {
  mode: 'live' | 'sandbox'
  locale: string
}

export function addWorkspaces(program: Command, cli: Cli): void {
  const workspaces = program.command('workspaces').description('the tenants: one brand each')

  workspaces
    .command('create <name>')
    .description('make a workspace; its name is shown to creators')
    .addOption(new Option('--mode <mode>', 'a sandbox has a clock of its own').choices(['live', 'sandbox']).default('live'))
    .option('--locale <locale>', 'language of messages and of the creator page', 'en')
    .action(async (name: string, { mode, locale }: CreateOptions, command: Command) => {
      if (name.trim() === '') throw new CliError('A workspace needs a name.', 2)
      if (!isLocale(locale)) throw new CliError(`"${locale}" is not a language tag, like en or es-MX.`, 2)
      const config = readConfig(cli, globalOptions(command))
      const { id } = await withKit(config, kit => createWorkspace(kit.services, { name: name.trim(), mode, locale }))
      print(cli, globalOptions(command), {
        document: { id, name: name.trim(), mode, locale },
        lines: [id, `Next: sparkkit api-keys create --workspace ${id}`],
      })
    })

  workspaces
    .command('list')
    .description('list the workspaces')
    .action(async (_options: object, command: Command) => {
      const rows = await withKit(readConfig(cli, globalOptions(command)), kit => findWorkspaces(kit.services.engine))
      const data = rows.map(({ id, name, mode, locale, createdAt }) => ({
        id,
        name,
        mode,
        locale,
        createdAt: new Date(createdAt).toISOString(),
      }))
      const lines = table(data.map(({ id, mode, name }) => [id, mode, name]))
      print(cli, globalOptions(command), { document: { data }, lines: lines.length > 0 ? lines : ['There is no workspace yet.'] })
    })
}

function isLocale(locale: string): boolean {
  try {
    return Intl.getCanonicalLocales(locale).length === 1
  } catch {
    return false
  }
}
