import { copyFile, mkdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { bundleWidgets } from '../packages/widgets/scripts/bundle.ts'

const ASSETS = new URL('../packages/server/assets/', import.meta.url)

/** What the server's own pages load: the widgets' bundles and the API reference. Made from the workspace, not committed. */
export async function buildAssets(): Promise<void> {
  const server = createRequire(new URL('../packages/server/package.json', import.meta.url))
  await mkdir(new URL('scalar/', ASSETS), { recursive: true })
  await copyFile(server.resolve('@scalar/api-reference/browser/standalone.js'), new URL('scalar/standalone.js', ASSETS))
  await bundleWidgets(fileURLToPath(new URL('widgets/', ASSETS)))
}

if (import.meta.main) await buildAssets()
