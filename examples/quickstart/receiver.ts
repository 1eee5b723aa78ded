import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import * as webhooks from '@sparkkit/sdk/webhooks'

const { SPARKKIT_WEBHOOK_SECRET: secret = '', PORT = '4000' } = process.env

// An event may come twice: a receiver with a database keeps the ids there.
const seen = new Set<string>()

const server = createServer(async (request, response) => {
  try {
    const event = await webhooks.unwrap(await text(request), request.headers, secret)
    if (!seen.has(event.id)) handle(event)
    seen.add(event.id)
    response.writeHead(204).end()
  } catch (error) {
    const untrusted = error instanceof webhooks.WebhookVerificationError
    response.writeHead(untrusted ? 400 : 500).end()
    console.error(untrusted ? `Refused: ${error.code}` : error)
  }
})

function handle(event: webhooks.SparkKitEvent): void {
  if (event.type === 'spark_code.received') console.log(`${event.data.masked} is live until ${event.data.endsAt}`)
  else console.log(`${event.sequence} ${event.type}`)
}

server.listen(Number(PORT), () => {
  const address = server.address()
  console.log(`Waiting for webhooks on port ${typeof address === 'object' ? address?.port : address}`)
})
