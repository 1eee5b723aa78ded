import type { Command } from 'commander'
import { type Cli, globalOptions, print } from './cli.ts'
import { readConfig } from './config.ts'
import { openKit } from './kit.ts'
import { untilSignal } from './signals.ts'

export function addWorker(program: Command, cli: Cli): void {
  program
    .command('worker')
    .description('do what waits in the database: imports, deadlines, webhooks; several may run')
    .action(async (_options: object, command: Command) => {
      const kit = await openKit(readConfig(cli, globalOptions(command)))
      try {
        const stopped = untilSignal()
        kit.worker.start()
        // A promise alone keeps no process alive, and neither does a worker between two looks.
        const alive = setInterval(() => {}, 2 ** 30)
        print(cli, globalOptions(command), { document: { worker: true }, lines: ['SparkKit worker runs'] })
        await stopped
        clearInterval(alive)
      } finally {
        await kit.close()
      }
    })
}
