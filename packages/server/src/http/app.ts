import { OpenAPIHono } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import { cors } from 'hono/cors'
import { createMiddleware } from 'hono/factory'
import { HTTPException } from 'hono/http-exception'
import { timeout } from 'hono/timeout'
import type { RouterRoute } from 'hono/types'
import type { Services } from '../context.ts'
import { Problem } from '../problem.ts'
import { underBasePath } from './base-path.ts'
import { createAddressFinder } from './client-address.ts'
import { compress } from './compress.ts'
import type { AppEnv, Authenticate, AuthenticateByHost } from './env.ts'
import { onError, problemResponse, validationProblem } from './errors.ts'
import { knownParameters } from './known-parameters.ts'
import type { Metrics } from './metrics.ts'
import { observe } from './observe.ts'
import { createRateLimit, type RateLimit } from './rate-limit.ts'
import { hardened } from './security-headers.ts'
import { hasBody, wellFormed } from './well-formed.ts'

export type App = OpenAPIHono<AppEnv>

export interface AppOptions {
  authenticate: Authenticate
  hostAuthenticate: AuthenticateByHost | undefined
  rateLimit: RateLimit | false
  metrics: Metrics
  /** Networks whose `X-Forwarded-For` counts. */
  trustedProxies: readonly string[]
}

const MIB = 1024 * 1024
/** How much a body may hold, by the beginning of the path; the first that fits counts. Strangers may send the least. */
const BODY_LIMITS: readonly (readonly [prefix: string, bytes: number])[] = [
  ['/v1/approvals/', MIB / 16],
  ['/v1/shared-codes/', MIB / 16],
  ['/a/', MIB / 16],
  ['/c', MIB / 16],
  ['/h/', MIB / 16],
  ['/v1/spark-codes/import', 2 * MIB],
  ['/', 4 * MIB],
]
const UPLOAD_PATH = '/v1/imports'
/** A page that nobody waits for any more. Changes are never cut off: their caller could not know what became of them. */
const READ_TIMEOUT_MS = 60_000
const REQUEST_ID = /^[\w.-]{8,64}$/
const EXPOSED = ['etag', 'idempotent-replayed', 'location', 'ratelimit', 'ratelimit-policy', 'retry-after', 'x-request-id']

function bodyLimits() {
  const limits = BODY_LIMITS.map(([prefix, maxSize]) => {
    const size = maxSize < MIB ? `${maxSize / 1024} KiB` : `${maxSize / MIB} MiB`
    const onError = (): never => {
      throw new Problem('payload_too_large', `The body is larger than ${size}.`)
    }
    return { prefix, limit: bodyLimit({ maxSize, onError }) }
  })
  return createMiddleware<AppEnv>(async (c, next) => {
    // An upload is counted while it streams in: the limiter would gather one of unknown length in memory first.
    if (c.req.path === UPLOAD_PATH || !hasBody(c.req.method)) return next()
    return limits.find(({ prefix }) => c.req.path.startsWith(prefix))?.limit(c, next)
  })
}

/** The methods some route answers for this path, so that a wrong one is a 405 and not a 404. */
function allowedMethods(routes: readonly RouterRoute[], path: string): string[] {
  const matches = routes.filter(route => {
    if (route.method === 'ALL' || route.path.includes('*')) return false
    return new RegExp(`^${route.path.replace(/:[^/]+/g, '[^/]+')}$`).test(path)
  })
  const methods = new Set(matches.map(route => route.method))
  if (methods.has('GET')) methods.add('HEAD')
  return [...methods].sort()
}

/** The frame every route hangs in: request ids, limits, CORS, and one way for errors to become answers. */
export function createApp(services: Services, { authenticate, hostAuthenticate, rateLimit, metrics, trustedProxies }: AppOptions): App {
  const spendCall = createRateLimit(rateLimit)
  const addressOf = createAddressFinder(trustedProxies)
  const app: App = new OpenAPIHono<AppEnv>({
    strict: false,
    defaultHook: result => {
      if (!result.success) throw validationProblem(result.target === 'json' ? 'body' : result.target, result.error)
    },
  })

  app.use(async (c, next) => {
    const given = c.req.header('x-request-id')
    c.set('requestId', given && REQUEST_ID.test(given) ? given : crypto.randomUUID())
    c.set('services', services)
    c.set('authenticate', authenticate)
    c.set('hostAuthenticate', hostAuthenticate)
    c.set('spendCall', spendCall)
    c.set('addressOf', addressOf)
    await next()
    c.res.headers.set('x-request-id', c.get('requestId'))
  })
  app.use(observe(metrics))
  app.use(hardened)
  // Preflights are answered alike for every origin; what may be called from where is the token's to say.
  const forBrowsers = cors({ origin: '*', exposeHeaders: EXPOSED, maxAge: 600 })
  app.use('/v1/*', (c, next) => (c.req.header('origin') === undefined ? next() : forBrowsers(c, next)))
  app.use(compress)
  app.use(underBasePath(services.publicUrl))
  const readTimeout = timeout(READ_TIMEOUT_MS, () => new HTTPException(503))
  app.use((c, next) => (hasBody(c.req.method) ? next() : readTimeout(c, next)))
  app.use(bodyLimits())
  app.use(wellFormed)
  app.use(knownParameters(app))

  app.onError(onError)
  app.notFound(c => {
    const methods = allowedMethods(app.routes, c.req.path)
    if (methods.length === 0) return problemResponse(c, new Problem('route_not_found', `There is nothing at ${c.req.path}.`))
    c.header('allow', methods.join(', '))
    return problemResponse(c, new Problem('method_not_allowed', `${c.req.path} answers ${methods.join(', ')}.`))
  })
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key (`sparkkit_live_…`, `sparkkit_sandbox_…`) or an embed token made by `POST /v1/embed-tokens`.',
  })
  return app
}
