import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { createSparkKit } from '../create-sparkkit.ts'
import { openApiDocument } from '../http/openapi.ts'
import { newKeyRingKey } from '../security/key-ring.ts'
import { type Cli, globalOptions } from './cli.ts'
import { publicUrlOf, readConfig } from './config.ts'

export function addOpenapi(program: Command, cli: Cli): void {
  program
    .command('openapi')
    .description('print the OpenAPI document of this version')
    .action(async (_options: object, command: Command) => {
      const config = readConfig(cli, globalOptions(command), { keyRing: false })
      const folder = await mkdtemp(join(tmpdir(), 'sparkkit-openapi-'))
      const kit = await createSparkKit({
        databaseUrl: `file:${join(folder, 'empty.db')}`,
        keyRing: newKeyRingKey('openapi'),
        publicUrl: publicUrlOf(config),
      })
      try {
        cli.out(`${JSON.stringify(openApiDocument(kit.app, config.publicUrl), null, 2)}\n`)
      } finally {
        await kit.close()
        await rm(folder, { recursive: true, force: true })
      }
    })
}
