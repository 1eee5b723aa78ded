import { describe, expect, test } from 'vitest'
import { postgresUrl, TEST_ENGINES, type TestEngine } from './databases.ts'
import { createTestKit, type TestKit, type TestKitConfig } from './index.ts'

export type CreateKit = (config?: TestKitConfig) => Promise<TestKit>

/**
 * Describes the same facts once for each engine. Without a PostgreSQL server its share is skipped on a developer's machine,
 * and fails where `CI` is set.
 */
export function onEveryEngine(
  name: string,
  define: (createKit: CreateKit, engine: TestEngine) => void,
  engines: readonly TestEngine[] = TEST_ENGINES,
): void {
  for (const engine of engines) {
    const isMissing = engine === 'postgres' && postgresUrl() === undefined
    if (isMissing && process.env.CI) {
      test(`${name} (postgres)`, () => {
        expect.fail('SPARKKIT_TEST_POSTGRES_URL names no server, and this run must not go without one.')
      })
      continue
    }
    describe.skipIf(isMissing)(`${name} (${engine})`, () => define(config => createTestKit({ ...config, testEngine: engine }), engine))
  }
}
