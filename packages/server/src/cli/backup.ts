import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Command } from 'commander'
import { openEngine } from '../db/engine.ts'
import { type Cli, CliError, globalOptions, print } from './cli.ts'
import { readConfig } from './config.ts'

export function addBackup(program: Command, cli: Cli): void {
  program
    .command('backup <file>')
    .description('write a consistent copy of the embedded database while the service runs')
    .action(async (file: string, _options: object, command: Command) => {
      const { databaseUrl } = readConfig(cli, globalOptions(command), { keyRing: false })
      const path = resolve(file)
      if (existsSync(path)) throw new CliError(`${path} is there already; a backup does not overwrite.`)
      if (!existsSync(dirname(path))) throw new CliError(`There is no folder ${dirname(path)}.`)
      const engine = await openEngine(databaseUrl)
      try {
        if (!engine.backup) throw new CliError('This is PostgreSQL: back it up with pg_dump.', 2)
        await engine.backup(path)
      } finally {
        await engine.close()
      }
      print(cli, globalOptions(command), { document: { path }, lines: [`Backed up to ${path}`] })
    })
}
