const INT32_MAX = 2 ** 31 - 1

/** The longest spelling that a format allows here. */
const LONGEST: Readonly<Record<string, number>> = { date: 10, 'date-time': 40, uri: 2048 }

interface Limits {
  type?: unknown
  format?: unknown
  maximum?: unknown
  maxLength?: unknown
  enum?: unknown
}

const isOf = ({ type }: Limits, name: string): boolean => type === name || (Array.isArray(type) && type.includes(name))

/** What a schema says of itself without saying it: the width of a whole number, the length of a time. */
function limitsOf(schema: Limits): Limits {
  if (isOf(schema, 'integer') && schema.format === undefined) {
    return { format: typeof schema.maximum === 'number' && schema.maximum <= INT32_MAX ? 'int32' : 'int64' }
  }
  const longest = typeof schema.format === 'string' ? LONGEST[schema.format] : undefined
  return isOf(schema, 'string') && longest !== undefined && schema.maxLength === undefined ? { maxLength: longest } : {}
}

/** A path parameter says nothing of its length: what is longer names nothing. */
const LONGEST_NAME = 128

const isPathParameter = (node: object): boolean => 'in' in node && node.in === 'path' && 'schema' in node

/** Keys under which a document keeps values instead of schemas. */
const VALUES = new Set(['example', 'examples', 'default', 'enum', 'const'])

/** Completes every schema of the document by the limits that follow from what it says already. */
export function documentLimits<T>(node: T): T {
  if (Array.isArray(node)) return node.map(documentLimits) as T
  if (typeof node !== 'object' || node === null) return node
  const inner = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, VALUES.has(key) ? value : documentLimits(value)]))
  if (isPathParameter(inner)) return { ...inner, schema: { maxLength: LONGEST_NAME, ...inner.schema } } as T
  return { ...inner, ...limitsOf(inner) } as T
}
