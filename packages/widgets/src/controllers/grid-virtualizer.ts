import type { ReactiveController, ReactiveElement } from 'lit'

export interface VirtualizerOptions {
  /** How many items there are. */
  count(): number
  /** Columns are at least this wide, in px, for a viewport of this width. */
  minColumn(width: number): number
  readonly gap: number
  /** Called with the places that are drawn, when they change. */
  onRange(first: number, last: number): void
}

const OVERSCAN_ROWS = 2
/** Browsers clamp the height of an element somewhere above this; longer lists ask for a narrower search. */
const MAX_HEIGHT = 15_000_000
const FIRST_GUESS_PX = 190

/**
 * Draws only the rows in view. Every row is as high as a 4:5 picture and the card's text under it, which is measured once
 * there is a card. Follows whatever scrolls the host: the page, an ancestor or the host itself.
 */
export class GridVirtualizer implements ReactiveController {
  columns = 1
  rowHeight = 400
  readonly #host: ReactiveElement
  readonly #options: VirtualizerOptions
  readonly #resize = new ResizeObserver(() => this.#schedule())
  #viewport: HTMLElement | null = null
  #textHeight = FIRST_GUESS_PX
  #firstRow = 0
  #lastRow = 0
  #pinned: number | null = null
  #reported = ''
  #frame = 0
  #roots: (Window | Node)[] = []

  constructor(host: ReactiveElement, options: VirtualizerOptions) {
    this.#host = host
    this.#options = options
    host.addController(this)
  }

  get rows(): number {
    return Math.min(Math.ceil(this.#options.count() / this.columns), Math.floor(MAX_HEIGHT / this.rowHeight))
  }

  /** Whether the list is longer than can be scrolled through. */
  get isClipped(): boolean {
    return this.rows * this.columns < this.#options.count()
  }

  get height(): number {
    return Math.max(0, this.rows * this.rowHeight - this.#options.gap)
  }

  /** The rows to draw: those in view, and the one that holds the focus wherever it is. */
  visibleRows(): number[] {
    const last = Math.min(this.#lastRow, this.rows - 1)
    const rows = Array.from({ length: Math.max(0, last - this.#firstRow + 1) }, (_, offset) => this.#firstRow + offset)
    const pinned = this.#pinned === null ? null : Math.floor(this.#pinned / this.columns)
    if (pinned === null || pinned >= this.rows || rows.includes(pinned)) return rows
    return pinned < this.#firstRow ? [pinned, ...rows] : [...rows, pinned]
  }

  /** Keeps the row of the focused item drawn, so that scrolling does not lose the focus. */
  pin(index: number | null): void {
    this.#pinned = index
  }

  /** Scrolls so that the row of this item is in view. */
  reveal(index: number): void {
    const viewport = this.#viewport
    if (viewport === null) return
    this.pin(index)
    const mark = document.createElement('span')
    mark.className = 'mark'
    mark.style.setProperty('top', `${Math.floor(index / this.columns) * this.rowHeight}px`)
    mark.style.setProperty('height', `${this.rowHeight}px`)
    viewport.append(mark)
    mark.scrollIntoView({ block: 'nearest' })
    mark.remove()
    this.#look()
  }

  hostConnected(): void {
    this.#roots = [window]
    for (let root = this.#host.getRootNode(); root instanceof ShadowRoot; root = root.host.getRootNode()) this.#roots.push(root)
    for (const root of this.#roots) root.addEventListener('scroll', this.#schedule, { capture: true, passive: true })
    window.addEventListener('resize', this.#schedule, { passive: true })
  }

  hostDisconnected(): void {
    for (const root of this.#roots) root.removeEventListener('scroll', this.#schedule, { capture: true })
    window.removeEventListener('resize', this.#schedule)
    this.#resize.disconnect()
    this.#viewport = null
    cancelAnimationFrame(this.#frame)
    this.#frame = 0
  }

  hostUpdated(): void {
    const viewport = this.#host.renderRoot.querySelector<HTMLElement>('.viewport')
    if (viewport !== this.#viewport) {
      this.#resize.disconnect()
      this.#viewport = viewport
      if (viewport !== null) this.#resize.observe(viewport)
      // Before anything is painted, but not in the middle of the host's update.
      queueMicrotask(this.#refresh)
    }
  }

  /** Before the host draws: what it is about to draw may be another number of items. */
  hostUpdate(): void {
    this.#look()
  }

  readonly #schedule = (): void => {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0
      this.#refresh()
    })
  }

  readonly #refresh = (): void => {
    const hasMeasured = this.#measure()
    if (this.#look() || hasMeasured) this.#host.requestUpdate()
  }

  /** Whether the layout has changed. */
  #measure(): boolean {
    const viewport = this.#viewport
    if (viewport === null || viewport.clientWidth === 0) return false
    const { gap, minColumn } = this.#options
    const width = viewport.clientWidth
    const columns = Math.max(1, Math.floor((width + gap) / (minColumn(width) + gap)))
    const text = viewport.querySelector<HTMLElement>('.card:not(.empty) .body')
    if (text !== null) this.#textHeight = text.offsetHeight
    const rowHeight = Math.round(((width - gap * (columns - 1)) / columns) * 1.25) + this.#textHeight + gap + 2
    const hasChanged = columns !== this.columns || Math.abs(rowHeight - this.rowHeight) > 1
    if (hasChanged) {
      this.columns = columns
      this.rowHeight = rowHeight
    }
    return hasChanged
  }

  /** Whether other rows are in view than before. */
  #look(): boolean {
    const viewport = this.#viewport
    if (viewport === null) return false
    const { top } = viewport.getBoundingClientRect()
    const first = Math.max(0, Math.floor(-top / this.rowHeight) - OVERSCAN_ROWS)
    const last = Math.max(first, Math.ceil((window.innerHeight - top) / this.rowHeight) + OVERSCAN_ROWS)
    const hasChanged = first !== this.#firstRow || last !== this.#lastRow
    this.#firstRow = first
    this.#lastRow = last
    this.#report(Math.min(last, this.rows - 1))
    return hasChanged
  }

  #report(last: number): void {
    const report = `${this.#firstRow}/${last}/${this.columns}/${this.#options.count()}`
    if (report === this.#reported || last < 0) return
    this.#reported = report
    this.#options.onRange(this.#firstRow * this.columns, (last + 1) * this.columns - 1)
  }
}
