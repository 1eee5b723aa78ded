import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire, stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { SparkKit } from './client.ts'
import { AbortedError } from './errors.ts'
import { fakeService } from './testing/fake-service.ts'
import * as webhooks from './webhooks.ts'

const SOURCE = fileURLToPath(new URL('.', import.meta.url))

/** What every example may take as given. */
const GIVEN = `
import type * as sdk from '@sparkkit/sdk'
declare global {
  const SparkKit: typeof sdk.SparkKit, webhooks: typeof sdk.webhooks, isSparkKitError: typeof sdk.isSparkKitError, client: sdk.SparkKit, signal: AbortSignal
  const process: { env: Record<string, string | undefined> }
  const apiKey: string, id: string, token: string, code: string, secret: string, payload: sdk.SparkKitEvent
  type SparkKitEvent<Type extends sdk.EventType = sdk.EventType> = sdk.SparkKitEvent<Type>
}
`

type Example = { readonly name: string; readonly code: string; readonly method: string | undefined }

async function allExamples(): Promise<Example[]> {
  const files = (await readdir(SOURCE, { recursive: true })).filter(
    file => /(?<!\.test|\.d)\.ts$/.test(file) && !/generated|testing/.test(file),
  )
  const found = files.map(async file => {
    const source = await readFile(join(SOURCE, file), 'utf8')
    const examples = source.matchAll(/^ *\/\*\*(?:(?!\*\/)[\s\S])*?@example\n *\* ```ts\n((?:(?!```)[\s\S])*?) *\* ```\n *\*\/\n(.*)/gm)
    return [...examples].map(([, code = '', next = ''], index) => ({
      name: `${file.replaceAll('/', '-').replace(/\.ts$/, '')}-${index}.ts`,
      code: code.replaceAll(/^ *\* ?/gm, ''),
      method: /^ {2}(?:async )?\*?(\w+)(?:<.*>)?\(/.exec(next)?.[1],
    }))
  })
  return (await Promise.all(found)).flat()
}

const examples = await allExamples()
const ofMethods = examples.filter(({ method }) => method !== undefined)

test('every method of every resource has an example', async () => {
  const files = (await readdir(join(SOURCE, 'resources'))).filter(file => !/\.test\.ts$|^(index|resource)\.ts$/.test(file))
  for (const file of files) {
    const source = await readFile(join(SOURCE, 'resources', file), 'utf8')
    const methods = [...source.matchAll(/^ {2}(?:async )?\*?(\w+)\(/gm)].map(([, name]) => name)
    const shown = examples.filter(({ name }) => name.startsWith(`resources-${file.replace('.ts', '')}-`)).map(({ method }) => method)
    expect([...new Set(methods)], file).toEqual(shown)
  }
})

async function readmeExamples(): Promise<Pick<Example, 'name' | 'code'>[]> {
  const readme = await readFile(join(SOURCE, '../README.md'), 'utf8')
  return [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = ''], index) => ({ name: `readme-${index}.ts`, code }))
}

test('every example type-checks, also those of the README', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sparkkit-examples-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const { name, code } of [...examples, ...(await readmeExamples())]) await writeFile(join(folder, name), `${code}\nexport {}\n`)
  await writeFile(join(folder, 'given.d.ts'), GIVEN)
  const compilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: 'es2022',
    module: 'esnext',
    moduleResolution: 'bundler',
    lib: ['es2022', 'dom', 'dom.iterable', 'dom.asynciterable'],
    types: [],
    allowImportingTsExtensions: true,
    paths: { '@sparkkit/sdk': [join(SOURCE, 'index.ts')], '@sparkkit/sdk/webhooks': [join(SOURCE, 'webhooks.ts')] },
  }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
  const typescript = dirname(createRequire(import.meta.url).resolve('@typescript/native/package.json'))
  await promisify(execFile)(process.execPath, [join(typescript, 'bin/tsc'), '-p', folder]).catch((error: { stdout: string }) => {
    throw new Error(error.stdout, { cause: error })
  })
})

const AsyncFunction = (async () => {}).constructor as new (...code: string[]) => (...given: unknown[]) => Promise<unknown>

test.each(ofMethods)('the example of $method in $name runs', async ({ code }) => {
  const service = await fakeService([{ body: { data: [], nextCursor: null, id: 'id_1', status: 'completed', workspace: {} } }])
  const client = new SparkKit({ apiKey: 'sk_test', baseUrl: service.url })
  const scope = { client, webhooks, id: 'id_1', token: 'tok', code: '#x', signal: AbortSignal.timeout(100), console: { log: () => {} } }
  const run = new AsyncFunction(...Object.keys(scope), `{ ${stripTypeScriptTypes(code)} }`)
  await run(...Object.values(scope)).catch((error: unknown) => {
    if (!(error instanceof AbortedError)) throw error
  })
  expect(service.received.length).toBeGreaterThan(0)
})
