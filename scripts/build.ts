import { fileURLToPath } from 'node:url'
import { buildAssets } from './assets.ts'
import { run } from './run.ts'

/** Everything that is published, dependencies first. */
export async function buildPackages(options: { quiet: boolean }): Promise<void> {
  await buildAssets()
  for (const name of ['sdk', 'widgets', 'server']) {
    await run('tsup', [], { cwd: fileURLToPath(new URL(`../packages/${name}`, import.meta.url)), quiet: options.quiet })
  }
}

if (import.meta.main) await buildPackages({ quiet: false })
