import { createServer, type IncomingMessage, type Server } from 'node:http'
import { text } from 'node:stream/consumers'
import * as webhooks from '@sparkkit/sdk/webhooks'
import type { AdTool } from './ad-tool.ts'
import type { Ledger } from './ledger.ts'

export interface ReceiverOptions {
  /** The endpoint's `whsec_…`; during a rotation the old one and the new one. */
  readonly secret: string | readonly string[]
  readonly ledger: Ledger
  readonly adTool: AdTool
  readonly log?: (line: string) => void
}

type CodeEvent = Extract<webhooks.SparkKitEvent, { type: `spark_code.${string}` }>

/** What an event asks of the ad tool; nothing, where it changes nothing about using the code. */
function effectOf(event: CodeEvent, adTool: AdTool): (() => Promise<void>) | null {
  switch (event.type) {
    case 'spark_code.received':
    case 'spark_code.extended':
    case 'spark_code.restored': {
      const { id, code, content, startsAt, endsAt } = event.data
      if (code === undefined) throw new Error('The endpoint does not include codes: set `includeCodes`.')
      const { platform, platformId, externalId } = content
      return () => adTool.put(id, { code, platform, postId: platformId, startsAt, endsAt, reference: externalId })
    }
    case 'spark_code.superseded':
    case 'spark_code.withdrawn':
    case 'spark_code.expired':
    case 'spark_code.invalid': {
      const { id } = event.data
      return () => adTool.remove(id)
    }
    default:
      return null
  }
}

const isCodeEvent = (event: webhooks.SparkKitEvent): event is CodeEvent => event.type.startsWith('spark_code.')

/** Brings the ad tool to where an event says the code is. Repeats and events that were overtaken do nothing. */
async function apply(event: webhooks.SparkKitEvent, { ledger, adTool, log }: ReceiverOptions): Promise<void> {
  if (!isCodeEvent(event)) return
  const effect = effectOf(event, adTool)
  const step = { eventId: event.id, codeId: event.data.id, sequence: event.sequence }
  if (!effect || ledger.isDone(step)) return
  await effect()
  ledger.done(step)
  log?.(`${event.sequence} ${event.type} ${event.data.masked}`)
}

/** One thing after another, so that two deliveries about one code cannot overtake each other between look and effect. */
function createQueue() {
  let last: Promise<unknown> = Promise.resolve()
  return (work: () => Promise<void>): Promise<void> => {
    const run = last.then(work)
    last = run.catch(() => {})
    return run
  }
}

/** 204 when the event took effect, 400 when it is not from SparkKit, 500 to be sent it again. */
export function createReceiver(options: ReceiverOptions): Server {
  const enqueue = createQueue()
  const answer = async (request: IncomingMessage): Promise<number> => {
    if (request.method !== 'POST') return 405
    try {
      const event = await webhooks.unwrap(await text(request), request.headers, options.secret)
      await enqueue(() => apply(event, options))
      return 204
    } catch (error) {
      options.log?.(error instanceof Error ? error.message : String(error))
      return error instanceof webhooks.WebhookVerificationError ? 400 : 500
    }
  }
  return createServer(async (request, response) => {
    response.writeHead(await answer(request)).end()
  })
}
