import { createMiddleware } from 'hono/factory'
import type { ApiScope } from '../features/access/scopes.ts'
import { Problem } from '../problem.ts'
import type { AppEnv } from './env.ts'

const BEARER = /^Bearer +([\w.~+/=-]+)$/i

/** Lets a call through when its API key or embed token holds the scope (any, where none is named). */
const requireScope = (needed: ApiScope | null) =>
  createMiddleware<AppEnv>(async (c, next) => {
    const bearer = BEARER.exec(c.req.header('authorization') ?? '')?.[1]
    if (!bearer) throw new Problem('unauthenticated', 'Send an API key or embed token as `Authorization: Bearer …`.')
    const caller = await c.var.authenticate(c.var.services, { bearer, origin: c.req.header('origin'), requestId: c.var.requestId })
    if (needed && !caller.scopes.includes(needed)) throw new Problem('insufficient_scope', `This call needs the scope \`${needed}\`.`)
    c.set('caller', caller)
    await next()
  })

/** For `createRoute`: who may call, enforced and documented in one place. */
export const secured = (scope: ApiScope | null) => ({
  security: [{ bearer: scope ? [scope] : [] }],
  middleware: requireScope(scope),
})
