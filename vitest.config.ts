import { defineConfig } from 'vitest/config'

const node = (name: string, include: string[]) => ({
  test: { name, include, environment: 'node' as const, testTimeout: 60_000, hookTimeout: 60_000 },
})

export default defineConfig({
  test: {
    // Two cores, and several suites start processes of their own.
    maxWorkers: 2,
    projects: [
      node('core', ['packages/core/src/**/*.test.ts']),
      node('server', ['packages/server/src/**/*.test.ts']),
      node('sdk', ['packages/sdk/src/**/*.test.ts']),
      node('examples', ['examples/**/*.test.ts', 'scripts/**/*.test.ts']),
      'packages/widgets/vitest.config.ts',
    ],
  },
})
