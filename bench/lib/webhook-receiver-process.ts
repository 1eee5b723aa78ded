import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Taken events: when first, and how often. A process of its own, so that it shares no event loop with the sender. */
const taken = new Map<string, { at: number; last: number; count: number }>()

const server = createServer((request, response) => {
  const at = performance.timeOrigin + performance.now()
  if (request.url === '/ids') {
    response.writeHead(200).end(JSON.stringify(Object.fromEntries(taken)))
    return
  }
  if (request.url === '/count') {
    response.writeHead(200).end(String(taken.size))
    return
  }
  if (request.url === '/reset') {
    taken.clear()
    response.writeHead(204).end()
    return
  }
  request.resume()
  request.once('end', () => {
    if (request.url === '/hanging') return
    if (request.url === '/failing') {
      response.writeHead(500).end()
      return
    }
    const id = String(request.headers['webhook-id'])
    const seen = taken.get(id)
    if (seen) {
      seen.count += 1
      seen.last = at
    } else taken.set(id, { at, last: at, count: 1 })
    const delay = Number(/[?&]delay=(\d+)/.exec(request.url ?? '')?.[1] ?? 0)
    if (delay === 0) response.writeHead(204).end()
    else setTimeout(() => response.writeHead(204).end(), delay)
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => process.stdout.write(`${(server.address() as AddressInfo).port}\n`))
