import type { Command } from 'commander'
import { newKeyRingKey } from '../security/key-ring.ts'
import { type Cli, CliError, globalOptions, print } from './cli.ts'

const today = (): string => new Date().toISOString().slice(0, 10).replaceAll('-', '')

export function addKeyring(program: Command, cli: Cli): void {
  const keyring = program.command('keyring').description('keys that seal what is secret')
  keyring
    .command('create')
    .description('print a new key for SPARKKIT_KEY_RING; put it in front of the old ones, with a comma, to rotate')
    .option('--id <id>', 'name of the key: letters, digits, _ and - (default: k and the date)')
    .action(({ id = `k${today()}` }: { id?: string }, command: Command) => {
      if (!/^[\w-]{1,32}$/.test(id)) throw new CliError(`"${id}" cannot name a key: use up to 32 letters, digits, _ and -.`, 2)
      const key = newKeyRingKey(id)
      print(cli, globalOptions(command), { document: { id, key }, lines: [key] })
    })
}
