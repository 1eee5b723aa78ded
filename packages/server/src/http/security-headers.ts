import { createMiddleware } from 'hono/factory'
import type { AppEnv } from './env.ts'

/** Sent with every answer that does not say otherwise: data is never a page, is never framed, is never kept. */
export const hardened = createMiddleware<AppEnv>(async (c, next) => {
  await next()
  const { headers } = c.res
  const type = headers.get('content-type') ?? ''
  const defaults: Record<string, string> = {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    ...(c.var.services.publicUrl.startsWith('https:') && { 'strict-transport-security': 'max-age=31536000' }),
    ...(!/html|javascript|css|svg/.test(type) && { 'content-security-policy': "default-src 'none'; frame-ancestors 'none'" }),
    ...(c.req.path.startsWith('/v1/') && { 'cache-control': 'no-store' }),
  }
  for (const [name, value] of Object.entries(defaults)) if (!headers.has(name)) headers.set(name, value)
})
