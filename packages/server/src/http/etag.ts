import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { Problem } from '../problem.ts'
import type { AppEnv } from './env.ts'

/** Resources without an id of their own in the path. */
const SINGLETONS = ['/v1/workspace', '/v1/message-template']

/** Whether a path, with `:id` or `{id}`, names one resource and not a list or an action. */
export const isOneResource = (path: string): boolean => /\/(?::\w+|\{\w+\})$/.test(path) || SINGLETONS.includes(path)

export const etagOf = (body: string): string => `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`

/** Proxies that compress make a tag weak; the resource is the same. */
const opaque = (tag: string): string => tag.trim().replace(/^W\//, '')

const names = (header: string, tag: string): boolean => header.trim() === '*' || header.split(',').some(each => opaque(each) === tag)

/** Tags the answer of one resource, and answers 304 to those who have it already. */
export async function tagAnswer(c: Context<AppEnv>): Promise<void> {
  if (c.res.status !== 200 || !/json/.test(c.res.headers.get('content-type') ?? '')) return
  const etag = etagOf(await c.res.clone().text())
  c.header('etag', etag)
  const known = c.req.header('if-none-match')
  if (known === undefined || !/^(GET|HEAD)$/.test(c.req.method) || !names(known, etag)) return
  c.res = new Response(null, { status: 304, headers: c.res.headers })
  c.res.headers.delete('content-type')
}

/** Refuses a change of a resource that is no longer what the caller saw. Called inside the transaction that changes it. */
export async function assertUnchanged(c: Context<AppEnv>, current: () => Promise<object>): Promise<void> {
  const wanted = c.req.header('if-match')
  if (wanted !== undefined && !names(wanted, etagOf(JSON.stringify(await current())))) throw new Problem('precondition_failed')
}
