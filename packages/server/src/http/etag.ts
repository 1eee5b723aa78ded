import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { Problem } from '../problem.ts'
import type { AppEnv } from './env.ts'

/** Resources without an id of their own in the path. */
const SINGLETONS = ['/v1/workspace']

/** Whether a path, with `:id` or `{id}`, names one resource and not a list or an action. */
export const isOneResource = (path: string): boolean => /\/(?::\w+|\{\w+\})$/.test(path) || SINGLETONS.includes(path)

/** One order of keys: databases that keep JSON as values give it back in another one than it came in. */
function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

const etagOf = (resource: unknown): string =>
  `"${createHash('sha256').update(JSON.stringify(resource, inOrder)).digest('base64url').slice(0, 22)}"`

/** Proxies that compress make a tag weak; the resource is the same. */
const opaque = (tag: string): string => tag.trim().replace(/^W\//, '')

const names = (header: string, tag: string): boolean => header.trim() === '*' || header.split(',').some(each => opaque(each) === tag)

/** Tags the answer of one resource, and answers 304 to those who have it already. */
export async function tagAnswer(c: Context<AppEnv>): Promise<void> {
  if (c.res.status !== 200 || !/json/.test(c.res.headers.get('content-type') ?? '')) return
  const etag = etagOf(await c.res.clone().json())
  c.res.headers.set('etag', etag)
  const known = c.req.header('if-none-match')
  if (known === undefined || !/^(GET|HEAD)$/.test(c.req.method) || !names(known, etag)) return
  c.res = new Response(null, { status: 304, headers: c.res.headers })
  c.res.headers.delete('content-type')
}

/** Refuses a change of a resource that is no longer what the caller saw. Called inside the transaction that changes it. */
export async function assertUnchanged(c: Context<AppEnv>, current: () => Promise<object>): Promise<void> {
  const wanted = c.req.header('if-match')
  if (wanted !== undefined && !names(wanted, etagOf(await current()))) throw new Problem('precondition_failed')
}
