import { html, nothing, type TemplateResult } from 'lit'
import { type ActiveFilter, activeFilters, NO_FILTERS } from './filters.ts'
import { fillMessage, type GridView, plural } from './grid-view.ts'
import { viewsText } from './views-range.ts'

const SORTS = ['-postedAt', 'postedAt', '-views', 'views'] as const

export interface ToolbarActions {
  search(event: Event): void
  /** Opens the filters in a sheet; null while they stand beside the cards. */
  readonly openFilters: (() => void) | null
}

export function toolbar(view: GridView, { search, openFilters }: ToolbarActions): TemplateResult {
  const { strings, filters } = view
  const sort = ({ target }: Event): void => {
    const chosen = SORTS.find(each => target instanceof HTMLSelectElement && each === target.value)
    if (chosen !== undefined) view.filter({ ...filters, sort: chosen })
  }
  return html`<div class="toolbar" role="search">
    <label class="search">
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d="M11 11l4 4M12.5 7a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0z" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" /></svg>
      <span class="sr">${strings.search}</span>
      <input class="field" type="search" placeholder=${strings.searchHint} enterkeyhint="search" autocomplete="off" .value=${filters.search} @input=${search} />
    </label>
    <label
      ><span class="sr">${strings.sort}</span
      ><select class="field" @change=${sort}>
        ${SORTS.map(each => html`<option value=${each} .selected=${each === filters.sort}>${strings.sorts[each]}</option>`)}
      </select></label
    >
    ${openFilters === null ? nothing : html`<button class="button" type="button" aria-haspopup="dialog" @click=${openFilters}>${strings.filters}${countBadge(view)}</button>`}
  </div>`
}

function countBadge({ filters }: GridView): TemplateResult | typeof nothing {
  const count = activeFilters({ ...filters, search: '' }).length
  return count === 0 ? nothing : html`<span class="pill info">${count}</span>`
}

/** How many posts there are, exactly, and why not more. */
export function heading(view: GridView): TemplateResult {
  const { feed, strings, filters } = view
  const total = feed.facets?.total ?? (feed.hasMore ? null : feed.count)
  const active = activeFilters(filters)
  return html`<div class="heading">
    <h2>${feed.status === 'idle' || total === null ? strings.posts.other.replace('{count}', '').trim() : plural(view, strings.posts, total)}</h2>
    ${active.map(filter => {
      const name = nameOf(view, filter)
      return html`<button class="chip" type="button" aria-label=${fillMessage(strings.remove, { filter: name })} @click=${() => view.filter(filter.without)}>
        ${name}<span aria-hidden="true">×</span>
      </button>`
    })}
    ${active.length < 2 ? nothing : html`<button class="link" type="button" @click=${() => view.filter({ ...NO_FILTERS, sort: filters.sort })}>${strings.clearAll}</button>`}
  </div>`
}

function nameOf(view: GridView, { kind, value }: ActiveFilter): string {
  const { strings } = view
  if (kind === 'eligible') return strings.eligibleNow
  if (kind === 'views') return viewsText(view)
  if (kind === 'words') return `“${value}”`
  if (kind === 'creator' || kind === 'operator') return value
  const names: Readonly<Record<string, string>> = strings[kind === 'sparkStatus' ? 'status' : kind]
  return names[value] ?? value
}
