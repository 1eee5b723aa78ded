import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { contract, type Operation, resolved, type Schema } from './document.ts'

export interface Answer {
  /** Whether the request came from a page. */
  readonly hasOrigin: boolean
  readonly status: number
  readonly headers: Headers
  /** Undefined where it is no JSON, or was not read. */
  readonly json: unknown
}

const ROOT = 'openapi'
const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true })
formats.default(ajv)
ajv.addFormat('binary', true)
ajv.addSchema({ components: contract.components }, ROOT)

const validators = new WeakMap<Schema, ValidateFunction>()

/** References of the document, as references into it. */
const rooted = (schema: Schema): object =>
  JSON.parse(JSON.stringify(schema), (key, value) => (key === '$ref' && typeof value === 'string' ? `${ROOT}${value}` : value))

function validatorOf(schema: Schema): ValidateFunction {
  const known = validators.get(schema) ?? ajv.compile(rooted(schema))
  validators.set(schema, known)
  return known
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** A schema and all it is combined of. */
function partsOf(schema: Schema): Schema[] {
  const own = resolved(schema)
  return [own, ...[own.allOf, own.anyOf, own.oneOf].flatMap(parts => (parts ?? []).flatMap(partsOf))]
}

/** Fields that no part of the schema knows: they would go out undocumented. */
function undeclared(schema: Schema, value: unknown, path: string): string[] {
  const parts = partsOf(schema)
  if (Array.isArray(value)) {
    const items = parts.find(part => part.items)?.items
    return items ? value.flatMap((item, index) => undeclared(items, item, `${path}[${index}]`)) : []
  }
  if (!isRecord(value) || parts.some(part => part.type === 'object' && !part.properties)) return []
  return Object.entries(value).flatMap(([name, inner]) => {
    const declared = parts.flatMap(part => part.properties?.[name] ?? [])
    const [first] = declared
    if (declared.length > 1) return undeclared({ anyOf: declared }, inner, `${path}.${name}`)
    return first ? undeclared(first, inner, `${path}.${name}`) : [`${path}.${name} is not documented`]
  })
}

function schemaViolations(schema: Schema, value: unknown): string[] {
  const validate = validatorOf(schema)
  const broken = validate(value) ? [] : (validate.errors ?? []).map(error => `body${error.instancePath} ${error.message}`)
  return [...broken, ...undeclared(schema, value, 'body')]
}

/** In what an answer differs from what the document says of its operation. */
export function violationsOf(operation: Operation, { hasOrigin, status, headers, json }: Answer): string[] {
  const documented = operation.responses[status]
  if (!documented) return [`status ${status} is not documented`]
  const origin = !hasOrigin || headers.get('access-control-allow-origin') === '*' ? [] : ['access-control-allow-origin is missing']
  const type = headers.get('content-type')?.split(';')[0]
  if (!documented.content) return [...origin, ...(json === undefined ? [] : ['a body is not documented'])]
  const schema = type === undefined ? undefined : documented.content[type]?.schema
  if (!schema) return [...origin, `content-type ${type} is not documented`]
  return json === undefined ? origin : [...origin, ...schemaViolations(schema, json)]
}
