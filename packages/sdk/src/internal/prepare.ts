import type { Method, RequestOptions } from '../options.ts'
import { type EncodedBody, encodeBody } from './body.ts'
import { checkPath } from './path.ts'
import { serializeQuery } from './query.ts'

const REPEATABLE_METHODS: readonly Method[] = ['GET', 'PUT', 'PATCH', 'DELETE']

/** A call as it goes out, the same on every try but for its credential. */
export type Prepared = {
  readonly url: string
  readonly headers: Headers
  readonly body: EncodedBody
  /** Whether doing the work twice is harmless. */
  readonly repeatable: boolean
}

export type Defaults = {
  readonly baseUrl: string
  readonly headers: Readonly<Record<string, string>>
  readonly newIdempotencyKey: () => string
}

export function prepare(options: RequestOptions, defaults: Defaults): Prepared {
  const headers = new Headers({ accept: 'application/json', ...lowerCased(defaults.headers) })
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    if (value === null) headers.delete(name)
    else headers.set(name, value)
  }
  const key = options.idempotencyKey ?? (options.method === 'POST' ? defaults.newIdempotencyKey() : false)
  if (key !== false) headers.set('idempotency-key', key)
  const body = encodeBody(options.body, headers)
  if (body.contentType !== null) headers.set('content-type', body.contentType)
  return {
    url: defaults.baseUrl + checkPath(options.path) + serializeQuery(options.query),
    headers,
    body,
    repeatable: REPEATABLE_METHODS.includes(options.method) || headers.has('idempotency-key'),
  }
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}
