import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import * as webhooks from '@sparkkit/sdk/webhooks'

/** A webhook receiver as an integrator would write it: verifies every delivery, and takes an event that comes twice once. */
export class Receiver implements AsyncDisposable {
  readonly events: webhooks.SparkKitEvent[] = []
  /** Deliveries whose signature did not hold. */
  refused = 0
  secret = ''
  readonly #seen = new Set<string>()
  readonly #server = createServer(async (request, response) => {
    try {
      const event = await webhooks.unwrap(await text(request), request.headers, this.secret)
      if (!this.#seen.has(event.id)) this.events.push(event)
      this.#seen.add(event.id)
      response.writeHead(204).end()
    } catch {
      this.refused += 1
      response.writeHead(400).end()
    }
  })

  async listen(): Promise<string> {
    await new Promise<void>(resolve => this.#server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/spark`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise(resolve => this.#server.close(resolve))
  }
}
