import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SparkKit } from '../../create-sparkkit.ts'
import { operationFor } from './document.ts'
import { violationsOf } from './violations.ts'

/** Where each answered `operationId status` is noted, by those who ask which were seen: one file per process. */
const FOLDER = process.env.SPARKKIT_TEST_ANSWERS
const seen = new Set<string>()

function note(answered: string): void {
  if (!FOLDER || seen.has(answered)) return
  seen.add(answered)
  appendFileSync(join(FOLDER, `${process.pid}.txt`), `${answered}\n`)
}

async function jsonOf(response: Response): Promise<unknown> {
  const isPlainJson = /\bjson\b/.test(response.headers.get('content-type') ?? '') && !response.headers.has('content-encoding')
  const text = isPlainJson ? await response.clone().text() : ''
  return text === '' ? undefined : JSON.parse(text)
}

/** Holds every answer of the API that a test gets to the document. */
export function watched(fetch: SparkKit['fetch']): SparkKit['fetch'] {
  return async (request, env) => {
    const response = await fetch(request, env)
    const { method } = request
    const operation = operationFor(method, new URL(request.url).pathname)
    if (!operation) return response
    note(`${operation.id} ${response.status}`)
    const { status, headers } = response
    const violations = violationsOf(operation, { hasOrigin: request.headers.has('origin'), status, headers, json: await jsonOf(response) })
    if (violations.length > 0) {
      throw new Error(`${method} ${operation.path} answered ${response.status} against openapi.json:\n  ${violations.join('\n  ')}`)
    }
    return response
  }
}
