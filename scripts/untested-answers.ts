import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

const OPENAPI = new URL('../packages/server/openapi.json', import.meta.url)

interface Document {
  paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>>
}

/** What the API document says an operation may answer, and no test of this run has seen it answer: `getContent 304`. */
export async function untestedAnswers(folder: string): Promise<string[]> {
  const files = await readdir(folder)
  const seen = new Set((await Promise.all(files.map(file => readFile(join(folder, file), 'utf8')))).join('').split('\n'))
  const { paths }: Document = JSON.parse(await readFile(OPENAPI, 'utf8'))
  const operations = Object.values(paths).flatMap(methods => Object.values(methods))
  const documented = operations.flatMap(({ operationId, responses }) => Object.keys(responses).map(status => `${operationId} ${status}`))
  return documented.filter(answer => !seen.has(answer))
}
