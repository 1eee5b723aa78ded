import { copyFile, mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { bundleWidgets } from '../packages/widgets/scripts/bundle.ts'

const ASSETS = new URL('../packages/server/assets/', import.meta.url)

/** What the server's own pages load: the widgets' bundles and the API reference. Made from the workspace, not committed. */
export async function buildAssets(): Promise<void> {
  const scalar = new URL('../node_modules/@scalar/api-reference/dist/browser/standalone.js', import.meta.url)
  await mkdir(new URL('scalar/', ASSETS), { recursive: true })
  await copyFile(scalar, new URL('scalar/standalone.js', ASSETS))
  await bundleWidgets(fileURLToPath(new URL('widgets/', ASSETS)))
}

if (import.meta.main) await buildAssets()
