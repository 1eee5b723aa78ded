import type { Services } from '../../context.ts'
import type { EndpointRow } from './store.ts'

const NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/
/** Ours to set, or a matter of the connection. */
const RESERVED =
  /^(?:host|content-.*|webhook-.*|user-agent|connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|expect|date|via|forwarded|x-forwarded-.*|accept-encoding|sec-.*|:.*)$/i
const VALUE = /^[\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?$/

export const MAX_HEADERS = 20
export const MAX_HEADER_VALUE = 1000

export const isCustomHeaderName = (name: string): boolean => NAME.test(name) && !RESERVED.test(name)
export const isCustomHeaderValue = (value: string): boolean => value.length <= MAX_HEADER_VALUE && VALUE.test(value)

export type CustomHeaders = Readonly<Record<string, string>>

interface Sealer {
  readonly keyRing: Services['keyRing']
  readonly workspaceId: string
}

const contextOf = (workspaceId: string, rowId: string) => ({ workspaceId, rowId, purpose: 'webhook_headers' as const })

/** The two columns that hold custom headers: their names to show, all of it sealed. */
export function sealHeaders({ keyRing, workspaceId }: Sealer, id: string, headers: CustomHeaders) {
  const headerNames = Object.keys(headers).sort()
  const headersSealed = headerNames.length === 0 ? null : keyRing.seal(JSON.stringify(headers), contextOf(workspaceId, id))
  return { headerNames, headersSealed }
}

export function openHeaders({ keyRing, workspaceId }: Sealer, row: Pick<EndpointRow, 'id' | 'headersSealed'>): CustomHeaders {
  return row.headersSealed === null ? {} : JSON.parse(keyRing.open(row.headersSealed, contextOf(workspaceId, row.id)))
}

/** JSON Merge Patch, with names in lower case; null removes. */
export function patchHeaders(current: CustomHeaders, patch: Readonly<Record<string, string | null>> | null): CustomHeaders {
  if (patch === null) return {}
  const merged: Record<string, string> = { ...current }
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete merged[name.toLowerCase()]
    else merged[name.toLowerCase()] = value
  }
  return merged
}
