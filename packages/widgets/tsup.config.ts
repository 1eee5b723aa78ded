import { defineConfig } from 'tsup'

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    define: 'src/define.ts',
    'define/approval-form': 'src/elements/approval-form/define.ts',
    'define/content-grid': 'src/elements/content-grid/define.ts',
  },
  format: 'esm',
  platform: 'browser',
  target: 'es2022',
  tsconfig: 'tsconfig.src.json',
  // Declarations take core from its source: it is private, so nothing published may point at it.
  dts: {
    compilerOptions: {
      paths: {
        '@sparkkit/core': ['../core/src/index.ts'],
        '@sparkkit/core/approval-messages/*': ['../core/src/approval-messages/*.ts'],
      },
    },
  },
  noExternal: [/^@sparkkit\/core/],
  external: ['lit', /^lit\//, '@sparkkit/sdk'],
  splitting: true,
  clean: true,
  sourcemap: true,
})
