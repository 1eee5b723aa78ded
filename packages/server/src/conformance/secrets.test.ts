import { readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestKit, type TestAnswer, type TestKit, type TestTenant } from '../testing/index.ts'
import { createRandom } from '../testing/random.ts'
import { ingest, postUrl, sparkCode } from '../testing/scenario.ts'
import { answerOf, type Server, serve } from '../testing/serve.ts'

let kit: TestKit
let tenant: TestTenant
let server: Server
const random = createRandom(4)
const codes = new Set<string>()
const tokens = new Set<string>()

/** Gives back whatever it is sent: the worst receiver there is. */
const echo = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => response.end(Buffer.concat(chunks)))
})

const newCode = (name: string): string => {
  const code = sparkCode(`secret ${name}`)
  codes.add(code)
  return code
}

/** Sends JSON, or text as it is. */
async function call(method: string, path: string, sent: { body?: unknown; headers?: Record<string, string> } = {}): Promise<TestAnswer> {
  const { body, headers } = sent
  const isText = typeof body === 'string'
  const own = {
    authorization: `Bearer ${tenant.key}`,
    'user-agent': 'Mozilla/5.0',
    ...(isText ? {} : { 'content-type': 'application/json' }),
  }
  const text = isText || body === undefined ? body : JSON.stringify(body)
  return answerOf(
    await fetch(`${server.url}${path}`, {
      method,
      redirect: 'manual',
      headers: { ...own, ...headers },
      ...(text !== undefined && { body: text }),
    }),
  )
}

const CSV = { 'content-type': 'text/csv' }
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const once = (key: string) => ({ 'idempotency-key': key })

beforeAll(async () => {
  kit = await createTestKit({ testEngine: 'libsql' })
  tenant = await kit.tenant()
  tokens.add(tenant.key)
  await new Promise<void>(resolve => echo.listen(0, '127.0.0.1', resolve))
  server = await serve(kit, { SPARKKIT_LOG_LEVEL: 'trace', SPARKKIT_ALLOW_LOOPBACK_WEBHOOKS: 'true' })
})
afterAll(async () => {
  echo.close()
  await kit.close()
})

/** Every way in that a code has, also the wrong ones. */
async function pasteEverywhere(posts: readonly string[]): Promise<void> {
  const asked = await call('POST', '/v1/spark-requests', { body: { content: posts }, headers: once('ask-1') })
  for (const { url, requestIds } of asked.body.approvalLinks) {
    const token = url.split('/').at(-1)
    tokens.add(token)
    const page = `/v1/approvals/${token}`
    const say = (verb: string, body?: unknown, headers = {}) => call('POST', `${page}/${verb}`, { body, headers })
    await call('GET', `/a/${token}`)
    await call('GET', page)
    await say('opened')
    for (const [n, requestId] of requestIds.entries()) {
      const code = newCode(`${token} ${n}`)
      await say('check', { requestId, code: `my code is ${code} ok` })
      await say('check', { requestId, code: code.slice(1) })
      await say('reject', { requestId, reason: `no, it is for another post: ${newCode(`reason ${token} ${n}`)}` })
      await say('approve', { requestId: code, code })
      await say('approve', `{"requestId": "${requestId}", "code": "${code}"`, { 'content-type': 'application/json' })
      await say('approve', { requestId, code, [code]: code })
      if (random.chance(0.5)) await say('approve', { requestId, code }, once(`approve-${n}`))
      else {
        const form = new URLSearchParams({ requestId, code, answer: 'approve', [`code:${requestId}`]: code })
        await call('POST', `/a/${token}`, { body: form.toString(), headers: FORM })
      }
      await say('approve', { requestId: requestIds[0], code: newCode('second') })
    }
    await call('POST', `/a/${token}`, { body: `requestId=${encodeURIComponent(newCode('form'))}`, headers: FORM })
    await call('GET', `/a/${token}x`)
    await call('DELETE', `${page}/approve`)
  }
}

