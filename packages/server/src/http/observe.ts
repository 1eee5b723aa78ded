import type { Context } from 'hono'
import { createMiddleware } from 'hono/factory'
import { matchedRoutes } from 'hono/route'
import type { AppEnv } from './env.ts'
import type { Metrics } from './metrics.ts'

const QUIET = ['/health', '/ready', '/metrics', '/assets/*']
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

const routeOf = (c: Context<AppEnv>): string => matchedRoutes(c).findLast(({ method }) => method !== 'ALL')?.path ?? 'unmatched'

/** A path is told only where no part of it is a secret: approval tokens stand in paths. */
const pathOf = (c: Context<AppEnv>, route: string): string | undefined =>
  /^\/v1\//.test(route) && !route.includes(':token') ? c.req.path : undefined

/** One line and one measurement per request. */
export const observe = (metrics: Metrics) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const start = performance.now()
    await next()
    const ms = performance.now() - start
    const route = routeOf(c)
    const { status } = c.res
    const method = METHODS.includes(c.req.method) ? c.req.method : 'OTHER'
    metrics.observe({ method, route, status }, ms / 1000)
    const caller = c.get('caller')
    const who = caller && { workspaceId: caller.scope.workspace.id, actor: caller.scope.actor }
    const line = {
      requestId: c.get('requestId'),
      method,
      route,
      path: pathOf(c, route),
      address: c.get('addressOf')(c),
      status,
      ms: Math.round(ms * 10) / 10,
      ...who,
    }
    c.get('services').logger[QUIET.includes(route) ? 'debug' : 'info'](line, 'request')
  })
