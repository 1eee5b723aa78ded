import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import openapiTS, { astToString } from 'openapi-typescript'
import { createSparkKit, newKeyRingKey, openApiDocument } from '../packages/server/src/index.ts'
import { eventsPage } from './events-page.ts'

const OPENAPI = new URL('../packages/server/openapi.json', import.meta.url)
const EVENTS_PAGE = new URL('../docs/events.md', import.meta.url)
const SDK_TYPES = new URL('../packages/sdk/src/generated/api.ts', import.meta.url)

async function openapi(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sparkkit-generate-'))
  const kit = await createSparkKit({
    databaseUrl: `file:${join(folder, 'empty.db')}`,
    keyRing: newKeyRingKey('generate'),
    publicUrl: 'http://localhost:8787',
  })
  const document = openApiDocument(kit.app)
  await kit.close()
  await rm(folder, { recursive: true })
  return `${JSON.stringify(document, null, 2)}\n`
}

async function sdkTypes(document: string): Promise<string> {
  // Events have types of their own, from the same catalogue.
  const { webhooks: _, ...api } = JSON.parse(document)
  const ast = await openapiTS(api, { alphabetize: true, immutable: false, defaultNonNullable: false })
  return `// Generated from packages/server/openapi.json by \`pnpm generate\`. Do not edit.\n\n${astToString(ast)}`
}

/** Every generated file with what it should hold. */
export async function generated(): Promise<{ file: URL; content: string }[]> {
  const document = await openapi()
  return [
    { file: OPENAPI, content: document },
    { file: SDK_TYPES, content: await sdkTypes(document) },
    { file: EVENTS_PAGE, content: eventsPage() },
  ]
}

if (import.meta.main) {
  const check = process.argv.includes('--check')
  const stale: string[] = []
  for (const { file, content } of await generated()) {
    const current = await readFile(file, 'utf8').catch(() => '')
    if (current === content) continue
    if (check) stale.push(file.pathname)
    else await writeFile(file, content)
  }
  if (stale.length > 0) {
    console.error(`Out of date: ${stale.join(', ')}\nRun \`pnpm generate\` and commit the result.`)
    process.exitCode = 1
  }
}
