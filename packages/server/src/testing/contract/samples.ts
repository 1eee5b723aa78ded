import { API_SCOPES } from '../../features/access/index.ts'
import { sampleOf } from '../../http/schema-sample.ts'
import { TEST_PUBLIC_URL } from '../index.ts'
import { postUrl, sparkCode } from '../scenario.ts'
import { contract, type Operation, resolved, type Schema } from './document.ts'
import { lately, type World } from './world.ts'

type Ids = World['ids']

const DAYS = { startsOn: '2027-02-01', endsOn: '2027-02-03', timeZone: 'UTC' }
const answer = (ids: Ids) => ({ requestId: ids['spark-requests'], code: sparkCode('sample') })

/** Bodies whose meaning a schema does not tell. Of other operations the shortest body that fits the schema will do. */
const BODIES: Readonly<Record<string, (ids: Ids) => unknown>> = {
  createImport: () => `url\n${postUrl(71)}\n`,
  importSparkCodes: ids => `content,code\n${ids.content},${sparkCode('imported')}\n`,
  batchContent: () => ({ items: [{ url: postUrl(72) }] }),
  updateContent: () => ({ externalId: 'a' }),
  createSparkRequests: ids => ({ content: [ids.content] }),

  checkApprovalCode: answer,
  approveSparkRequest: answer,
  sortApprovalCodes: () => ({ text: sparkCode('sample') }),
  addSparkCode: ids => ({ content: ids.content, code: sparkCode('added') }),
  createConnection: () => ({ name: 'Ads', token: 'another', advertiserIds: ['7012345678901234567'] }),
  bindSparkCode: ids => ({ adAccountId: ids['ad-accounts'] }),
  unbindSparkCode: ids => ({ adAccountId: ids['ad-accounts'] }),
  bindSparkCodes: ids => ({ items: [{ sparkCodeId: ids['spark-codes'], adAccountId: ids['ad-accounts'] }] }),
  addFlights: ids => ({ items: [{ content: ids.content, ...DAYS }] }),
  createReplay: () => ({ since: lately() }),
  createApiKey: () => ({ name: 'sample', scopes: ['content:read'] }),
  createEmbedToken: ids => ({
    scopes: [API_SCOPES[0]],
    origins: ['https://app.example'],
    actor: 'ana',
    filter: { creatorId: [ids.creators] },
  }),
  advanceSandboxClock: () => ({ days: 1 }),
}

/** A call as a caller writes it. */
export interface Call {
  readonly operation: Operation
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

const ID_PATTERN = /^\^([a-z]+)_\[0-7\]/
const prefixOf = (id: string): string => id.split('_')[0] ?? ''

/** The id of a kind, for a schema that asks for one. */
function idFor({ pattern = '' }: Schema, ids: Ids): string | undefined {
  const prefix = ID_PATTERN.exec(pattern)?.[1]
  return prefix === undefined ? undefined : Object.values(ids).find(id => prefixOf(id) === prefix)
}

/** A body with the ids that its schema asks for by their pattern. */
function withIds(schema: Schema, body: unknown, ids: Ids): unknown {
  const { properties = {} } = resolved(schema)
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body
  const found = Object.entries(properties).flatMap(([name, property]) => {
    const { items, ...own } = resolved(property)
    const id = idFor(items ? resolved(items) : own, ids)
    return id === undefined ? [] : [[name, items ? [id] : id]]
  })
  return { ...body, ...Object.fromEntries(found) }
}

const collectionOf = (path: string): string => path.split('/')[2] ?? ''

/** What a path names beside its own collection. */
const NAMED: Readonly<Record<string, string>> = { requestId: 'spark-requests' }

function named(operation: Operation, name: string, { ids, tokens }: { ids: Ids; tokens: World['tokens'] }): string {
  const collection = collectionOf(operation.path)
  const found = name === 'token' ? tokens[collection] : ids[NAMED[name] ?? collection]
  if (found === undefined) throw new Error(`world.ts makes no {${name}} for ${operation.method} ${operation.path}.`)
  return found
}

export const mediaTypeOf = ({ body }: Operation): string | undefined => Object.keys(body?.content ?? {})[0]

function bodyOf(operation: Operation, ids: Ids): unknown {
  const type = mediaTypeOf(operation)
  const schema = type === undefined ? undefined : operation.body?.content[type]?.schema
  if (!schema) return undefined
  const body = BODIES[operation.id]?.(ids) ?? sampleOf(contract.components.schemas, schema)
  return withIds(schema, body, ids)
}

/** A call of the operation that is fine in this world. `ids` are those of the caller's world unless others are given. */
export function callOf(operation: Operation, { tokens, ids }: Pick<World, 'tokens' | 'ids'>): Call {
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name) => named(operation, name, { ids, tokens }))
  const type = mediaTypeOf(operation)
  const required = operation.parameters.filter(parameter => parameter.in === 'query' && parameter.required)
  const query = Object.fromEntries(required.map(({ name, schema }) => [name, String(sampleOf(contract.components.schemas, schema))]))
  return { operation, path, query, headers: type === undefined ? {} : { 'content-type': type }, body: bodyOf(operation, ids) }
}

/** The query parameters that name something by its id, each with such an id. */
export const idQueriesOf = ({ parameters }: Operation, ids: Ids): Record<string, string>[] =>
  parameters.flatMap(({ name, in: place, schema }) => {
    const id = place === 'query' ? (idFor(schema, ids) ?? (schema.items && idFor(schema.items, ids))) : undefined
    return id === undefined ? [] : [{ [name]: id }]
  })

export function requestOf({ operation, path, query, headers, body }: Call, key: string | null): Request {
  const search = new URLSearchParams(query).toString()
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
  return new Request(`${TEST_PUBLIC_URL}${path}${search === '' ? '' : `?${search}`}`, {
    method: operation.method,
    headers: { ...(key !== null && { authorization: `Bearer ${key}` }), ...headers },
    ...(text !== undefined && { body: text }),
  })
}

export interface Read {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** Reads an answer; of a stream only its head. */
export async function readAnswer(response: Response): Promise<Read> {
  const { status, headers } = response
  const isStream = headers.get('content-type')?.startsWith('text/event-stream')
  if (isStream) await response.body?.cancel()
  return { status, headers, text: isStream ? '' : await response.text() }
}
