import type { Command } from 'commander'
import { openEngine } from '../db/engine.ts'
import { type Cli, globalOptions, print } from './cli.ts'
import { readConfig } from './config.ts'

export function addMigrate(program: Command, cli: Cli): void {
  program
    .command('migrate')
    .description('bring the database to the schema of this version')
    .action(async (_options: object, command: Command) => {
      const { databaseUrl } = readConfig(cli, globalOptions(command), { keyRing: false })
      const engine = await openEngine(databaseUrl)
      try {
        const applied = await engine.migrations.run()
        const lines = applied.length === 0 ? ['The database is up to date.'] : applied.map(name => `Applied ${name}`)
        print(cli, globalOptions(command), { document: { applied }, lines })
      } finally {
        await engine.close()
      }
    })
}
