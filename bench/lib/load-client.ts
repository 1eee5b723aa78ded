import { Pool } from 'undici'
import { inventWorld } from './invent.ts'
import { quantile } from './numbers.ts'

/** Asks one path over and over, so many at a time, each as soon as the one before is answered. */
export interface ReadOrder {
  readonly kind: 'read'
  readonly origin: string
  readonly path: string
  readonly key: string
  readonly connections: number
  readonly milliseconds: number
}

/** Pushes a workspace's posts in batches. */
export interface PushOrder {
  readonly kind: 'push'
  readonly origin: string
  readonly key: string
  readonly connections: number
  readonly posts: number
}

export interface Load {
  readonly seconds: number
  readonly count: number
  readonly p50: number
  readonly p95: number
}

/** Next to nothing is done with an answer: what a load client takes from the machine it takes from whoever is measured. */
const ask = (pool: Pool, path: string, headers: Record<string, string>): Promise<void> =>
  new Promise((resolve, reject) => {
    let status = 0
    pool.dispatch(
      { path, method: 'GET', headers },
      {
        onRequestStart: () => {},
        onResponseStart: (_controller, statusCode) => {
          status = statusCode
        },
        onResponseData: () => {},
        onResponseEnd: () => (status === 200 ? resolve() : reject(new Error(`${path} answered ${status}.`))),
        onResponseError: (_controller, error) => reject(error),
      },
    )
  })

async function read({ origin, path, key, connections, milliseconds }: ReadOrder): Promise<Load> {
  const pool = new Pool(origin, { connections, pipelining: 1 })
  const times: number[] = []
  const started = performance.now()
  const work = async (): Promise<void> => {
    while (performance.now() - started < milliseconds) {
      const asked = performance.now()
      await ask(pool, path, { authorization: `Bearer ${key}` })
      times.push(performance.now() - asked)
    }
  }
  await Promise.all(Array.from({ length: connections }, work))
  const seconds = (performance.now() - started) / 1000
  await pool.close()
  return { seconds, count: times.length, p50: quantile(times, 0.5), p95: quantile(times, 0.95) }
}

async function push({ origin, key, connections, posts }: PushOrder): Promise<Load> {
  const bodies = Array.from(inventWorld(posts, { workspaces: 1 }).batches(0), items => ({
    text: JSON.stringify({ items }),
    posts: items.length,
  }))
  const pool = new Pool(origin, { connections, pipelining: 1 })
  const times: number[] = []
  let count = 0
  const started = performance.now()
  const work = async (): Promise<void> => {
    for (let next = bodies.shift(); next; next = bodies.shift()) {
      const asked = performance.now()
      const { statusCode, body } = await pool.request({
        path: '/v1/content/batch',
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: next.text,
      })
      const text = await body.text()
      if (statusCode !== 200 || text.includes('"failed"')) throw new Error(`A batch was refused: ${text.slice(0, 500)}`)
      times.push(performance.now() - asked)
      count += next.posts
    }
  }
  await Promise.all(Array.from({ length: connections }, work))
  const seconds = (performance.now() - started) / 1000
  await pool.close()
  return { seconds, count, p50: quantile(times, 0.5), p95: quantile(times, 0.95) }
}

process.on('message', (order: ReadOrder | PushOrder) => {
  const done = order.kind === 'read' ? read(order) : push(order)
  done.then(
    load => process.send?.(load),
    error => process.send?.({ error: String(error) }),
  )
})
