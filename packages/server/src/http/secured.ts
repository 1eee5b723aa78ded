import type { Context, Next } from 'hono'
import { createMiddleware } from 'hono/factory'
import type { ApiScope } from '../features/access/scopes.ts'
import { Problem } from '../problem.ts'
import type { AppEnv, Caller } from './env.ts'
import { isOneResource, tagAnswer } from './etag.ts'
import { claimKey, keepLease, settleKey } from './idempotency.ts'

const BEARER = /^Bearer +([\w.~+/=-]+)$/i

export interface SecuredOptions {
  /** The operation shows embed tokens with a row filter no more than that. Without it such tokens cannot call it. */
  rowFilter?: boolean
}

async function callerOf(c: Context<AppEnv>): Promise<Caller> {
  const services = c.get('services')
  const requestId = c.get('requestId')
  const hostAuthenticate = c.get('hostAuthenticate')
  const header = c.req.header('authorization')
  const known = header === undefined && hostAuthenticate ? await hostAuthenticate(services, { raw: c.req.raw, requestId }) : null
  if (known) return known
  const bearer = BEARER.exec(header ?? '')?.[1]
  if (!bearer) throw new Problem('unauthenticated', 'Send an API key or embed token as `Authorization: Bearer …`.')
  const isRead = c.req.method === 'GET' || c.req.method === 'HEAD'
  return c.get('authenticate')(services, { bearer, origin: c.req.header('origin'), requestId, isRead })
}

async function identify(c: Context<AppEnv>, needed: ApiScope | null, { rowFilter = false }: SecuredOptions): Promise<void> {
  const caller = await callerOf(c)
  await c.get('spendCall')(c, caller)
  if (needed && !caller.scopes.includes(needed)) throw new Problem('insufficient_scope', `This call needs the scope \`${needed}\`.`)
  if (caller.scope.rowFilter && !rowFilter) {
    throw new Problem('insufficient_scope', 'This embed token shows a part of the workspace, which this call does not know how to keep to.')
  }
  c.set('caller', caller)
}

async function once(c: Context<AppEnv>, key: string, next: Next): Promise<Response | undefined> {
  const claimed = await claimKey(c, key)
  if (claimed instanceof Response) return claimed
  c.set('idempotentCall', claimed)
  const isResumed = claimed.outcomes.length > 0
  const stop = keepLease(c.get('services'), claimed)
  try {
    await next()
  } finally {
    stop()
  }
  await settleKey(c.get('services'), claimed, c.res)
  if (isResumed) c.res.headers.set('idempotent-replayed', 'true')
  return undefined
}

/** Lets a call through when its API key or embed token holds the scope (any, where none is named) and has calls left. */
const requireScope = (needed: ApiScope | null, options: SecuredOptions) =>
  createMiddleware<AppEnv>(async (c, next) => {
    await identify(c, needed, options)
    const key = c.req.method === 'POST' ? c.req.header('idempotency-key') : undefined
    if (key !== undefined) return once(c, key, next)
    const path = c.req.routePath
    await next()
    if (c.req.method !== 'POST' && isOneResource(path)) await tagAnswer(c)
    return undefined
  })

/** For `createRoute`: who may call, enforced and documented in one place. */
export const secured = (scope: ApiScope | null, options: SecuredOptions = {}) => ({
  security: [{ bearer: scope ? [scope] : [] }],
  middleware: requireScope(scope, options),
})
