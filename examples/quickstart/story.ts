import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { ConflictError, InvalidRequestError, isSparkKitError, NotFoundError, SparkKit, type SparkKitEvent, webhooks } from '@sparkkit/sdk'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { createTestKit, type TestKit } from '../../packages/server/src/testing/index.ts'
import { connection, type Wire } from './connection.ts'

const CODE = '#p4KxVb2mQe7+Lr/9sTzWc1YhN0uJfGdA3oXiPq8vBn5='

const POSTS = [
  { id: '7195686135157296390', handle: 'mara.glow', views: 1_240_000 },
  { id: '7266293045786692870', handle: 'mara.glow', views: 310_000 },
  { id: '7266293045786692999', handle: 'tom.eats', views: 150_000 },
  { id: '7266293045786693111', handle: 'tom.eats', views: 900 },
].map(({ id, handle, views }) => ({
  url: `https://www.tiktok.com/@${handle}/video/${id}`,
  caption: `Barrier serum #lumen`,
  metrics: { views },
}))

let kit: TestKit
let wire: Wire
let anonymous: SparkKit

beforeAll(async () => {
  kit = await createTestKit()
  kit.kit.worker.start()
  wire = await connection.open(kit)
  anonymous = new SparkKit({ ...client(), anonymous: true })
})
afterAll(async () => {
  await wire.close()
  await kit.close()
})

const client = () => ({ baseUrl: wire.url, fetch: wire.fetch, maxRetries: 0 })

async function newClient(mode: 'live' | 'sandbox' = 'live'): Promise<SparkKit> {
  const { key } = await kit.tenant({ mode })
  return new SparkKit({ ...client(), apiKey: key })
}

async function failureOf(call: PromiseLike<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    error => error,
  )
}

type Receiver = { url: string; secret: string; events: SparkKitEvent[] }

/** A receiver on loopback that takes only what both the SDK and an independent library accept. */
async function newReceiver(): Promise<Receiver> {
  const receiver: Receiver = { url: '', secret: '', events: [] }
  const accept = async (request: IncomingMessage): Promise<number> => {
    const body = await text(request)
    const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = request.headers
    const signed = { 'webhook-id': String(id), 'webhook-timestamp': String(timestamp), 'webhook-signature': String(signature) }
    new Webhook(receiver.secret).verify(body, signed)
    receiver.events.push(await webhooks.unwrap(body, request.headers, receiver.secret))
    return 204
  }
  const server = createServer((request, response) => {
    const answer = (status: number): unknown => response.writeHead(status).end()
    accept(request).then(answer, () => answer(400))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    return new Promise(resolve => server.close(() => resolve()))
  })
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  return receiver
}

test('with the SDK alone, posts become requests, requests become codes, and webhooks carry every step', async () => {
  const client = await newClient()
  const receiver = await newReceiver()
  const endpoint = await client.webhookEndpoints.create({ url: receiver.url, events: ['spark_request.*', 'spark_code.*'] })
  receiver.secret = endpoint.secret

  const { results } = await client.content.batch({ items: POSTS })
  expect(results.map(({ status }) => status)).toEqual(['created', 'created', 'created', 'created'])

  const query = {
    sparkEligible: true,
    minViews: 100_000,
    q: 'barrier ser*',
    sort: '-views',
    limit: 2,
    postedFrom: new Date('2020-01-01'),
  } as const
  const first = await client.content.list(query)
  expect([first.data.length, first.hasNextPage()]).toEqual([2, true])
  const posts = await client.content.list(query).toArray({ limit: 100 })
  expect(posts.map(({ metrics }) => metrics.views)).toEqual([1_240_000, 310_000, 150_000])

  const asked = await client.sparkRequests.create({ content: posts.map(({ id }) => id), askedDays: 60 })
  expect(asked.approvalLinks.map(({ requestIds }) => requestIds.length).sort()).toEqual([1, 2])
  const link = asked.approvalLinks.find(({ requestIds }) => requestIds.length === 2)
  if (!link) throw new Error('one creator has two requests')
  const message = await client.approvalLinks.message(link.id)
  expect(message.text).toContain(link.url)
  expect(await failureOf(client.approvalLinks.markSent(link.id, { text: 'hi there' }))).toMatchObject({ code: 'message_without_link' })
  expect((await client.approvalLinks.markSent(link.id, { text: message.text })).requestIds).toHaveLength(2)

  const token = link.url.split('/').at(-1) ?? ''
  await anonymous.approvals.opened(token)
  const page = await anonymous.approvals.get(token)
  const [yes, no] = page.items
  if (!yes || !no) throw new Error('the page has two items')
  const pasted = `hey, here is my code: ${CODE} thanks`
  expect(await anonymous.approvals.check(token, { requestId: yes.requestId, code: pasted })).toMatchObject({ ok: true })
  await anonymous.approvals.approve(token, { requestId: yes.requestId, code: pasted, days: 60 })
  const after = await anonymous.approvals.reject(token, { requestId: no.requestId, reason: 'not now' })
  expect(after.items.map(({ status }) => status).sort()).toEqual(['approved', 'rejected'])
  expect(await failureOf(client.sparkRequests.cancel(yes.requestId))).toBeInstanceOf(ConflictError)

  const approved = await client.content.list({ sparkStatus: 'approved' }).toArray({ limit: 10 })
  const codeId = approved[0]?.liveCodeId
  if (!codeId) throw new Error('the approved post has a live code')
  expect((await client.sparkCodes.reveal(codeId)).code).toBe(CODE)
  expect(await client.sparkCodes.exportCsv()).toContain(CODE)
  expect(await client.content.facets()).toMatchObject({ total: 4, sparkStatus: { approved: 1, rejected: 1, queued: 1 } })

  const fed: SparkKitEvent[] = []
  const feed = client.events.follow(
    { type: ['spark_request.*', 'spark_code.*'], limit: 3 },
    { pollMs: 20, signal: AbortSignal.timeout(20_000) },
  )
  for await (const event of feed) {
    fed.push(event)
    if (event.type === 'spark_code.exported') break
  }
  expect(fed.map(({ type }) => type)).toEqual([
    ...Array(3).fill('spark_request.created'),
    ...Array(2).fill('spark_request.sent'),
    ...Array(2).fill('spark_request.opened'),
    'spark_request.approved',
    'spark_code.received',
    'spark_request.rejected',
    'spark_code.revealed',
    'spark_code.exported',
  ])
  await vi.waitFor(() => expect(receiver.events).toHaveLength(fed.length), 20_000)
  expect(receiver.events.toSorted((a, b) => a.sequence - b.sequence)).toEqual(fed)
  expect(JSON.stringify(fed)).not.toContain(CODE)
  const received = fed.find(event => event.type === 'spark_code.received')
  expect(received?.data).toMatchObject({ id: codeId, windowSource: 'declared', status: 'live' })
  const deliveries = await client.deliveries.list({ endpointId: endpoint.id, limit: 5 }).toArray({ limit: 100 })
  expect(deliveries).toHaveLength(fed.length)
})

