import { getRequestListener } from '@hono/node-server'
import { type ApiScope, createApiKey, createSparkKit, createWorkspace, type OnEvent, type SparkKit } from '@sparkkit/server'
import express, { type Express } from 'express'
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
  app: Express
  kit: SparkKit
}

const PREFIX = '/sparkkit'
/** What the people of this app may do. A key may do more than a person: give `scopes` where people differ. */
const SCOPES: readonly ApiScope[] = ['content:read', 'content:write', 'spark-requests:read', 'spark-requests:write', 'spark-codes:read']
const SESSION = /(?:^|; )session=([\w-]+)/

/** An app with sessions of its own. Everything below `/sparkkit` is SparkKit's, for whoever is signed in here. */
export async function createHost({ origin, ...options }: HostOptions): Promise<Host> {
  const people = new Map<string, string>()
  const personOf = (cookie: string | null | undefined): string | undefined => people.get(SESSION.exec(cookie ?? '')?.[1] ?? '')

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

  const app = express()
  // Before anything that reads bodies: SparkKit reads its own.
  app.use(PREFIX, getRequestListener(kit.fetch, { overrideGlobalObjects: false }))
  app.use(express.json())
  // Stands for a sign-in of your own.
  app.post('/sign-in', (request, response) => {
    const session = crypto.randomUUID()
    people.set(session, String(request.body.name))
    response.cookie('session', session, { httpOnly: true, sameSite: 'lax' }).json({ name: request.body.name })
  })
  app.get('/', (request, response) => {
    response.type('text').send(`Hello ${personOf(request.headers.cookie) ?? 'stranger'}`)
  })
  return { app, kit }
}
