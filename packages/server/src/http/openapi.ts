import type { App } from './app.ts'
import { documentHabits } from './document-habits.ts'
import { documentLimits } from './document-limits.ts'
import { eventWebhooks } from './event-webhooks.ts'

const TAGS = [
  ['ingest', 'Posts stream in: pushed in batches or imported from a file.'],
  ['content', 'The posts, their filters and facets.'],
  ['spark-requests', "Asking creators for Spark Codes, and the creators' answers."],
  ['spark-codes', 'The codes: masked, revealed on the record, watched until they end.'],
  ['handoff', 'Live codes shared with an ad team by a link that ends and needs no account.'],
  ['webhooks', 'The log of events and its delivery to your systems.'],
  ['access', 'Workspaces, API keys and embed tokens.'],
] as const

const DESCRIPTION = `SparkKit ingests the posts in which a brand is tagged, finds those that can become TikTok Spark Ads, asks their creators for Spark Codes through a link that needs no account, watches every code until it ends, and tells your systems each step.

Every POST takes an \`Idempotency-Key\` and is then safe to repeat. One resource has an \`ETag\`; \`If-Match\` keeps two changes from overwriting one another. What a key may call is told in \`RateLimit\` fields.

Times are ISO 8601 UTC. Ids are TypeIDs, whose prefix names what they are. Lists answer \`{data, nextCursor}\`. Every error is \`application/problem+json\` with a stable \`code\`; [every code has a page](/docs/errors) that says what to do.`

/** Whoever runs the service knows where it is. */
const ANYWHERE = {
  url: 'https://{host}',
  description: 'Where you run SparkKit.',
  variables: { host: { default: 'sparkkit.example' } },
  'x-internal': false,
}

type Document = ReturnType<App['getOpenAPI31Document']>

const asWebhooks = (webhooks: Record<string, object>) => webhooks as NonNullable<Document['webhooks']>

/** The API as OpenAPI 3.1: made from the routes themselves, committed and diffed. */
export function openApiDocument(app: App, publicUrl?: string): Document {
  const plain = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'SparkKit API',
      version: '1',
      description: DESCRIPTION,
      contact: { name: 'SparkKit' },
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    servers: [publicUrl === undefined ? ANYWHERE : { url: publicUrl }],
    tags: TAGS.map(([name, description]) => ({ name, description })),
  })
  const document = documentLimits(documentHabits(plain))
  return { ...document, webhooks: asWebhooks(eventWebhooks(document)) }
}