describe('the other ways in and out', () => {
  test('a file is imported, its bad rows are told, and its posts are there', async () => {
    const client = await newClient()
    const file = new File([`link;plays\n${POSTS[0]?.url};1200\nnot a post;1\n`], 'q3.csv')
    const started = await client.imports.create(file, { mapping: { url: 'link', 'metrics.views': 'plays' } })
    const seen: number[] = []
    const ended = await client.imports.waitFor(started.id, { onProgress: ({ progress }) => seen.push(progress) })
    expect(ended).toMatchObject({ status: 'completed', fileName: 'q3.csv', created: 1, failed: 1 })
    expect(seen.at(-1)).toBe(1)
    expect(await client.imports.issues(ended.id).toArray({ limit: 10 })).toMatchObject([{ line: 3, severity: 'error' }])
    expect((await client.content.list()).data).toMatchObject([{ metrics: { views: 1200 } }])
  })

  test('in a sandbox the clock is moved by hand, and the feed is followed meanwhile', async () => {
    const client = await newClient('sandbox')
    const { results } = await client.content.batch({ items: POSTS.slice(0, 1) })
    await client.sparkCodes.add({ content: results[0]?.id ?? '', code: CODE, days: 30 })
    const { workspace } = await client.me()
    const { now } = await client.sandbox.advance({ days: 31 })
    expect(Date.parse(now) - Date.parse(workspace.now)).toBeGreaterThan(30 * 86_400_000)
    const types: string[] = []
    for await (const { type } of client.events.follow({ type: 'spark_code.*' }, { pollMs: 20, signal: AbortSignal.timeout(20_000) })) {
      types.push(type)
      if (type === 'spark_code.expired') break
    }
    expect(types[0]).toBe('spark_code.received')
    expect(types.filter(type => type === 'spark_code.expiring').length).toBeGreaterThan(0)
    expect((await client.sparkCodes.list({ status: 'expired' })).data).toHaveLength(1)
  })

  test('a page lives on an embed token: fetched once, and no wider than what it was made for', async () => {
    const backend = await newClient()
    let fetched = 0
    const token = (): Promise<{ token: string; expiresAt: string }> => {
      fetched++
      return backend.embedTokens.create({ actor: 'ana', origins: ['https://app.example.com'], scopes: ['content:read'] })
    }
    const page = new SparkKit({ ...client(), token, headers: { origin: 'https://app.example.com' } })
    expect((await page.me()).actor).toMatchObject({ type: 'embed_user', name: 'ana' })
    expect((await page.content.list()).data).toEqual([])
    expect(await failureOf(page.sparkCodes.list())).toMatchObject({ name: 'PermissionError', code: 'insufficient_scope' })
    expect(fetched).toBe(1)
  })

  test('what goes wrong is a typed error with the fields at fault and a request id', async () => {
    const client = await newClient()
    const invalid = await failureOf(client.sparkRequests.create({ content: [], askedDays: 30 }))
    expect(invalid).toBeInstanceOf(InvalidRequestError)
    expect(invalid).toMatchObject({ status: 400, requestId: expect.stringMatching(/./), errors: [{ path: 'body.content' }] })
    const missing = await failureOf(client.content.get('cnt_01h455vb4pex5vsknk084sn02q'))
    expect(missing).toBeInstanceOf(NotFoundError)
    expect(isSparkKitError(missing)).toBe(true)
    expect(await failureOf(anonymous.content.list())).toMatchObject({ name: 'AuthenticationError' })
  })
})
