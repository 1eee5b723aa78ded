import type { OpenAPIHono } from '@hono/zod-openapi'
import { createMiddleware } from 'hono/factory'
import { matchedRoutes } from 'hono/route'
import { Problem } from '../problem.ts'
import type { AppEnv } from './env.ts'

/** `GET /v1/content/:id`, for every operation that declares no query parameters. */
function bareOperations(app: OpenAPIHono<AppEnv>): Set<string> {
  const routes = app.openAPIRegistry.definitions.flatMap(definition => (definition.type === 'route' ? [definition.route] : []))
  const bare = routes.filter(route => route.request?.query === undefined)
  return new Set(bare.map(route => `${route.method.toUpperCase()} ${route.path.replace(/\{(\w+)\}/g, ':$1')}`))
}

/** A query parameter that an operation does not know is refused there as well where it knows none at all. */
export const knownParameters = (app: OpenAPIHono<AppEnv>) => {
  let bare: Set<string> | undefined
  return createMiddleware<AppEnv>(async (c, next) => {
    const [name] = Object.keys(c.req.query())
    const route = name === undefined ? undefined : matchedRoutes(c).find(({ method }) => method !== 'ALL')
    if (name !== undefined && route) {
      bare ??= bareOperations(app)
      const message = `Unrecognized key: "${name}"`
      if (bare.has(`${route.method} ${route.path}`)) throw new Problem('invalid_request', `query: ${message}`, [{ path: 'query', message }])
    }
    await next()
  })
}
