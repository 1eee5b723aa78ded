import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { parseDatabaseUrl } from '../db/database-url.ts'
import { type Engine, openEngine } from '../db/engine.ts'
import { type MovedTable, moveDatabase } from '../db/move.ts'
import { type Cli, CliError, globalOptions, print, table } from './cli.ts'
import { readConfig } from './config.ts'

async function withEngine<T>(url: string, run: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await openEngine(url)
  try {
    return await run(engine)
  } finally {
    await engine.close()
  }
}

/** Moves a snapshot, so that a service that still writes does not blur it. */
async function move(from: string, to: string, cli: Cli): Promise<MovedTable[]> {
  if (!/^postgres(ql)?:\/\//.test(to)) throw new CliError('--to takes a postgres:// URL.', 2)
  if (parseDatabaseUrl(from).engine === 'postgres')
    throw new CliError('Only an embedded database is moved; between PostgreSQL servers use pg_dump.', 2)
  const folder = await mkdtemp(join(tmpdir(), 'sparkkit-move-'))
  const snapshot = join(folder, 'snapshot.db')
  try {
    await withEngine(from, async engine => {
      await engine.migrations.run()
      await engine.backup?.(snapshot)
    })
    const tell = ({ table: name, rows }: MovedTable): void => cli.err(`${name}: ${rows}\n`)
    return await withEngine(`file:${snapshot}`, source =>
      withEngine(to, target => moveDatabase(source, target, cli.isInteractive ? tell : undefined)),
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

export function addMigrate(program: Command, cli: Cli): void {
  program
    .command('migrate')
    .description('bring the database to the schema of this version, or move it to PostgreSQL')
    .option('--to <url>', 'move a whole embedded database to this empty postgres:// database, and compare both sides')
    .action(async ({ to }: { to?: string }, command: Command) => {
      const { databaseUrl } = readConfig(cli, globalOptions(command), { keyRing: false })
      if (to !== undefined) {
        const moved = await move(databaseUrl, to, cli)
        const lines = [
          ...table(moved.map(each => [each.table, String(each.rows), each.checksum])),
          'Counts and checksums agree on both sides.',
        ]
        print(cli, globalOptions(command), { document: { moved }, lines })
        return
      }
      const applied = await withEngine(databaseUrl, engine => engine.migrations.run())
      const lines = applied.length === 0 ? ['The database is up to date.'] : applied.map(name => `Applied ${name}`)
      print(cli, globalOptions(command), { document: { applied }, lines })
    })
}
