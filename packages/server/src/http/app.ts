import { OpenAPIHono } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import { compress } from 'hono/compress'
import { cors } from 'hono/cors'
import type { RouterRoute } from 'hono/types'
import type { Services } from '../context.ts'
import { Problem } from '../problem.ts'
import type { AppEnv, Authenticate } from './env.ts'
import { onError, problemResponse, validationProblem } from './errors.ts'
import { wellFormed } from './well-formed.ts'

export type App = OpenAPIHono<AppEnv>

const MAX_BODY_BYTES = 4 * 1024 * 1024
const MAX_UPLOAD_BYTES = 256 * 1024 * 1024
const REQUEST_ID = /^[\w.-]{8,64}$/

/** The methods some route answers for this path, so that a wrong one is a 405 and not a 404. */
function allowedMethods(routes: readonly RouterRoute[], path: string): string[] {
  const matches = routes.filter(route => {
    if (route.method === 'ALL' || route.path.includes('*')) return false
    return new RegExp(`^${route.path.replace(/:[^/]+/g, '[^/]+')}$`).test(path)
  })
  return [...new Set(matches.map(route => route.method))].sort()
}

/** The frame every route hangs in: request ids, limits, CORS, and one way for errors to become answers. */
export function createApp(services: Services, authenticate: Authenticate): App {
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
    await next()
    c.header('x-request-id', c.var.requestId)
    c.header('x-content-type-options', 'nosniff')
  })
  // Preflights are answered alike for every origin; what may be called from where is the token's to say.
  app.use('/v1/*', cors({ origin: '*', exposeHeaders: ['x-request-id', 'retry-after', 'location'], maxAge: 600 }))
  app.use('/v1/*', async (c, next) => {
    c.header('cache-control', 'no-store')
    await next()
  })
  app.use(compress({ threshold: 1024 }))
  const limit = (maxSize: number) =>
    bodyLimit({
      maxSize,
      onError: () => {
        throw new Problem('payload_too_large', `The body is larger than ${maxSize / 1024 / 1024} MiB.`)
      },
    })
  const small = limit(MAX_BODY_BYTES)
  const large = limit(MAX_UPLOAD_BYTES)
  app.use((c, next) => (c.req.path === '/v1/imports' ? large : small)(c, next))
  app.use(wellFormed)

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
