import type { MediaType, Platform, SparkStatus } from '../../internal/api-types.ts'
import type { ContentFilters } from '../../internal/workspace-api.ts'
import { parseSearch, withoutOperator } from './search.ts'

export type ContentSort = '-postedAt' | 'postedAt' | '-views' | 'views'

/** What the grid is narrowed to. Values of one list combine with or, everything else with and. */
export interface GridFilters {
  /** Posts that can be asked for a code now. */
  readonly eligible: boolean
  readonly sparkStatus: readonly SparkStatus[]
  readonly platform: readonly Platform[]
  readonly mediaType: readonly MediaType[]
  readonly minViews: number | null
  readonly maxViews: number | null
  readonly creator: { readonly id: string; readonly handle: string } | null
  /** As typed: words, `@handle`, `#tag`, `views:>25k`. */
  readonly search: string
  readonly sort: ContentSort
}

export const NO_FILTERS: GridFilters = {
  eligible: false,
  sparkStatus: [],
  platform: [],
  mediaType: [],
  minViews: null,
  maxViews: null,
  creator: null,
  search: '',
  sort: '-postedAt',
}

const some = <T>(values: readonly T[]): readonly T[] | undefined => (values.length > 0 ? values : undefined)

/** The query of `GET /v1/content` for these filters. */
export function queryOf(filters: GridFilters): ContentFilters {
  const { words, handle, tags, minViews, maxViews } = parseSearch(filters.search)
  return {
    sort: filters.sort,
    sparkEligible: filters.eligible || undefined,
    sparkStatus: some(filters.sparkStatus),
    platform: some(filters.platform),
    mediaType: some(filters.mediaType),
    creatorId: filters.creator?.id,
    creator: handle ?? undefined,
    hashtag: some(tags),
    minViews: minViews ?? filters.minViews ?? undefined,
    maxViews: maxViews ?? filters.maxViews ?? undefined,
    q: words === '' ? undefined : words,
  }
}

/** One active filter, by name, and the filters without it. */
export interface ActiveFilter {
  readonly kind: 'eligible' | 'sparkStatus' | 'platform' | 'mediaType' | 'views' | 'creator' | 'operator' | 'words'
  /** The value: a status, a platform, a handle, words as typed. */
  readonly value: string
  readonly without: GridFilters
}

const LISTS = ['sparkStatus', 'platform', 'mediaType'] as const

export function activeFilters(filters: GridFilters): ActiveFilter[] {
  const active: ActiveFilter[] = []
  if (filters.eligible) active.push({ kind: 'eligible', value: '', without: { ...filters, eligible: false } })
  for (const kind of LISTS) {
    for (const value of filters[kind]) active.push({ kind, value, without: toggled(filters, kind, value) })
  }
  if (filters.minViews !== null || filters.maxViews !== null) {
    active.push({ kind: 'views', value: '', without: { ...filters, minViews: null, maxViews: null } })
  }
  if (filters.creator !== null) active.push({ kind: 'creator', value: filters.creator.handle, without: { ...filters, creator: null } })
  const { words, operators } = parseSearch(filters.search)
  for (const value of operators)
    active.push({ kind: 'operator', value, without: { ...filters, search: withoutOperator(filters.search, value) } })
  if (words !== '') active.push({ kind: 'words', value: words.replace(/\*$/, ''), without: { ...filters, search: operators.join(' ') } })
  return active
}

/** The filters with this value chosen if it was not, and the other way round. */
export function toggled(filters: GridFilters, kind: (typeof LISTS)[number], value: string): GridFilters {
  const chosen: readonly string[] = filters[kind]
  const next = chosen.includes(value) ? chosen.filter(each => each !== value) : [...chosen, value]
  return { ...filters, [kind]: next }
}
