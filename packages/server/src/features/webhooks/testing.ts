import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { type EmittedEvent, type Services, transact } from '../../context.ts'
import type { TestKit, TestTenant } from '../../testing/index.ts'
import { findWorkspace } from '../access/index.ts'

export interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface Answer {
  readonly status: number
  readonly headers?: Record<string, string>
  readonly body?: string
}

/** A receiver on loopback. `answer` gives null to stay silent. */
export interface Receiver {
  readonly url: string
  readonly received: Received[]
  answer: (request: Received, index: number) => Answer | null | Promise<Answer | null>
  /** Ids of the events received so far. */
  ids(): string[]
  close(): Promise<void>
}

export async function createReceiver(answer: Receiver['answer'] = () => ({ status: 204 })): Promise<Receiver> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const got = { headers: request.headers, body: Buffer.concat(chunks).toString() }
    receiver.received.push(got)
    const reply = await receiver.answer(got, receiver.received.length - 1)
    if (reply) response.writeHead(reply.status, reply.headers).end(reply.body)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}/hook`,
    received: [],
    answer,
    ids: () => receiver.received.map(({ headers }) => String(headers['webhook-id'])),
    close: async () => {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
  return receiver
}

/** Throws unless an independent library accepts the signature. */
export const verify = (secret: string, { headers, body }: Received): unknown =>
  new Webhook(secret).verify(body, {
    'webhook-id': String(headers['webhook-id']),
    'webhook-timestamp': String(headers['webhook-timestamp']),
    'webhook-signature': String(headers['webhook-signature']),
  })

/** Commits events as a verb does. */
export const emit = (kit: TestKit, tenant: TestTenant, ...events: EmittedEvent[]): Promise<void> =>
  commitEvents(kit.kit.services, tenant.workspaceId, events)

export async function commitEvents(services: Services, workspaceId: string, events: readonly EmittedEvent[]): Promise<void> {
  const workspace = await findWorkspace(services.engine, workspaceId)
  if (!workspace) throw new Error('no workspace')
  await transact({ services, workspace, actor: { type: 'system' }, requestId: null }, async ctx => {
    for (const event of events) ctx.emit(event)
  })
}

export const contentEvent = (caption: string): EmittedEvent => ({
  type: 'content.created',
  subjectId: 'cnt_01h455vb4pex5vsknk084sn02q',
  data: { id: 'cnt_01h455vb4pex5vsknk084sn02q', caption },
})

/** A SparkKit whose wall clock can be moved on, with one workspace and receivers that end with it. */
export interface Stage {
  readonly kit: TestKit
  readonly brand: TestTenant
  /** Another workspace and the right time, for the next test. */
  renew(): Promise<void>
  /** Moves the wall clock on. */
  pass(ms: number): void
  now(): number
  receiver(answer?: Receiver['answer']): Promise<Receiver>
  endpoint(url: string, input?: object): Promise<{ id: string; secret: string }>
  drain(): Promise<void>
  /** `data` of a list. */
  list<Item>(path: string): Promise<Item[]>
  close(): Promise<void>
}

export async function createStage(createKit: (config: { now: () => number }) => Promise<TestKit>): Promise<Stage> {
  let shift = 0
  const now = (): number => Date.now() + shift
  const kit = await createKit({ now })
  let brand = await kit.tenant()
  const receivers: Receiver[] = []
  return {
    kit,
    get brand() {
      return brand
    },
    renew: async () => {
      shift = 0
      brand = await kit.tenant()
    },
    now,
    pass: ms => {
      shift += ms
    },
    receiver: async answer => {
      const made = await createReceiver(answer)
      receivers.push(made)
      return made
    },
    endpoint: async (url, input) => {
      const { status, body, text } = await brand.call('POST', '/v1/webhook-endpoints', { url, events: ['content.*'], ...input })
      if (status !== 201) throw new Error(text)
      return body
    },
    drain: () => kit.kit.worker.drain(),
    list: async path => (await brand.call('GET', path)).body.data,
    close: async () => {
      await Promise.all(receivers.map(each => each.close()))
      await kit.close()
    },
  }
}