async function workWithCodes(posts: readonly string[]): Promise<void> {
  const add = (body: object, headers = {}) => call('POST', '/v1/spark-codes', { body, headers })
  for (const [n, content] of posts.entries()) {
    await add({ content, code: newCode(`added ${n}`) }, once(`add-${n}`))
    await add({ content: newCode(`wrong field ${n}`), code: 'x' })
    await add({ content, code: newCode(`wrong type ${n}`), days: 'many' })
  }
  const csv = ['url,code,days', ...posts.map((_, n) => `${postUrl(n)},${newCode(`csv ${n}`)},30`), `nothing,${newCode('csv bad')},x`].join(
    '\n',
  )
  await call('POST', '/v1/spark-codes/import?dryRun=true', { body: csv, headers: CSV })
  const imported = await call('POST', '/v1/spark-codes/import', { body: csv, headers: { ...CSV, ...once('csv-1') } })
  expect(imported.body.summary.created, imported.text).toBe(posts.length)
  const { data } = (await call('GET', '/v1/spark-codes?limit=100')).body
  for (const { id } of data) {
    const revealed = await call('POST', `/v1/spark-codes/${id}/reveal`, { headers: once(`reveal-${id}`) })
    expect(codes).toContain(revealed.body.code)
  }
  await call('GET', '/v1/spark-codes/export')
  await call('GET', `/v1/spark-codes?contentId=${encodeURIComponent(newCode('query'))}`)
}

/** Each file of the database, as it lies on the disk. */
async function files(): Promise<Map<string, Buffer>> {
  const names = await readdir(kit.folder)
  return new Map(await Promise.all(names.map(async (name): Promise<[string, Buffer]> => [name, await readFile(join(kit.folder, name))])))
}

/** The secret and what it looks like after the usual detours. */
function guises(secret: string): Buffer[] {
  const body = secret.replace(/^#/, '')
  const texts = [body, encodeURIComponent(body), body.replaceAll('/', '\\/'), Buffer.from(body).toString('hex'), body.slice(0, 20)]
  return [...new Set(texts)].map(text => Buffer.from(text))
}

function expectUnreadable(where: string, bytes: Buffer): void {
  for (const secret of [...codes, ...tokens]) {
    for (const guise of guises(secret)) {
      const at = bytes.indexOf(guise)
      expect(
        at === -1 ? '' : bytes.subarray(Math.max(0, at - 80), at + guise.length + 20).toString('latin1'),
        `${where} holds ${secret}`,
      ).toBe('')
    }
  }
}

test('no code and no token can be read in the database files or in what the service prints', { timeout: 120_000 }, async () => {
  const posts = await ingest(tenant, ...Array.from({ length: 6 }, (_, n) => ({ url: postUrl(n) })))
  const { port } = echo.address() as AddressInfo
  const hook = { url: `http://127.0.0.1:${port}/hooks`, events: ['*'], includeCodes: true }
  const endpoint = await call('POST', '/v1/webhook-endpoints', { body: hook, headers: once('hook-1') })
  tokens.add(endpoint.body.secret.replace(/^whsec_/, ''))
  const embed = await call('POST', '/v1/embed-tokens', {
    body: { scopes: ['content:read'], origins: ['https://a.example'], actor: 'ana' },
    headers: once('embed'),
  })
  tokens.add(embed.body.token)
  await pasteEverywhere(posts)
  await workWithCodes(posts)
  const kept = async (): Promise<number> => (await call('GET', '/v1/deliveries?status=succeeded&limit=100')).body.data.length
  for (let waited = 0; (await kept()) < 40 && waited < 100; waited += 1) await new Promise(resolve => setTimeout(resolve, 100))
  expect(await kept()).toBeGreaterThanOrEqual(40)

  for (const [name, bytes] of await files()) expectUnreadable(name, bytes)
  await server.stop('SIGTERM')
  const left = await files()
  expect([...left.values()].some(bytes => bytes.includes('spark_code.received'))).toBe(true)
  for (const [name, bytes] of left) expectUnreadable(name, bytes)
  expect(server.output().length).toBeGreaterThan(0)
  expectUnreadable('the output', Buffer.from(server.output()))
})
