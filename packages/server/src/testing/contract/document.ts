import { readFileSync } from 'node:fs'

/** The parts of JSON Schema that the document uses. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly format?: string
  readonly pattern?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly default?: unknown
  readonly example?: unknown
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly propertyNames?: Schema
  readonly allOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
}

export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required?: boolean
  readonly schema: Schema
}

/** Media type → its schema. */
type Content = Readonly<Record<string, { readonly schema: Schema }>>

export interface Operation {
  readonly id: string
  /** In capitals. */
  readonly method: string
  readonly path: string
  readonly parameters: readonly Parameter[]
  /** Undefined where the operation takes no body. */
  readonly body: { readonly required: boolean; readonly content: Content } | undefined
  /** Status → what it answers then. */
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>
  /** The scope a key needs; null for any key, undefined for calls without one. */
  readonly scope: string | null | undefined
}

interface Reference {
  readonly $ref: string
}
interface RawOperation {
  readonly operationId: string
  readonly parameters?: readonly (Parameter | Reference)[]
  readonly requestBody?: { readonly required?: boolean; readonly content: Content }
  readonly responses: Operation['responses']
  readonly security?: readonly { readonly bearer?: readonly string[] }[]
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, RawOperation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>>; readonly parameters: Readonly<Record<string, Parameter>> }
}

const FILE = new URL('../../../openapi.json', import.meta.url)

/** The committed document; `verify` sees to it that it is the one the routes make. */
export const contract: Document = JSON.parse(readFileSync(FILE, 'utf8'))

const nameOf = ({ $ref }: Reference): string => $ref.split('/').at(-1) ?? ''

function parameterOf(given: Parameter | Reference): Parameter {
  if (!('$ref' in given)) return given
  const found = contract.components.parameters[nameOf(given)]
  if (!found) throw new Error(`The document has no ${given.$ref}.`)
  return found
}

/** A schema with what it refers to in its place; what stands inside it may refer on. */
export function resolved(schema: Schema): Schema {
  if (schema.$ref === undefined) return schema
  const found = contract.components.schemas[nameOf({ $ref: schema.$ref })]
  if (!found) throw new Error(`The document has no ${schema.$ref}.`)
  return resolved(found)
}

function operationOf(method: string, path: string, raw: RawOperation): Operation {
  const [needed] = raw.security ?? []
  return {
    id: raw.operationId,
    method: method.toUpperCase(),
    path,
    parameters: (raw.parameters ?? []).map(parameterOf),
    body: raw.requestBody && { required: raw.requestBody.required ?? false, content: raw.requestBody.content },
    responses: raw.responses,
    scope: needed?.bearer ? (needed.bearer[0] ?? null) : undefined,
  }
}

/** Every operation of the API, in the order of the document. */
export const OPERATIONS: readonly Operation[] = Object.entries(contract.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, raw]) => operationOf(method, path, raw)),
)

const patternOf = (path: string): RegExp => new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}/?$`)

/** Words go before parameters: `/v1/events/stream` is no event's id. */
const ROUTES = OPERATIONS.map(operation => ({ operation, pattern: patternOf(operation.path) })).sort(
  (a, b) => a.operation.path.split('{').length - b.operation.path.split('{').length,
)

/** The operation that answers a request, if any. */
export const operationFor = (method: string, pathname: string): Operation | undefined =>
  ROUTES.find(({ operation, pattern }) => operation.method === method && pattern.test(pathname))?.operation
