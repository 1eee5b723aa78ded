import type { ApiPromise } from '../api-promise.ts'
import type { SparkKitEvent } from '../events.ts'
import { eventStream } from '../internal/event-stream.ts'
import { path } from '../internal/path.ts'
import type { CallOptions } from '../options.ts'
import type { ListPromise } from '../pagination.ts'
import type { EventsQuery, ExportEventsQuery, StreamEventsQuery } from '../types.ts'
import { Resource } from './resource.ts'

const POLL_MS = 2_000

export type FollowOptions = CallOptions & {
  /** The wait after reaching the end of the feed, in milliseconds. Default 2000. */
  readonly pollMs?: number | undefined
}

export type StreamOptions = CallOptions & {
  /** The `id` of the last event read: the stream goes on after it. */
  readonly lastEventId?: string | undefined
}

/** Everything that happened, for those who read it rather than be told by webhooks, or who catch up. */
export class EventsResource extends Resource {
  /**
   * Oldest first, up to now. Keep the `sequence` of the last one read: `afterSequence` goes on from there and misses nothing.
   *
   * @example
   * ```ts
   * for await (const event of client.events.list({ type: 'spark_code.*', afterSequence: 120 })) {
   *   if (event.type === 'spark_code.received') console.log(event.data.masked)
   * }
   * ```
   */
  list(query?: EventsQuery, options?: CallOptions): ListPromise<SparkKitEvent> {
    return this.transport.list({ ...options, method: 'GET', path: '/v1/events', query })
  }

  /**
   * The log as a file, for audits: JSON lines, or CSV with `format`. As text, or with `as: 'stream'` the bytes as they come.
   *
   * @example
   * ```ts
   * const lines = await client.events.export({ type: 'spark_code.revealed,api_key.*', since: '2026-01-01' })
   * const bytes = await client.events.export({ format: 'csv' }, { as: 'stream' })
   * await bytes.cancel()
   * ```
   */
  export(
    query: ExportEventsQuery | undefined,
    options: CallOptions & { readonly as: 'stream' },
  ): ApiPromise<ReadableStream<Uint8Array<ArrayBuffer>>>
  export(query?: ExportEventsQuery, options?: CallOptions & { readonly as?: 'text' | undefined }): ApiPromise<string>
  export(
    query?: ExportEventsQuery,
    { as = 'text', ...options }: CallOptions & { readonly as?: 'text' | 'stream' | undefined } = {},
  ): ApiPromise<unknown> {
    const headers = { accept: 'application/jsonl, text/csv', ...options.headers }
    return this.transport.request({ ...options, method: 'GET', path: '/v1/events/export', query, headers, parseAs: as })
  }

  /**
   * As `list`, but waits for more when it reaches the end. It ends when you leave the loop or abort `signal`.
   *
   * @example
   * ```ts
   * for await (const event of client.events.follow({ afterSequence: 120 }, { signal })) console.log(event.sequence, event.type)
   * ```
   */
  async *follow(
    query: Omit<EventsQuery, 'cursor' | 'until'> = {},
    { pollMs = POLL_MS, ...options }: FollowOptions = {},
  ): AsyncGenerator<SparkKitEvent, never, undefined> {
    let { afterSequence } = query
    for (;;) {
      for await (const event of this.list({ limit: 100, ...query, afterSequence }, options)) {
        yield event
        afterSequence = event.sequence
      }
      await this.transport.sleep(pollMs, options.signal)
    }
  }

  /**
   * The feed as it happens, without polling. It connects again by itself, after the last event it gave, and ends when you leave
   * the loop or abort `signal`. Without `lastEventId` it begins now.
   *
   * @example
   * ```ts
   * for await (const event of client.events.stream({ type: 'spark_code.*' }, { signal, lastEventId: id })) console.log(event.id, event.type)
   * ```
   */
  stream(query: StreamEventsQuery = {}, { lastEventId, ...options }: StreamOptions = {}): AsyncGenerator<SparkKitEvent, never, undefined> {
    return eventStream({ transport: this.transport, query, options, lastEventId })
  }

  /**
   * One event.
   *
   * @example
   * ```ts
   * const { type, actor, data } = await client.events.get(id)
   * ```
   */
  get(id: string, options?: CallOptions): ApiPromise<SparkKitEvent> {
    return this.transport.request({ ...options, method: 'GET', path: path`/v1/events/${id}` })
  }
}
