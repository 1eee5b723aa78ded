import { cp } from 'node:fs/promises'
import { defineConfig } from 'tsup'

const published = { index: 'src/index.ts', simulator: 'src/platforms/tiktok/simulator/index.ts' }

export default defineConfig({
  entry: { ...published, main: 'src/main.ts', 'libsql-worker': 'src/db/libsql/worker.ts' },
  format: 'esm',
  platform: 'node',
  target: 'node22',
  tsconfig: 'tsconfig.json',
  // Declarations take core from its source: it is private, so nothing published may point at it.
  dts: { entry: published, compilerOptions: { paths: { '@sparkkit/core': ['../core/src/index.ts'] } } },
  noExternal: ['@sparkkit/core'],
  clean: true,
  sourcemap: true,
  treeshake: true,
  onSuccess: async () => {
    await cp('migrations', 'dist/migrations', { recursive: true, filter: path => !path.endsWith('meta') })
    await cp('assets', 'dist/assets', { recursive: true })
  },
})
