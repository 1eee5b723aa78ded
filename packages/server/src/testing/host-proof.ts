import { once } from 'node:events'
import type { Server } from 'node:http'
import type { ServerType } from '@hono/node-server'
import { expect } from 'vitest'
import type { SparkKit } from '../create-sparkkit.ts'
import type { Event } from '../features/webhooks/index.ts'
import { freePort } from './free-port.ts'
import { postUrl } from './scenario.ts'

export interface HostParts {
  readonly origin: string
  readonly onEvent: (event: Event) => void
  readonly log: (line: string) => void
}

export interface Mounted {
  readonly origin: string
  /** An app holds SparkKit below `/sparkkit`, and takes a name at `/sign-in`. */
  prove(): Promise<void>
  close(): Promise<void>
}

/** The first of SparkKit's own addresses in a page. */
const addressesIn = (page: string): string[] =>
  [...page.matchAll(/\b(?:href|src|action|api-base)="(\/[^"]*)"/g)].map(([, path = '']) => path)

/** Starts an app that holds SparkKit, on a port of its own. */
export async function aHostHolds(make: (parts: HostParts) => Promise<{ kit: SparkKit; server: Server | ServerType }>): Promise<Mounted> {
  const [events, lines]: [Event[], string[]] = [[], []]
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const { kit, server } = await make({ origin, onEvent: event => events.push(event), log: line => lines.push(line) })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')

  const call = async (path: string, { cookie = '', body, headers = {} }: { cookie?: string; body?: unknown; headers?: object } = {}) => {
    const given = { ...(cookie && { cookie }), ...(body !== undefined && { 'content-type': 'application/json' }), ...headers }
    const response = await fetch(`${origin}${path}`, {
      headers: given,
      ...(body !== undefined && { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = /json/.test(response.headers.get('content-type') ?? '')
    return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined }
  }

  return {
    origin,
    async prove() {
      const nobody = await call('/sparkkit/v1/me')
      expect([nobody.status, nobody.body.type]).toEqual([401, `${origin}/sparkkit/docs/errors/unauthenticated`])

      const signedIn = await call('/sign-in', { body: { name: 'ana' } })
      const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
      const me = await call('/sparkkit/v1/me', { cookie })
      expect(me.body.actor, me.text).toMatchObject({ type: 'embed_user', name: 'ana' })
      expect((await call('/sparkkit/v1/webhook-endpoints', { cookie })).body.code).toBe('insufficient_scope')
      const elsewhere = { cookie, body: { items: [{ url: postUrl(9) }] }, headers: { origin: 'https://evil.example' } }
      expect((await call('/sparkkit/v1/content/batch', elsewhere)).body.code).toBe('origin_not_allowed')

      const ingested = await call('/sparkkit/v1/content/batch', { cookie, body: { items: [{ url: postUrl(1) }] } })
      const asked = await call('/sparkkit/v1/spark-requests', { cookie, body: { content: [ingested.body.results[0].id] } })
      const { url } = asked.body.approvalLinks[0]
      expect(url).toMatch(`${origin}/sparkkit/a/`)
      const page = await call(url.slice(origin.length))
      expect([page.status, addressesIn(page.text).filter(path => !path.startsWith('/sparkkit/'))]).toEqual([200, []])
      expect(addressesIn(page.text).length).toBeGreaterThan(2)
      const errors = await call('/sparkkit/docs/errors')
      const [style = ''] = addressesIn(errors.text)
      expect([(await call(style)).status, (await call(addressesIn(errors.text).at(-1) ?? '')).status]).toEqual([200, 200])

      const uploaded = await call('/sparkkit/v1/imports', { cookie, body: `url\n${postUrl(2)}\n`, headers: { 'content-type': 'text/csv' } })
      expect([uploaded.status, uploaded.headers.get('location')]).toEqual([202, `/sparkkit/v1/imports/${uploaded.body.id}`])

      await kit.worker.drain()
      const sequences = events.map(({ sequence }) => sequence)
      expect(sequences).toEqual(sequences.map((_, index) => index + 1))
      expect(events.find(({ type }) => type === 'spark_request.created')?.actor).toMatchObject({ type: 'embed_user', name: 'ana' })
      expect(lines.some(line => line.includes('/v1/spark-requests'))).toBe(true)
      expect(lines.join('')).not.toContain(cookie)
    },
    async close() {
      kit.endStreams()
      if ('closeAllConnections' in server) server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
      await kit.close()
    },
  }
}
