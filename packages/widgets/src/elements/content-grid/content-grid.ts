import { html, LitElement, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit'
import { CodeCopy } from '../../controllers/code-copy.ts'
import { ContentFeed } from '../../controllers/content-feed.ts'
import { Selection } from '../../controllers/selection.ts'
import { WorkspaceSession } from '../../controllers/workspace-session.ts'
import { SparkkitErrorEvent, SparkkitReadyEvent } from '../../events/approval-events.ts'
import { SparkkitAuthErrorEvent, SparkkitFilterChangeEvent } from '../../events/grid-events.ts'
import type { Content } from '../../internal/api-types.ts'
import { defineOnce } from '../../internal/define-once.ts'
import { codeOfError, describeError, isAuthError } from '../../internal/describe-error.ts'
import type { GetToken } from '../../internal/token-source.ts'
import type { ApiClient } from '../../internal/workspace-api.ts'
import { base } from '../../styles/base.ts'
import { status } from '../../styles/status.ts'
import { tokens } from '../../styles/tokens.ts'
import type { SparkkitRequestDialog } from '../request-dialog/request-dialog.ts'
import { CardList } from './card-list.ts'
import { cardStyles } from './card-styles.ts'
import { filterRail } from './filter-rail.ts'
import { type GridFilters, NO_FILTERS, queryOf } from './filters.ts'
import { type GridView, plural } from './grid-view.ts'
import type { NextStep } from './next-step.ts'
import { notice } from './notice.ts'
import { railStyles } from './rail-styles.ts'
import { selectionBar } from './selection-bar.ts'
import { type GridStrings, gridStrings } from './strings.ts'
import { gridStyles } from './styles.ts'
import { heading, toolbar } from './toolbar.ts'

const SEARCH_PAUSE_MS = 250
const NARROW_PX = 900

/**
 * The posts of a workspace with filters, search, and the next step for each Spark Code.
 *
 * @example
 * ```js
 * const grid = document.querySelector('sparkkit-content-grid')
 * grid.apiBase = 'https://sparkkit.example.com'
 * grid.getToken = () => fetch('/sparkkit-token', { method: 'POST' }).then(response => response.json())
 * ```
 */
export class SparkkitContentGrid extends LitElement {
  static override styles = [tokens, base, status, gridStyles, railStyles, cardStyles]
  static override properties: PropertyDeclarations = {
    apiBase: { attribute: 'api-base' },
    getToken: { attribute: false },
    client: { attribute: false },
    locale: {},
    theme: { reflect: true },
    filters: { attribute: false },
    strings: { attribute: false },
    isNarrow: { state: true },
  }

  /** Where the service runs, without `/v1`. The page's own origin unless given. */
  declare apiBase: string
  /** Fetches an embed token from your backend. */
  declare getToken: GetToken | null
  /** A client of your own, in place of `apiBase` and `getToken`. */
  declare client: ApiClient | null
  /** A language tag for numbers and sentences. The element's `lang`, then the page's, without it. */
  declare locale: string
  /** `light`, `dark` or `auto` (the system's). Without it the page's `color-scheme` counts. */
  declare theme: string | null
  /** What the grid is narrowed to. Set it to open a saved view; `sparkkit-filter-change` tells what it has become. */
  declare filters: GridFilters
  /** Sentences to say in other words. */
  declare strings: Partial<GridStrings>
  declare protected isNarrow: boolean

  readonly #session = new WorkspaceSession(this)
  readonly #feed = new ContentFeed(this, error => this.#failed(error))
  readonly #list = new CardList(this, this.#feed)
  readonly #selection = new Selection(this, this.#feed)
  readonly #copy = new CodeCopy(this, error => this.#failed(error))
  readonly #resize = new ResizeObserver(() => requestAnimationFrame(() => this.#fit()))
  #searchTimer: ReturnType<typeof setTimeout> | undefined
  #isReady = false

  constructor() {
    super()
    this.apiBase = ''
    this.getToken = null
    this.client = null
    this.locale = ''
    this.theme = null
    this.filters = NO_FILTERS
    this.strings = {}
    this.isNarrow = false
  }

  /** Reads the posts and their counts again. */
  async refresh(): Promise<void> {
    const { api } = this.#session
    if (api !== null) await this.#feed.show(api, queryOf(this.filters))
  }

  /** The ids of the selected posts. */
  get selection(): readonly string[] {
    return [...this.#selection.posts.keys()]
  }

  clearSelection(): void {
    this.#selection.clear()
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#resize.observe(this)
    this.#fit()
    // Calls were aborted when it was taken out of the page.
    if (this.hasUpdated) void this.refresh()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#resize.disconnect()
    clearTimeout(this.#searchTimer)
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const isNewConnection = changed.has('client') || changed.has('getToken') || changed.has('apiBase')
    if (isNewConnection) this.#session.connect(this)
    if (isNewConnection || changed.has('filters')) void this.refresh()
  }

  protected override updated(): void {
    if (this.#isReady || this.#feed.status !== 'ready') return
    this.#isReady = true
    this.dispatchEvent(new SparkkitReadyEvent())
    // Soon needed, and small: fetched while nobody waits for it.
    void this.#dialog()
  }

  protected override render(): TemplateResult {
    const view = this.#view()
    const { strings } = view
    const rail = html`<div class="rail" role="group" aria-label=${strings.filters}>${filterRail(view)}</div>`
    const openFilters = this.isNarrow ? () => this.#sheet()?.showModal() : null
    const total = this.#feed.facets?.total
    return html`<div class="root ${this.isNarrow ? 'narrow' : ''}">
      ${toolbar(view, { search: this.#search, openFilters })}
      <div class="columns">
        ${this.isNarrow ? this.#filterSheet(view, rail) : rail}
        <div class="main">
          ${heading(view)} ${this.#list.render(view, this.#problem(view))}
          ${selectionBar(view, { clear: () => this.clearSelection(), request: async posts => (await this.#dialog())?.ask(posts) })}
        </div>
      </div>
      <p class="sr" role="status">${this.#feed.status === 'ready' && total !== undefined ? plural(view, strings.posts, total) : ''}</p>
      <div class="notice" role="status">${notice(this.#copy, strings)}</div>
      <sparkkit-request-dialog .context=${this.#dialogContext(view)}></sparkkit-request-dialog>
    </div>`
  }

  #fit(): void {
    this.isNarrow = this.clientWidth < NARROW_PX
  }

  #view(): GridView {
    const locale = this.locale || this.lang || document.documentElement.lang || 'en'
    return {
      locale,
      strings: { ...gridStrings(locale), ...this.strings },
      filters: this.filters,
      feed: this.#feed,
      selected: this.#selection.posts,
      canReveal: this.#session.may('spark-codes:reveal'),
      busyId: this.#copy.busyId,
      now: this.#session.now,
      filter: this.#filter,
      select: (post, place, event) => this.#selection.toggle(post, place, event),
      step: (post, step) => void this.#step(post, step),
    }
  }

  readonly #filter = (filters: GridFilters): void => {
    clearTimeout(this.#searchTimer)
    this.filters = filters
    const root = this.renderRoot.querySelector('.root')
    const top = Math.max(0, this.getBoundingClientRect().top)
    if (root !== null && root.getBoundingClientRect().top < top) root.scrollIntoView({ block: 'start' })
    this.dispatchEvent(new SparkkitFilterChangeEvent(filters))
  }

  readonly #search = ({ target }: Event): void => {
    if (!(target instanceof HTMLInputElement)) return
    clearTimeout(this.#searchTimer)
    this.#searchTimer = setTimeout(() => this.#filter({ ...this.filters, search: target.value }), SEARCH_PAUSE_MS)
  }

  async #step(post: Content, step: NextStep): Promise<void> {
    const { api } = this.#session
    if (step === 'copyCode') return api === null ? undefined : this.#copy.copy(api, post)
    const dialog = await this.#dialog()
    if (step === 'seeWhy') return dialog?.explain(post)
    return step === 'remind' || step === 'copyMessage' ? dialog?.showMessage(post) : dialog?.ask([post])
  }

  #dialogContext({ strings, locale }: GridView): SparkkitRequestDialog['context'] {
    const { api, brand } = this.#session
    if (api === null) return null
    return { api, strings, locale, brand, canSave: this.#session.may('spark-requests:write'), onPosts: this.#postsChanged }
  }

  readonly #postsChanged = (posts: readonly Content[]): void => {
    for (const post of posts) this.#feed.replace(post)
    this.#selection.drop(posts)
    void this.#feed.recount()
  }

  #filterSheet(view: GridView, rail: TemplateResult): TemplateResult {
    const close = (): void => this.#sheet()?.close()
    const total = this.#feed.facets?.total ?? this.#feed.count
    return html`<dialog class="sheet" aria-label=${view.strings.filters} @click=${(event: Event) => event.target === event.currentTarget && close()}>
      <div>
        ${rail}
        <button class="button primary" type="button" @click=${close}>${plural(view, view.strings.showPosts, total)}</button>
      </div>
    </dialog>`
  }

  #problem({ strings }: GridView): { readonly text: string; retry(): void } | null {
    const { error, status: state } = this.#feed
    if (error === null) return null
    return { text: describeError(error, strings), retry: () => void (state === 'error' ? this.refresh() : this.#feed.loadMore()) }
  }

  #failed(error: unknown): void {
    if (isAuthError(error)) this.dispatchEvent(new SparkkitAuthErrorEvent(error))
    this.dispatchEvent(new SparkkitErrorEvent(codeOfError(error)))
  }

  #sheet(): HTMLDialogElement | null {
    return this.renderRoot.querySelector<HTMLDialogElement>('.sheet')
  }

  async #dialog(): Promise<SparkkitRequestDialog | null> {
    const { SparkkitRequestDialog: Dialog } = await import('../request-dialog/request-dialog.ts')
    defineOnce('sparkkit-request-dialog', Dialog)
    const dialog = this.renderRoot.querySelector('sparkkit-request-dialog')
    await dialog?.updateComplete
    return dialog
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'sparkkit-content-grid': SparkkitContentGrid
  }
}
