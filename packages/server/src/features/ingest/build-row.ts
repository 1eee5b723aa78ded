import { MEDIA_TYPES, METRICS, PLATFORMS } from '@sparkkit/core'
import type { ImportField, ImportMapping } from './contract.ts'
import { type Parsed, parseCount, parseDuration, parseHandle, parseHashtags, parsePlatformId, parseTime } from './parse-cell.ts'

export interface CellFault {
  readonly field: ImportField
  readonly message: string
}

/** A row of a file in the shape of ContentInput, or what is wrong with its cells. */
export type BuiltRow = { readonly item: object } | { readonly faults: readonly CellFault[] }

/** Finds the cell of a field; undefined where the field is not mapped or the cell is empty. */
export type CellOf = (field: ImportField) => string | undefined

/** Where the cells of a mapping stand in a row. */
export function cellReader(mapping: ImportMapping, columns: readonly string[]): (cells: readonly string[]) => CellOf {
  const positions = new Map(Object.entries(mapping).map(([field, column]) => [field, columns.indexOf(column)]))
  return cells => field => {
    const position = positions.get(field)
    return position === undefined ? undefined : cells[position]?.trim() || undefined
  }
}

const text = (cell: string): Parsed<string> => ({ value: cell })

const oneOf =
  (allowed: readonly string[]) =>
  (cell: string): Parsed<string> => {
    const value = cell.toLowerCase()
    return allowed.includes(value) ? { value } : { fault: `"${cell.slice(0, 40)}" is none of ${allowed.join(', ')}` }
  }

const time = (cell: string): Parsed<string> => {
  const parsed = parseTime(cell)
  return 'fault' in parsed ? parsed : { value: new Date(parsed.value).toISOString() }
}

const compact = (values: Record<string, unknown>): object | undefined => {
  const known = Object.entries(values).filter(([, value]) => value !== undefined)
  return known.length === 0 ? undefined : Object.fromEntries(known)
}

/** Reads every mapped cell of a row. What a cell does not say is left out, so that it stays as it was. */
export function buildRow(cellOf: CellOf): BuiltRow {
  const faults: CellFault[] = []
  const read = <T>(field: ImportField, parse: (cell: string) => Parsed<T>): T | undefined => {
    const cell = cellOf(field)
    if (cell === undefined) return undefined
    const parsed = parse(cell)
    if ('value' in parsed) return parsed.value
    faults.push({ field, message: parsed.fault })
    return undefined
  }
  const item = compact({
    url: read('url', text),
    platform: read('platform', oneOf(PLATFORMS)),
    platformId: read('platformId', parsePlatformId),
    mediaType: read('mediaType', oneOf(MEDIA_TYPES)),
    creator: compact({
      handle: read('creator.handle', cell => ({ value: parseHandle(cell) })),
      platformUserId: read('creator.platformUserId', parsePlatformId),
      displayName: read('creator.displayName', text),
    }),
    caption: read('caption', cell => ({ value: cell.replace(/\r\n?/g, '\n') })),
    hashtags: read('hashtags', cell => ({ value: parseHashtags(cell) })),
    postedAt: read('postedAt', time),
    thumbnailUrl: read('thumbnailUrl', text),
    metrics: compact(Object.fromEntries(METRICS.map(metric => [metric, read(`metrics.${metric}`, parseCount)]))),
    facts: compact({ durationSeconds: read('durationSeconds', parseDuration) }),
    externalId: read('externalId', text),
  })
  return faults.length > 0 ? { faults } : { item: item ?? {} }
}

const FIELD_OF_PATH: Record<string, ImportField> = { 'facts.durationSeconds': 'durationSeconds' }

/** The mapped field an error of a ContentInput is about: `items[3].hashtags[2]` is `hashtags`. */
export function fieldOfPath(path: string): string {
  const field = path.replace(/^items\[\d+\]\.?/, '').replace(/\[\d+\].*$/, '')
  return FIELD_OF_PATH[field] ?? field
}
