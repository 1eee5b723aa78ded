import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildAssets } from './assets.ts'
import { startPostgres } from './postgres.ts'
import { run } from './run.ts'
import { untestedAnswers } from './untested-answers.ts'

const folder = await mkdtemp(join(tmpdir(), 'sparkkit-test-'))
const report = join(folder, 'report.json')
const answers = join(folder, 'answers')
const filters = process.argv.slice(2)

await buildAssets()
const postgres = process.env.SPARKKIT_TEST_POSTGRES_URL ? undefined : await startPostgres()
if (postgres) {
  process.env.SPARKKIT_TEST_POSTGRES_URL = postgres.url
  process.env.SPARKKIT_TEST_POSTGRES_CERTIFICATE = postgres.certificate
}
if (!process.env.SPARKKIT_TEST_POSTGRES_URL) console.log('No PostgreSQL server found: its suites run on PGlite only.')

process.env.SPARKKIT_TEST_ANSWERS = answers
await mkdir(answers)

try {
  await run('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...filters])
} catch {
  process.exitCode = 1
} finally {
  await postgres?.stop()
}

// Suites that need Chromium or PostgreSQL fail by themselves where CI is set and those are missing.
const { numPassedTests, numFailedTests } = JSON.parse(await readFile(report, 'utf8').catch(() => '{}'))
const untested = filters.length === 0 ? await untestedAnswers(answers) : []
await rm(folder, { recursive: true })
if (untested.length > 0) {
  console.error(`No test has seen these answers of openapi.json:\n${untested.map(answer => `  ${answer}`).join('\n')}`)
  process.exitCode = 1
}
if (numPassedTests === undefined) {
  console.error('The test runner ended without a report.')
  process.exitCode = 1
} else {
  console.log(`\n${numPassedTests} passed, ${numFailedTests} failed`)
}
