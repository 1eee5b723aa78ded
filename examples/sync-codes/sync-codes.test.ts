import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { json } from 'node:stream/consumers'
import { SparkKit, webhooks } from '@sparkkit/sdk'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestKit, TEST_PUBLIC_URL, type TestKit } from '../../packages/server/src/testing/index.ts'
import { httpAdTool } from './ad-tool.ts'
import { type Ledger, openLedger } from './ledger.ts'
import { createReceiver } from './receiver.ts'

const CODES = ['#p4KxVb2mQe7+Lr/9sTzWc1YhN0uJfGdA3oXiPq8vBn5=', '#Zk8sYt3nRw6+Mq/1uVxEd2AiB0oLgHfC4pKjSr9zTm7=']
const POST = '7195686135157296390'
const POST_URL = `https://www.tiktok.com/@mara.glow/video/${POST}`
const DAY_MS = 86_400_000

let kit: TestKit
let client: SparkKit
let servers: Server[]
let folder: string
let ledger: Ledger
/** The ad tool: what it holds, what it was told, and whether it is down. */
let tool: { codes: Map<string, { code: string; endsAt: string }>; calls: string[]; isDown: boolean }
let endpoint: { id: string; secret: string; url: string }

async function listen(server: Server): Promise<string> {
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const adToolServer = (): Server =>
  createServer(async (request, response) => {
    const id = request.url?.split('/').at(-1) ?? ''
    const body = request.method === 'PUT' ? await json(request) : undefined
    if (tool.isDown || request.headers.authorization !== 'Bearer ads') return response.writeHead(503).end()
    tool.calls.push(`${request.method} ${id}`)
    if (request.method === 'PUT') tool.codes.set(id, body as { code: string; endsAt: string })
    return response.writeHead(request.method === 'PUT' || tool.codes.delete(id) ? 204 : 404).end()
  })

/** Takes deliveries at one URL, with an identity that is given once the endpoint exists. */
async function startReceiver(): Promise<string> {
  const adTool = httpAdTool({ url: await listen(adToolServer()), token: 'ads' })
  const secret: string[] = []
  const url = await listen(createReceiver({ secret, ledger, adTool }))
  endpoint = await client.webhookEndpoints.create({ url, events: ['spark_code.*'], includeCodes: true })
  secret.push(endpoint.secret)
  return url
}

beforeEach(async () => {
  servers = []
  folder = await mkdtemp(join(tmpdir(), 'sync-codes-'))
  ledger = openLedger(join(folder, 'ledger.db'))
  tool = { codes: new Map(), calls: [], isDown: false }
  kit = await createTestKit()
  const { key } = await kit.tenant({ mode: 'sandbox' })
  client = new SparkKit({
    apiKey: key,
    baseUrl: TEST_PUBLIC_URL,
    fetch: (url, init) => kit.kit.fetch(new Request(url, init)),
    maxRetries: 0,
  })
  await startReceiver()
  await client.content.batch({ items: [{ url: POST_URL, externalId: 'spring-1' }] })
})
afterEach(async () => {
  await kit.close()
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
  ledger.close()
  await rm(folder, { recursive: true })
})

const drain = (): Promise<void> => kit.kit.worker.drain()
const addCode = (code = CODES[0] ?? '') => client.sparkCodes.add({ content: POST_URL, code })

/** What SparkKit sent so far, to be sent by hand once more. */
async function deliver(event: webhooks.SparkKitEvent): Promise<number> {
  const message = await webhooks.signTestPayload({ payload: event, secret: endpoint.secret })
  const response = await fetch(endpoint.url, { method: 'POST', ...message })
  return response.status
}

test('a code is put with all it takes to use it, superseded by the next one, extended, and taken out when it expires', async () => {
  const first = await addCode()
  await drain()
  expect(Object.fromEntries(tool.codes)).toEqual({
    [first.id]: {
      code: CODES[0],
      platform: 'tiktok',
      postId: POST,
      startsAt: first.startsAt,
      endsAt: first.endsAt,
      reference: 'spring-1',
    },
  })
  const second = await addCode(CODES[1])
  await drain()
  expect([...tool.codes.keys()]).toEqual([second.id])
  const extended = await client.sparkCodes.add({ content: POST_URL, code: CODES[1] ?? '', days: 60 })
  await drain()
  expect(tool.codes.get(second.id)?.endsAt).toBe(extended.endsAt)
  expect(Date.parse(extended.endsAt)).toBeGreaterThan(Date.parse(second.endsAt))
  await client.sandbox.advance({ to: new Date(Date.now() + 70 * DAY_MS) })
  await drain()
  expect(tool.codes.size).toBe(0)
})

test('a creator withdraws a code and it is taken out', async () => {
  const { approvalLinks } = await client.sparkRequests.create({ content: [POST_URL] })
  const token = approvalLinks[0]?.url.split('/').at(-1) ?? ''
  const [item] = (await client.approvals.get(token)).items
  if (!item) throw new Error('nothing was asked')
  await client.approvals.approve(token, { requestId: item.requestId, code: CODES[0] ?? '' })
  await drain()
  expect(tool.codes.size).toBe(1)
  await client.approvals.withdraw(token, { requestId: item.requestId })
  await drain()
  expect(tool.codes.size).toBe(0)
})

test('a delivery that comes again changes nothing, and neither does one that was overtaken', async () => {
  const code = await addCode()
  await drain()
  await addCode(CODES[1])
  await drain()
  const before = [...tool.calls]
  for await (const { id } of client.deliveries.list()) await client.deliveries.resend(id)
  await drain()
  expect(tool.calls).toEqual(before)

  const events = await client.events.list({ subjectId: code.id }).toArray({ limit: 10 })
  const [received, superseded] = events
  if (!received || !superseded) throw new Error('events are missing')
  const withCode = { ...received, id: 'evt_late', data: { ...received.data, code: CODES[0] } } as webhooks.SparkKitEvent
  expect(await deliver(withCode)).toBe(204)
  expect(tool.calls).toEqual(before)
})

test('an ad tool that is down gets the code when it is back', async () => {
  tool.isDown = true
  await addCode()
  await drain()
  expect(tool.codes.size).toBe(0)
  tool.isDown = false
  const [pending] = await client.deliveries.list({ status: 'pending' }).toArray({ limit: 10 })
  if (!pending) throw new Error('nothing waits')
  await client.deliveries.resend(pending.id)
  await drain()
  expect(tool.codes.size).toBe(1)
})

test('what was missed while it was switched off is caught up on by a replay', async () => {
  await client.webhookEndpoints.update(endpoint.id, { status: 'disabled' })
  await addCode()
  await drain()
  await client.webhookEndpoints.update(endpoint.id, { status: 'enabled' })
  expect(tool.codes.size).toBe(0)
  const { id } = await client.webhookEndpoints.replay(endpoint.id, { since: new Date(Date.now() - 3_600_000) })
  await drain()
  expect(await client.replays.get(id)).toMatchObject({ status: 'completed', queued: 1 })
  expect(tool.codes.size).toBe(1)
})

test('what is not signed by SparkKit is refused', async () => {
  const payload = { id: 'evt_1', type: 'spark_code.withdrawn', timestamp: '', workspaceId: '', sequence: 1, data: { id: 'code_1' } }
  const forged = await webhooks.signTestPayload({ payload, secret: `whsec_${Buffer.alloc(32, 9).toString('base64')}` })
  expect((await fetch(endpoint.url, { method: 'POST', ...forged })).status).toBe(400)
  expect((await fetch(endpoint.url)).status).toBe(405)
  expect(tool.calls).toEqual([])
})
