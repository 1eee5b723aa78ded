import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { createAdaptorServer } from '@hono/node-server'
import type { TestKit } from '../../packages/server/src/testing/index.ts'
import type { Wire } from './connection.ts'

const PRISM = createRequire(import.meta.url).resolve('@stoplight/prism-cli/dist/index.js')
const DOCUMENT = fileURLToPath(new URL('../../packages/server/openapi.json', import.meta.url))

interface Violation {
  location: string[]
  message: string
}

/** What Prism holds against an answer. Requests may be as wrong as their test wants them. */
function complaints(response: Response): string[] {
  const violations: Violation[] = JSON.parse(response.headers.get('sl-violations') ?? '[]')
  return violations.filter(({ location }) => location[0] === 'response').map(({ location, message }) => `${location.join('.')}: ${message}`)
}

/** The service behind Prism, which holds every answer against the API document. */
export async function throughPrism(kit: TestKit): Promise<Wire> {
  const server = createAdaptorServer({ fetch: request => kit.kit.fetch(request) })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const child = spawn(process.execPath, [
    PRISM,
    'proxy',
    DOCUMENT,
    `http://127.0.0.1:${port}`,
    '--host',
    '127.0.0.1',
    '--port',
    String(port + 1),
  ])
  await new Promise<void>((resolve, reject) => {
    let output = ''
    const take = (chunk: Buffer): void => {
      output += chunk
      if (output.includes('Prism is listening')) resolve()
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    child.once('exit', () => reject(new Error(`Prism did not start: ${output}`)))
  })
  const url = `http://127.0.0.1:${port + 1}`
  const wrong = await fetch(`${url}/v1/spark-requests`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
  if (!wrong.headers.has('sl-violations')) throw new Error('Prism does not see what is wrong.')
  let answers = 0
  return {
    url,
    async fetch(target, init) {
      const response = await fetch(target, init)
      answers += 1
      const found = complaints(response)
      if (found.length > 0) throw new Error(`${init.method} ${target}\n${found.join('\n')}`)
      return response
    },
    async close() {
      console.log(`${answers} answers went through Prism.`)
      child.kill()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
