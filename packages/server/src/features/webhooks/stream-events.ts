import { reading, type Scope } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { presentEvent } from './present.ts'
import type { Event, StreamEventsQuery } from './schemas.ts'
import { findEvent, findEvents, findLastSequence } from './store.ts'
import { type StreamSeat, streamHub } from './stream-hub.ts'

const BATCH = 100
const MAX_STREAMS = 50

export interface StreamOptions {
  /** Between looks that nothing prompted: events numbered by another process. Default 1000. */
  readonly pollMs?: number
  /** Of silence until a sign of life. Default 15,000. */
  readonly heartbeatMs?: number
}

export interface StreamInput extends StreamEventsQuery {
  readonly lastEventId: string | undefined
  /** Throws when the caller's credentials are no good any more; asked at every heartbeat. */
  readonly stillAllowed: () => Promise<unknown>
  readonly options?: StreamOptions
}

const frame = (event: Event): string => `id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`

async function startAfter(scope: Scope, lastEventId: string | undefined): Promise<number> {
  if (lastEventId === undefined) return findLastSequence(reading(scope))
  const event = await findEvent(reading(scope), lastEventId)
  if (!event)
    throw new Problem('not_found', 'The event of `Last-Event-ID` is not kept any more, or never was. Catch up from `GET /v1/events`.')
  return event.sequence
}

async function isAllowed(stillAllowed: StreamInput['stillAllowed']): Promise<boolean> {
  try {
    await stillAllowed()
    return true
  } catch {
    return false
  }
}

interface Follow {
  readonly scope: Scope
  readonly seat: StreamSeat
  readonly input: StreamInput
  sequence: number
}

/** Frames of server-sent events, as they come. */
async function* follow({ scope, seat, input, sequence }: Follow): AsyncGenerator<string, void> {
  const { type, subjectId, stillAllowed, options: { pollMs = 1000, heartbeatMs = 15_000 } = {} } = input
  let silentSince = Date.now()
  let after = sequence
  yield ': stream of events\nretry: 2000\n\n'
  for (;;) {
    const rows = await findEvents(reading(scope), { type, subjectId, afterSequence: after, limit: BATCH })
    const last = rows.at(-1)
    if (last) {
      after = last.sequence
      silentSince = Date.now()
      yield rows.map(row => frame(presentEvent(row, scope.workspace.id))).join('')
    }
    if (Date.now() - silentSince >= heartbeatMs) {
      if (!(await isAllowed(stillAllowed))) return
      silentSince = Date.now()
      yield ': still here\n\n'
    }
    if (rows.length === BATCH) continue
    if (!(await seat.wait(Math.min(pollMs, heartbeatMs)))) return
  }
}

/** The feed as it happens. Ends when the reader leaves, its credentials end or this process stops; `Last-Event-ID` goes on from there. */
export async function streamEvents(scope: Scope, input: StreamInput): Promise<ReadableStream<Uint8Array>> {
  const hub = streamHub(scope.services)
  if (hub.count(scope.workspace.no) >= MAX_STREAMS) {
    throw new Problem('rate_limited', `A workspace can have ${MAX_STREAMS} streams open on one process.`)
  }
  const seat = hub.open(scope.workspace.no)
  try {
    const frames = follow({ scope, seat, input, sequence: await startAfter(scope, input.lastEventId) })
    const encoder = new TextEncoder()
    return new ReadableStream({
      async pull(controller) {
        try {
          const { value, done } = await frames.next()
          if (value !== undefined) controller.enqueue(encoder.encode(value))
          if (!done) return
          seat.leave()
          controller.close()
        } catch (error) {
          seat.leave()
          scope.services.logger.error({ err: error }, 'a stream of events broke off')
          controller.error(error)
        }
      },
      cancel() {
        seat.leave()
      },
    })
  } catch (error) {
    seat.leave()
    throw error
  }
}
