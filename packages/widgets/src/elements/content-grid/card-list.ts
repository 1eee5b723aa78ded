import { html, nothing, type ReactiveElement, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { ContentFeed } from '../../controllers/content-feed.ts'
import { GridVirtualizer } from '../../controllers/grid-virtualizer.ts'
import { cssVars } from '../../internal/css-vars.ts'
import { card, emptyCard } from './card.ts'
import { activeFilters } from './filters.ts'
import type { GridView } from './grid-view.ts'

const GAP = 16
const FIRST_PAINT = 12

/** Two to a row on a phone, more on wider screens. */
const minColumn = (width: number): number => (width < 560 ? 150 : 200)

/** The cards: only those in view are drawn; arrow and page keys walk through all of them. */
export class CardList {
  readonly #host: ReactiveElement
  readonly #feed: ContentFeed
  readonly #virtual: GridVirtualizer

  constructor(host: ReactiveElement, feed: ContentFeed) {
    this.#host = host
    this.#feed = feed
    this.#virtual = new GridVirtualizer(host, {
      gap: GAP,
      minColumn,
      count: () => feed.count,
      onRange: (first, last) => feed.inView(first, last),
    })
  }

  render(view: GridView, problem: { readonly text: string; retry(): void } | null): TemplateResult {
    const { strings } = view
    const { status, count, isSlow } = this.#feed
    if (status === 'error') {
      return html`<div class="message" role="alert">
        <p>${problem?.text}</p>
        <button class="button" type="button" @click=${() => problem?.retry()}>${strings.retry}</button>
      </div>`
    }
    if (status === 'ready' && count === 0) return this.#nothingHere(view)
    const isWaiting = status !== 'ready'
    return html`<div
        class="viewport ${isWaiting && isSlow ? 'waiting' : ''}"
        role="feed"
        aria-busy=${isWaiting || this.#feed.isLoadingMore}
        aria-label=${strings.posts.other.replace('{count}', '').trim()}
        ${cssVars({ '--height': count === 0 ? 'auto' : `${this.#virtual.height}px`, '--columns': String(this.#virtual.columns), '--gap': `${GAP}px` })}
        @keydown=${this.#onKey}
        @focusin=${this.#onFocus}
        @focusout=${this.#onBlur}
      >
        ${count === 0 ? this.#skeletons(isSlow) : this.#rows(view)}
      </div>
      ${this.#tail(view, problem)}`
  }

  #rows(view: GridView): unknown {
    const { columns, rowHeight } = this.#virtual
    return repeat(
      this.#virtual.visibleRows(),
      row => row,
      row => {
        const places = Array.from({ length: Math.min(columns, this.#feed.count - row * columns) }, (_, column) => row * columns + column)
        return html`<div class="line" role="presentation" ${cssVars({ '--y': `${row * rowHeight}px` })}>
          ${places.map(place => {
            const post = this.#feed.at(place)
            return post === undefined ? emptyCard() : card(view, post, place)
          })}
        </div>`
      },
    )
  }

  #skeletons(isSlow: boolean): TemplateResult | typeof nothing {
    if (!isSlow) return nothing
    return html`<div class="line still" role="presentation">${Array.from({ length: FIRST_PAINT }, emptyCard)}</div>`
  }

  #tail({ strings }: GridView, problem: { readonly text: string; retry(): void } | null): TemplateResult | typeof nothing {
    const { hasMore, isLoadingMore } = this.#feed
    if (problem !== null) {
      return html`<div class="message" role="alert">
        <p>${problem.text}</p>
        <button class="button" type="button" @click=${() => problem.retry()}>${strings.retry}</button>
      </div>`
    }
    if (this.#virtual.isClipped) return html`<p class="message">${strings.tooMany}</p>`
    if (!hasMore) return nothing
    return html`<div class="message">
      <button class="button" type="button" ?disabled=${isLoadingMore} @click=${() => void this.#feed.loadMore()}>${isLoadingMore ? strings.loading : strings.loadMore}</button>
    </div>`
  }

  #nothingHere(view: GridView): TemplateResult {
    const { strings, filters } = view
    const isFiltered = activeFilters(filters).length > 0
    return html`<div class="message">
      <h3>${strings.emptyTitle}</h3>
      <p>${isFiltered ? strings.emptyFiltered : strings.emptyWorkspace}</p>
    </div>`
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const { target } = event
    if (!(target instanceof HTMLElement) || target.dataset.index === undefined || event.altKey || event.metaKey) return
    if (event.key === ' ') {
      event.preventDefault()
      target.querySelector('input')?.click()
      return
    }
    const to = this.#placeAfter(event, Number(target.dataset.index))
    if (to === null) return
    event.preventDefault()
    void this.#focus(Math.min(Math.max(to, 0), this.#feed.count - 1))
  }

  #placeAfter({ key, ctrlKey }: KeyboardEvent, from: number): number | null {
    const { columns } = this.#virtual
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: 1,
      ArrowLeft: -1,
      ArrowDown: columns,
      ArrowUp: -columns,
      PageDown: columns * 2,
      PageUp: -columns * 2,
    }
    const step = steps[key]
    if (step !== undefined && !ctrlKey) return from + step
    if (key === 'Home') return 0
    return key === 'End' ? this.#feed.count - 1 : null
  }

  async #focus(place: number): Promise<void> {
    this.#virtual.reveal(place)
    this.#host.requestUpdate()
    await this.#host.updateComplete
    this.#host.renderRoot.querySelector<HTMLElement>(`[data-index="${place}"]`)?.focus({ preventScroll: true })
  }

  readonly #onFocus = ({ target }: Event): void => {
    const focused = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null
    if (focused?.dataset.index !== undefined) this.#virtual.pin(Number(focused.dataset.index))
  }

  readonly #onBlur = ({ relatedTarget }: FocusEvent): void => {
    if (relatedTarget !== null) this.#virtual.pin(null)
  }
}
