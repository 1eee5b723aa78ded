import type { Command } from 'commander'
import { newKeyRingKey } from '../security/key-ring.ts'
import { rotateKeys } from '../security/rotate-keys.ts'
import { type Cli, CliError, globalOptions, print } from './cli.ts'
import { readConfig } from './config.ts'
import { withKit } from './kit.ts'

const today = (): string => new Date().toISOString().slice(0, 10).replaceAll('-', '')

const ROTATE = `Everything sealed with an older key of SPARKKIT_KEY_RING is sealed with its first one, a few rows at a time, while the service runs.
With several processes: put the new key behind the old one and restart them all, then put it in front and restart them all, then run this,
and drop the old key when it says so.`

const counted = (counts: Readonly<Record<string, number>>): string[] =>
  Object.entries(counts).flatMap(([table, count]) => (count > 0 ? [`${table} ${count}`] : []))

function addRotate(keyring: Command, cli: Cli): void {
  keyring
    .command('rotate')
    .description('seal everything with the first key of the ring')
    .addHelpText('after', `\n${ROTATE}`)
    .action(async (_options: object, command: Command) => {
      const { rotation, currentId, otherIds } = await withKit(readConfig(cli, globalOptions(command)), async ({ services }) => ({
        rotation: await rotateKeys(services),
        currentId: services.keyRing.currentId,
        otherIds: services.keyRing.otherIds,
      }))
      const { resealed, unreadable, isComplete } = rotation
      const lines = [`Sealed with ${currentId}: ${counted(resealed).join(', ') || 'nothing was left to do'}.`]
      if (isComplete && otherIds.length > 0)
        lines.push(`Nothing needs ${otherIds.join(', ')} any more: take it out of SPARKKIT_KEY_RING and restart.`)
      print(cli, globalOptions(command), { document: { currentId, otherIds, ...rotation }, lines })
      if (counted(unreadable).length > 0)
        throw new CliError(`No key of the ring opens ${counted(unreadable).join(', ')}. Add the key that sealed them and run this again.`)
      if (!isComplete)
        throw new CliError('Something still seals with another key. Restart every process with the new key in front, then run this again.')
    })
}

export function addKeyring(program: Command, cli: Cli): void {
  const keyring = program.command('keyring').description('keys that seal what is secret')
  keyring
    .command('create')
    .description('print a new key for SPARKKIT_KEY_RING; to rotate, see keyring rotate')
    .option('--id <id>', 'name of the key: letters, digits, _ and - (default: k and the date)')
    .action(({ id = `k${today()}` }: { id?: string }, command: Command) => {
      if (!/^[\w-]{1,32}$/.test(id)) throw new CliError(`"${id}" cannot name a key: use up to 32 letters, digits, _ and -.`, 2)
      const key = newKeyRingKey(id)
      print(cli, globalOptions(command), { document: { id, key }, lines: [key] })
    })
  addRotate(keyring, cli)
}
