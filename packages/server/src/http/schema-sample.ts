/** The parts of JSON Schema that the document uses. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly example?: unknown
  readonly default?: unknown
  readonly minimum?: number
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly allOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly additionalProperties?: unknown
}

const REF = /^#\/components\/schemas\//

function resolve(schemas: Readonly<Record<string, Schema>>, { $ref = '' }: Schema): Schema {
  const found = schemas[$ref.replace(REF, '')]
  if (!found) throw new Error(`The document has no ${$ref}.`)
  return found
}

function sampleOfType(schemas: Readonly<Record<string, Schema>>, schema: Schema): unknown {
  const [type] = [schema.type].flat()
  if (Array.isArray(schema.type) && schema.type.includes('null')) return null
  if (type === 'object') {
    const entries = Object.entries(schema.properties ?? {}).filter(([name]) => schema.required?.includes(name))
    return Object.fromEntries(entries.map(([name, value]) => [name, sampleOf(schemas, value)]))
  }
  if (type === 'array') return schema.items ? [sampleOf(schemas, schema.items)] : []
  if (type === 'integer' || type === 'number') return schema.minimum ?? 0
  return type === 'boolean' ? false : type === 'string' ? 'text' : null
}

/** A value that fits a schema, by its examples where it has some. What is optional is left out, what is nullable is null. */
export function sampleOf(schemas: Readonly<Record<string, Schema>>, schema: Schema): unknown {
  if (schema.$ref) return sampleOf(schemas, resolve(schemas, schema))
  if (schema.example !== undefined) return schema.example
  if (schema.const !== undefined) return schema.const
  if (schema.default !== undefined) return schema.default
  if (schema.enum) return schema.enum[0]
  if (schema.allOf) {
    const parts = schema.allOf.map(part => sampleOf(schemas, part))
    return parts.every(part => part === null) ? null : Object.assign({}, ...parts)
  }
  const alternatives = schema.anyOf ?? schema.oneOf
  return alternatives?.[0] ? sampleOf(schemas, alternatives[0]) : sampleOfType(schemas, schema)
}
