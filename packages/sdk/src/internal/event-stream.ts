import type { SparkKitEvent } from '../events.ts'
import type { CallOptions } from '../options.ts'
import type { StreamEventsQuery } from '../types.ts'
import { throwIfAborted } from './deadline.ts'
import { sseReader } from './sse.ts'
import type { Transport } from './transport.ts'

const RECONNECT_MS = 2_000
/** The service gives a sign of life every 15 seconds. */
const SILENCE_MS = 45_000

export type StreamRequest = {
  readonly transport: Transport
  readonly query: StreamEventsQuery
  readonly options: CallOptions
  readonly lastEventId: string | undefined
}

type Chunk = { readonly value: Uint8Array | null; readonly broken: boolean }

/** The next piece, or nothing when the connection ended, broke or fell silent. */
async function readChunk(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Chunk> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const silence = new Promise<Chunk>(resolve => {
    timer = setTimeout(() => resolve({ value: null, broken: true }), SILENCE_MS)
  })
  const read = reader.read().then(
    ({ value }): Chunk => ({ value: value ?? null, broken: false }),
    (): Chunk => ({ value: null, broken: true }),
  )
  try {
    return await Promise.race([read, silence])
  } finally {
    clearTimeout(timer)
  }
}

async function* readConnection(body: ReadableStream<Uint8Array>): AsyncGenerator<SparkKitEvent, void, undefined> {
  const reader = body.getReader()
  const messagesOf = sseReader()
  try {
    for (let chunk = await readChunk(reader); chunk.value; chunk = await readChunk(reader)) {
      for (const { data } of messagesOf(chunk.value)) yield JSON.parse(data)
    }
  } finally {
    void reader.cancel().catch(() => {})
  }
}

/** Connects again whenever a connection ends, after the last event that was handed over. */
export async function* eventStream({
  transport,
  query,
  options,
  lastEventId,
}: StreamRequest): AsyncGenerator<SparkKitEvent, never, undefined> {
  let last = lastEventId
  for (;;) {
    const headers = { ...options.headers, accept: 'text/event-stream', ...(last !== undefined && { 'last-event-id': last }) }
    const body = await transport.request<ReadableStream<Uint8Array>>({
      ...options,
      method: 'GET',
      path: '/v1/events/stream',
      query,
      headers,
      parseAs: 'stream',
    })
    for await (const event of readConnection(body)) {
      last = event.id
      yield event
    }
    throwIfAborted(options.signal)
    await transport.sleep(RECONNECT_MS, options.signal)
  }
}
