import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Problem } from '../problem.ts'
import type { App } from './app.ts'

const ROOT = new URL(import.meta.url.endsWith('.ts') ? '../../assets/' : './assets/', import.meta.url)
const PATH = /^(?:[\w-]+\/)*[\w-]+(?:\.[\w-]+)*\.(js|css|svg|map)$/
const TYPES: Record<string, string> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  map: 'application/json',
}

interface Asset {
  body: Uint8Array<ArrayBuffer>
  etag: string
}

const cache = new Map<string, Promise<Asset | undefined>>()

async function load(path: string): Promise<Asset | undefined> {
  try {
    const body = new Uint8Array(await readFile(new URL(path, ROOT)))
    return { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` }
  } catch {
    return undefined
  }
}

/** Scripts and styles of our own pages. Read once, served with a tag that lets browsers keep them. */
export function assetsRoute(app: App): void {
  app.get('/assets/*', async c => {
    const path = c.req.path.slice('/assets/'.length)
    const extension = PATH.exec(path)?.[1]
    if (!extension) throw new Problem('route_not_found')
    const reading = cache.get(path) ?? load(path)
    cache.set(path, reading)
    const asset = await reading
    if (!asset) {
      cache.delete(path)
      throw new Problem('route_not_found', `There is no asset ${path}. Run \`pnpm build:assets\`.`)
    }
    const headers = { etag: asset.etag, 'cache-control': 'public, max-age=300, must-revalidate', 'access-control-allow-origin': '*' }
    if (c.req.header('if-none-match') === asset.etag) return c.body(null, 304, headers)
    return c.body(asset.body, 200, { ...headers, 'content-type': TYPES[extension] ?? 'application/octet-stream' })
  })
}
