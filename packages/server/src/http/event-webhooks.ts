import { EVENT_EXAMPLES, EVENTS, type EventDefinition, type EventType } from '@sparkkit/core'
import { type Schema, sampleOf } from './schema-sample.ts'

interface Document {
  components?: { schemas?: Record<string, unknown> } | undefined
}

const asSchemas = (document: Document): Record<string, Schema> => (document.components?.schemas ?? {}) as Record<string, Schema>

const REF = '#/components/schemas/'

const HEADERS = [
  ['webhook-id', 'The id of the event: the same at every try. Remember it and ignore repeats.', 'evt_01h455vb4pex5vsknk084sn02q'],
  ['webhook-timestamp', 'When this try was made, in seconds since 1970.', '1795348800'],
  [
    'webhook-signature',
    'HMAC-SHA256 over id, timestamp and body, by each secret that is in use (Standard Webhooks).',
    'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=',
  ],
] as const

/** `data` as the schema of its resource, where the document has one. */
const dataSchema = (schemas: Record<string, Schema>, resource: string): Schema =>
  resource in schemas ? { $ref: `${REF}${resource}` } : { type: 'object' }

function example(schemas: Record<string, Schema>, type: EventType, resource: string): object {
  const { data, previous } = EVENT_EXAMPLES[type] ?? {}
  const envelope = sampleOf(schemas, { $ref: `${REF}Event` }) as Record<string, unknown>
  const resourceSample = sampleOf(schemas, dataSchema(schemas, resource)) as Record<string, unknown>
  return { ...envelope, type, data: { ...resourceSample, ...data }, ...(previous && { previous }) }
}

/** `onSparkCodeReceived` for `spark_code.received`. */
const operationIdOf = (type: EventType): string =>
  `on${type
    .split(/[._]/)
    .map(word => `${word[0]?.toUpperCase()}${word.slice(1)}`)
    .join('')}`

function webhook(schemas: Record<string, Schema>, type: EventType, { description, resource }: EventDefinition): object {
  const narrowed = { type: 'object', properties: { type: { type: 'string', const: type }, data: dataSchema(schemas, resource) } }
  return {
    post: {
      operationId: operationIdOf(type),
      tags: ['webhooks'],
      summary: type,
      description,
      security: [],
      parameters: HEADERS.map(([name, text, value]) => ({
        in: 'header',
        name,
        required: true,
        description: text,
        schema: { type: 'string' },
        example: value,
      })),
      requestBody: {
        required: true,
        content: {
          'application/json': { schema: { allOf: [{ $ref: `${REF}Event` }, narrowed] }, example: example(schemas, type, resource) },
        },
      },
      responses: {
        '2XX': { description: 'Taken. Anything else, a redirect too, is tried ten times over about 75 hours.' },
        410: { description: 'The endpoint wants nothing more and is disabled.' },
      },
    },
  }
}

/** The catalogue of events as the `webhooks` of the document: each with its schema, an example, and when it is sent. */
export function eventWebhooks(document: Document): Record<string, object> {
  const schemas = asSchemas(document)
  return Object.fromEntries((Object.keys(EVENTS) as EventType[]).map(type => [type, webhook(schemas, type, EVENTS[type])]))
}
