import { Problem } from '../../problem.ts'
import { IMPORT_FIELDS, type ImportField, ImportMapping } from './contract.ts'

const isField = (name: string): name is ImportField => IMPORT_FIELDS.some(field => field === name)

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Problem('import_mapping_invalid', 'The mapping is not valid JSON. Send an object of field → column, like {"url": "link"}.')
  }
}

/** Reads a mapping as a caller gave it, before the file is known. */
export function parseMapping(given: string | undefined): ImportMapping {
  if (given === undefined || given.trim() === '') return {}
  const value = parseJson(given)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Problem('import_mapping_invalid', 'The mapping must be an object of field → column, like {"url": "link"}.')
  }
  const unknown = Object.keys(value).filter(name => !isField(name))
  if (unknown.length > 0) {
    throw new Problem('import_mapping_invalid', `There is no field ${unknown.join(', ')}. Fields are ${IMPORT_FIELDS.join(', ')}.`)
  }
  const parsed = ImportMapping.safeParse(value)
  if (parsed.success) return parsed.data
  const errors = parsed.error.issues.map(issue => ({ path: ['mapping', ...issue.path].join('.'), message: issue.message }))
  throw new Problem('import_mapping_invalid', 'Every field must be mapped to the name of a column.', errors)
}

/** The mapping against the header: given columns must exist once, columns named like fields map themselves. */
export function resolveMapping(given: ImportMapping, columns: readonly string[]): ImportMapping {
  const inFile = `The file has ${columns.map(column => `"${column}"`).join(', ')}.`
  const named = Object.fromEntries(columns.filter(isField).map(field => [field, field]))
  const trimmed = Object.fromEntries(Object.entries(given).map(([field, column]) => [field, column.trim()]))
  const mapping: ImportMapping = { ...named, ...trimmed }
  const missing = [...new Set(Object.values(mapping))].filter(column => !columns.includes(column))
  if (missing.length > 0) {
    throw new Problem('import_mapping_invalid', `There is no column ${missing.map(column => `"${column}"`).join(', ')}. ${inFile}`)
  }
  const twice = [...new Set(Object.values(mapping))].filter(column => columns.indexOf(column) !== columns.lastIndexOf(column))
  if (twice.length > 0) {
    throw new Problem(
      'import_mapping_invalid',
      `The file has more than one column ${twice.map(column => `"${column}"`).join(', ')}, so it cannot be mapped.`,
    )
  }
  if (mapping.url === undefined && (mapping.platformId === undefined || mapping.platform === undefined)) {
    throw new Problem(
      'import_mapping_invalid',
      `Map \`url\`, or \`platform\` and \`platformId\`, so that posts can be told apart. ${inFile}`,
    )
  }
  return mapping
}
