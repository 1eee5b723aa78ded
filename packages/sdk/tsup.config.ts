import { defineConfig } from 'tsup'

export default defineConfig({
  entry: { index: 'src/index.ts', webhooks: 'src/webhooks.ts' },
  format: 'esm',
  platform: 'neutral',
  target: 'es2022',
  tsconfig: 'tsconfig.src.json',
  // Declarations take core from its source: it is private, so nothing published may point at it.
  dts: {
    compilerOptions: {
      paths: { '@sparkkit/core/errors': ['../core/src/errors.ts'], '@sparkkit/core/events': ['../core/src/events/catalogue.ts'] },
    },
  },
  noExternal: [/^@sparkkit\/core/],
  clean: true,
  sourcemap: true,
  treeshake: true,
})
