import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { AbortedError, APIError } from '../errors.ts'
import { sseReader } from '../internal/sse.ts'
import { failureOf, transportTo } from '../testing/fake-service.ts'
import { EventsResource } from './events.ts'

const frame = (id: string, type = 'spark_code.received') => `id: ${id}\nevent: ${type}\ndata: ${JSON.stringify({ id, type })}\n\n`

/** A service whose n-th connection is served by the n-th handler; the last one repeats. */
async function streams(...handlers: ((request: IncomingMessage, response: ServerResponse) => void)[]) {
  const asked: { url: string; lastEventId: unknown }[] = []
  const server = createServer((request, response) => {
    asked.push({ url: request.url ?? '', lastEventId: request.headers['last-event-id'] })
    const handler = handlers[asked.length - 1] ?? handlers.at(-1)
    handler?.(request, response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    return new Promise(resolve => server.close(() => resolve()))
  })
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  const { transport, waits } = transportTo({ url, received: [] })
  return { asked, waits, events: new EventsResource(transport) }
}

test('a stream gives events as they come and goes on after the last one when a connection ends or breaks', async () => {
  const { events, asked, waits } = await streams(
    (_request, response) => response.end(`: hello\nretry: 2000\n\n${frame('evt_1')}${frame('evt_2')}`),
    (_request, response) => {
      response.write(frame('evt_3'))
      response.write('id: evt_4\nda', () => response.destroy())
    },
    (_request, response) => response.write(frame('evt_4')),
  )
  const seen: string[] = []
  for await (const event of events.stream({ type: 'spark_code.*' }, { lastEventId: 'evt_0' })) {
    seen.push(event.id)
    if (event.id === 'evt_4') break
  }
  expect(seen).toEqual(['evt_1', 'evt_2', 'evt_3', 'evt_4'])
  expect(asked.map(({ lastEventId }) => lastEventId)).toEqual(['evt_0', 'evt_2', 'evt_3'])
  expect(asked[0]?.url).toBe('/v1/events/stream?type=spark_code.*')
  expect(waits).toEqual([2000, 2000])
})

test('a refusal and an abort end it', async () => {
  const refused = await streams((_request, response) =>
    response.writeHead(404, { 'content-type': 'application/problem+json' }).end('{"code":"not_found"}'),
  )
  expect(await failureOf(refused.events.stream({}, { lastEventId: 'evt_gone' }).next())).toBeInstanceOf(APIError)
  const open = await streams((_request, response) => response.write(frame('evt_1')))
  const leaving = new AbortController()
  const stream = open.events.stream({}, { signal: leaving.signal })
  expect((await stream.next()).value.id).toBe('evt_1')
  setTimeout(() => leaving.abort(), 10)
  expect(await failureOf(stream.next())).toBeInstanceOf(AbortedError)
})

test('frames survive being cut anywhere, also inside a character', () => {
  const bytes = new TextEncoder().encode(`id: 1\r\ndata: {"caption":\r\ndata: "Crème 🍮"}\r\n\r\n: sign of life\n\nid: 2\ndata: x\n\n`)
  for (let size = 1; size <= bytes.length; size += 1) {
    const read = sseReader()
    const messages = []
    for (let at = 0; at < bytes.length; at += size) messages.push(...read(bytes.subarray(at, at + size)))
    expect(messages).toEqual([
      { id: '1', data: '{"caption":\n"Crème 🍮"}' },
      { id: '2', data: 'x' },
    ])
  }
})
