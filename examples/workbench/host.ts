import { fileURLToPath } from 'node:url'
import { serveStatic } from '@hono/node-server/serve-static'
import type { ApiScope, SparkKit } from '@sparkkit/server'
import { Hono } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { workbenchPage } from './page.ts'

export interface HostOptions {
  kit: SparkKit
  /** Stays in this process: pages get embed tokens made with it. */
  apiKey: string
  publicUrl: string
  /** Origins under which this page is reached. */
  origins: readonly string[]
}

/** What the page needs, and no more: it cannot add posts, keys or webhooks. */
const PAGE_SCOPES: readonly ApiScope[] = [
  'content:read',
  'spark-requests:read',
  'spark-requests:write',
  'spark-codes:read',
  'spark-codes:reveal',
  'events:read',
  'sandbox:write',
]

/** The signed-in person of this demonstration: a tool of your own puts its own user here, and events name them. */
const PERSON = 'ana@northlight.example'

/** An agency's host app: two routes of its own, everything else is SparkKit's. */
export function createHost({ kit, apiKey, publicUrl, origins }: HostOptions): Hono {
  const host = new Hono()
  const images = new URL(publicUrl).origin

  host.use(
    '/',
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", images],
        connectSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
      referrerPolicy: 'no-referrer',
      strictTransportSecurity: false,
    }),
  )
  host.get('/', c => {
    c.header('cache-control', 'no-store')
    return c.html(workbenchPage())
  })

  host.post('/workbench/token', async c => {
    const origin = c.req.header('origin')
    const site = c.req.header('sec-fetch-site') ?? 'same-origin'
    if (origin === undefined || !origins.includes(origin) || site !== 'same-origin') {
      return c.json({ title: 'This page gives tokens to itself only.' }, 403)
    }
    const made = await kit.fetch(
      new Request(`${publicUrl}/v1/embed-tokens`, {
        method: 'POST',
        headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ scopes: PAGE_SCOPES, origins: [origin], actor: PERSON }),
      }),
    )
    c.header('cache-control', 'no-store')
    return made.ok ? c.json(await made.json()) : c.json({ title: 'No token could be made.' }, 502)
  })

  host.use(
    '/workbench/*',
    serveStatic({
      root: fileURLToPath(new URL('public', import.meta.url)),
      rewriteRequestPath: path => path.slice('/workbench'.length),
      onFound: (_path, c) => {
        c.header('cache-control', 'no-cache')
        c.header('x-content-type-options', 'nosniff')
      },
    }),
  )

  host.all('*', c => kit.app.fetch(c.req.raw, c.env))
  return host
}
