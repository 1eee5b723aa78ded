import { setTimeout as sleep } from 'node:timers/promises'
import { isNotNull } from 'drizzle-orm'
import { Agent, type Dispatcher } from 'undici'
import { dispatchEvents } from '../../packages/server/src/features/webhooks/dispatch.ts'
import { presentEvent } from '../../packages/server/src/features/webhooks/present.ts'
import { newWebhookSecret, signedHeaders, webhookKey } from '../../packages/server/src/features/webhooks/signature.ts'
import { asNumbered } from '../../packages/server/src/features/webhooks/store.ts'
import type { BenchEngine } from './databases.ts'
import { committedEvents, openWebhookKit, type WebhookKit } from './webhook-kit.ts'
import type { BenchReceiver } from './webhook-receiver.ts'

/** What the server has in flight to one endpoint. */
const CONNECTIONS_PER_ENDPOINT = 16

export interface ThroughputRound {
  readonly bare: number
  /** Numbering and fan-out included. */
  readonly fromCommit: number
  /** What was numbered and fanned out before: claiming, sending and the writing of outcomes. */
  readonly fromQueue: number
}

export interface ThroughputOptions {
  readonly engine: BenchEngine
  readonly receiver: BenchReceiver
  readonly events: number
  readonly endpoints: number
  /** How long the receiver takes to answer, in milliseconds. */
  readonly delayMs: number
}

interface Bare {
  readonly origin: string
  readonly path: string
  readonly bodies: readonly { id: string; body: string }[]
  readonly connections: number
}

/** The least that sending takes: sign, POST, read the answer. Same dispatcher, connections and bodies as the server. */
async function bareLoop({ origin, path, bodies, connections }: Bare): Promise<number> {
  const agent = new Agent({ allowH2: false, pipelining: 1, headersTimeout: 0, bodyTimeout: 0 })
  const keys = [webhookKey(newWebhookSecret())]
  const post = ({ id, body }: { id: string; body: string }): Promise<void> =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', ...signedHeaders(keys, { id, at: Date.now(), body }) }
      const handler: Dispatcher.DispatchHandler = {
        onRequestStart: () => {},
        onResponseStart: () => {},
        onResponseData: () => {},
        onResponseEnd: () => resolve(),
        onResponseError: (_controller, error) => reject(error),
      }
      agent.dispatch({ origin, path, method: 'POST', headers, body }, handler)
    })
  let next = 0
  const lane = async (): Promise<void> => {
    for (let item = bodies[next++]; item; item = bodies[next++]) await post(item)
  }
  const began = performance.now()
  await Promise.all(Array.from({ length: connections }, lane))
  const seconds = (performance.now() - began) / 1000
  await agent.close()
  return bodies.length / seconds
}

async function bodiesOf({ kit }: WebhookKit, copies: number): Promise<{ id: string; body: string }[]> {
  const { db, tables } = kit.services.engine
  const rows = await db.select().from(tables.events)
  const sent = rows.filter(row => row.type === 'content.created')
  const bodies = sent.map(row => ({ id: row.id, body: JSON.stringify(presentEvent(asNumbered(row), 'ws_01h455vb4pex5vsknk084sn02q')) }))
  return Array.from({ length: copies }, (_, copy) => bodies.map(({ id, body }) => ({ id: `${id}-${copy}`, body }))).flat()
}

async function untilSettled({ kit }: WebhookKit): Promise<void> {
  const { db, tables } = kit.services.engine
  while ((await db.$count(tables.deliveries, isNotNull(tables.deliveries.nextAttemptAt))) > 0) await sleep(50)
}

/** From the start of the worker to the last request: numbering, fan-out, claiming, sending, and the writing of outcomes meanwhile. */
async function servedLoop(webhooks: WebhookKit, { receiver, events, endpoints }: ThroughputOptions): Promise<number> {
  const wanted = events * endpoints
  const before = new Set((await receiver.ids()).keys())
  if (before.size > 0) throw new Error('The receiver was not reset.')
  const began = performance.timeOrigin + performance.now()
  webhooks.kit.worker.start()
  while ((await receiver.count()) < events) await sleep(20)
  await untilSettled(webhooks)
  const taken = await receiver.ids()
  const committed = await committedEvents(webhooks)
  const lost = [...committed.keys()].filter(id => (taken.get(id)?.count ?? 0) < endpoints)
  if (lost.length > 0) throw new Error(`${lost.length} of ${committed.size} events did not arrive.`)
  const last = Math.max(...[...taken.values()].map(({ last }) => last))
  return wanted / ((last - began) / 1000)
}

async function fill(webhooks: WebhookKit, { receiver, events, endpoints, delayMs }: ThroughputOptions): Promise<void> {
  for (let count = 0; count < endpoints; count += 1) await webhooks.endpoint(`${receiver.origin}/hook?delay=${delayMs}&endpoint=${count}`)
  for (let from = 0; from < events; from += 500) {
    await webhooks.commit(Array.from({ length: Math.min(500, events - from) }, (_, index) => from + index))
  }
}

async function withKit<T>(engine: BenchEngine, run: (webhooks: WebhookKit) => Promise<T>): Promise<T> {
  const database = await engine.create()
  const webhooks = await openWebhookKit(database)
  try {
    return await run(webhooks)
  } finally {
    await webhooks.close()
    await database.remove()
  }
}

/** The bare loop and the server twice, one after another, so that a slow moment of the machine is everybody's. */
export async function throughputRound(options: ThroughputOptions): Promise<ThroughputRound> {
  const { engine, receiver, endpoints, delayMs } = options
  const served = (isNumbered: boolean): Promise<number> =>
    withKit(engine, async webhooks => {
      await fill(webhooks, options)
      while (isNumbered && (await dispatchEvents(webhooks.kit.services)).busy);
      await receiver.reset()
      return servedLoop(webhooks, options)
    })
  const bodies = await withKit(engine, async webhooks => {
    await fill(webhooks, options)
    await dispatchEvents(webhooks.kit.services)
    return bodiesOf(webhooks, endpoints)
  })
  const loop = { origin: receiver.origin, path: `/hook?delay=${delayMs}`, connections: CONNECTIONS_PER_ENDPOINT * endpoints }
  await bareLoop({ ...loop, bodies: bodies.slice(0, 2000) })
  await receiver.reset()
  const fromQueue = await served(true)
  await receiver.reset()
  const bare = await bareLoop({ ...loop, bodies })
  await receiver.reset()
  const fromCommit = await served(false)
  await receiver.reset()
  return { bare, fromCommit, fromQueue }
}
