import { createMiddleware } from 'hono/factory'
import type { AppEnv } from './env.ts'

/** Sent with every answer that does not say otherwise: data is never a page, is never framed, is never kept. */
export const hardened = createMiddleware<AppEnv>(async (c, next) => {
  await next()
  const { headers } = c.res
  const unlessGiven = (name: string, value: string): void => {
    if (!headers.has(name)) headers.set(name, value)
  }
  unlessGiven('x-content-type-options', 'nosniff')
  unlessGiven('referrer-policy', 'no-referrer')
  unlessGiven('x-frame-options', 'DENY')
  if (c.get('services').publicUrl.startsWith('https:')) unlessGiven('strict-transport-security', 'max-age=31536000')
  const isPage = /html|javascript|css|svg/.test(headers.get('content-type') ?? '')
  if (!isPage) unlessGiven('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
  if (c.req.path.startsWith('/v1/')) unlessGiven('cache-control', 'no-store')
})
