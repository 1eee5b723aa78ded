export type QueryScalar = string | number | boolean | Date
export type QueryValue = QueryScalar | readonly QueryScalar[] | undefined
export type Query = { readonly [name: string]: QueryValue }

/** `?a=1&b=x&b=y`, or nothing. Arrays repeat their name, dates become ISO 8601 UTC, `undefined` is left out. */
export function serializeQuery(query: Query | undefined): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const item of asList(value)) params.append(name, item instanceof Date ? item.toISOString() : String(item))
  }
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

function asList(value: QueryValue): readonly QueryScalar[] {
  if (value === undefined || value === null) return []
  return isList(value) ? value : [value]
}

function isList(value: QueryScalar | readonly QueryScalar[]): value is readonly QueryScalar[] {
  return Array.isArray(value)
}
