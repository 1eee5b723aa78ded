import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { createMiddleware } from 'hono/factory'
import type { AppEnv } from './env.ts'

/** Below this a packet holds the answer anyway. */
const MIN_BYTES = 1024
/** Whole answers. What comes as a stream goes out as it comes. */
const COMPRESSIBLE = /^(application\/([\w.-]+\+)?json|text\/(html|css|javascript|csv|plain)|image\/svg\+xml)\b/
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }

const compressors = {
  br: (body: Uint8Array) => promisify(brotliCompress)(body, BROTLI),
  gzip: (body: Uint8Array) => promisify(gzip)(body),
}
type Encoding = keyof typeof compressors

/** What the caller likes best; Brotli before gzip where it does not mind. */
export function encodingOf(header: string): Encoding | undefined {
  const weights = new Map(
    header.split(',').map(part => {
      const [name = '', ...parameters] = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/)
      const q = parameters.find(parameter => parameter.startsWith('q='))?.slice(2)
      return [name, q === undefined ? 1 : Number(q) || 0]
    }),
  )
  const weightOf = (name: string): number => weights.get(name) ?? weights.get('*') ?? 0
  const [best] = (['br', 'gzip'] as const).filter(name => weightOf(name) > 0).sort((a, b) => weightOf(b) - weightOf(a))
  return best
}

export const compress = createMiddleware<AppEnv>(async (c, next) => {
  await next()
  const { headers } = c.res
  if (c.req.method === 'HEAD' || headers.has('content-encoding') || headers.has('content-length')) return
  if (!COMPRESSIBLE.test(headers.get('content-type') ?? '')) return
  headers.append('vary', 'Accept-Encoding')
  const encoding = encodingOf(c.req.header('accept-encoding') ?? '')
  if (!encoding) return
  const body = new Uint8Array(await c.res.arrayBuffer())
  const packed = body.byteLength < MIN_BYTES ? body : new Uint8Array(await compressors[encoding](body))
  c.res = new Response(packed, c.res)
  if (packed === body) return
  c.res.headers.set('content-encoding', encoding)
  const etag = c.res.headers.get('etag')
  if (etag && !etag.startsWith('W/')) c.res.headers.set('etag', `W/${etag}`)
})
