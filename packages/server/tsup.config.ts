import { cp } from 'node:fs/promises'
import { defineConfig } from 'tsup'

export default defineConfig({
  entry: { index: 'src/index.ts', main: 'src/main.ts', 'libsql-worker': 'src/db/libsql/worker.ts' },
  format: 'esm',
  platform: 'node',
  target: 'node22',
  tsconfig: 'tsconfig.json',
  // Declarations take core from its source: it is private, so nothing published may point at it.
  dts: { entry: { index: 'src/index.ts' }, compilerOptions: { paths: { '@sparkkit/core': ['../core/src/index.ts'] } } },
  noExternal: ['@sparkkit/core'],
  clean: true,
  sourcemap: true,
  treeshake: true,
  onSuccess: async () => {
    await cp('migrations', 'dist/migrations', { recursive: true, filter: path => !path.endsWith('meta') })
    await cp('assets', 'dist/assets', { recursive: true })
  },
})
