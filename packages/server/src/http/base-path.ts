import { createMiddleware } from 'hono/factory'
import type { AppEnv } from './env.ts'

/** Addresses of our own in our own pages; text of others is escaped and has no such quotes. */
const OWN_ADDRESS = /\b(href|src|action|api-base)="\/(?!\/)/g

/** Where a host mounts SparkKit under a path, what our pages and redirects call `/…` lies below that path. */
export const underBasePath = (publicUrl: string) => {
  const base = new URL(publicUrl).pathname.replace(/\/+$/, '')
  return createMiddleware<AppEnv>(async (c, next) => {
    if (base === '') return next()
    await next()
    const { headers } = c.res
    const location = headers.get('location')
    if (location?.startsWith('/')) headers.set('location', `${base}${location}`)
    if (!/^text\/html/.test(headers.get('content-type') ?? '')) return
    const page = (await c.res.text()).replace(OWN_ADDRESS, `$1="${base}/`)
    c.res = new Response(page, c.res)
  })
}
