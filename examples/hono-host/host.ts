import { type ApiScope, createApiKey, createSparkKit, createWorkspace, type OnEvent, type SparkKit } from '@sparkkit/server'
import { Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import type { Logger } from 'pino'

export interface HostOptions {
  databaseUrl: string
  keyRing: string
  /** Where this app is reached; SparkKit is below it. */
  origin: string
  logger: Logger
  onEvent: OnEvent
}

export interface Host {
  fetch(request: Request, env?: object): Response | Promise<Response>
  kit: SparkKit
}

const PREFIX = '/sparkkit'
/** What the people of this app may do. A key may do more than a person: give `scopes` where people differ. */
const SCOPES: readonly ApiScope[] = ['content:read', 'content:write', 'spark-requests:read', 'spark-requests:write', 'spark-codes:read']

/** An app with sessions of its own. Everything below `/sparkkit` is SparkKit's, for whoever is signed in here. */
export async function createHost({ origin, ...options }: HostOptions): Promise<Host> {
  const people = new Map<string, string>()
  const personOf = (cookie: string | null): string | undefined => people.get(/(?:^|; )session=([\w-]+)/.exec(cookie ?? '')?.[1] ?? '')

  const kit = await createSparkKit({
    ...options,
    publicUrl: `${origin}${PREFIX}`,
    authenticate: request => {
      const actor = personOf(request.headers.get('cookie'))
      return actor === undefined ? undefined : { workspaceId: workspace.id, apiKeyId: key.id, actor }
    },
  })
  // A real app makes both once for each brand, and keeps the two ids.
  const workspace = await createWorkspace(kit.services, { name: 'Lumen Skincare', mode: 'live' })
  const key = await createApiKey(kit.services, workspace, { name: 'people of the app', scopes: SCOPES, expiresAt: null })

  const app = new Hono()
  app.mount(PREFIX, kit.fetch)
  // Stands for a sign-in of your own.
  app.post('/sign-in', async c => {
    const { name } = await c.req.json<{ name: string }>()
    const session = crypto.randomUUID()
    people.set(session, name)
    setCookie(c, 'session', session, { httpOnly: true, sameSite: 'Lax', path: '/' })
    return c.json({ name })
  })
  app.get('/', c => c.text(`Hello ${people.get(getCookie(c, 'session') ?? '') ?? 'stranger'}`))
  return { fetch: app.fetch, kit }
}
