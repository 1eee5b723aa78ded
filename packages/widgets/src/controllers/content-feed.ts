import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { Content, ContentFacets } from '../internal/api-types.ts'
import type { ContentFilters, WorkspaceApi } from '../internal/workspace-api.ts'

export const PAGE_SIZE = 60
/** More pages than this are not kept: those farthest from view are forgotten and read again when they come back. */
const KEPT_PAGES = 34
const SLOW_MS = 150

interface Page {
  /** What this page was read with; null for the first. */
  readonly cursor: string | null
  readonly start: number
  readonly count: number
  items: readonly Content[] | null
}

/** The posts that fit a query, page after page as they come into view, and the counts beside the filters. */
export class ContentFeed implements ReactiveController {
  facets: ContentFacets | null = null
  /** `loading`: nothing of this query is there yet; what was there before stays until it is. */
  status: 'idle' | 'loading' | 'ready' | 'error' = 'idle'
  /** Why there is nothing, or no more. */
  error: unknown = null
  isLoadingMore = false
  /** Loading takes long enough to say so. */
  isSlow = false
  readonly #host: ReactiveControllerHost
  readonly #onError: (error: unknown) => void
  #api: WorkspaceApi | null = null
  #query: ContentFilters = {}
  #pages: Page[] = []
  #nextCursor: string | null = null
  #run = new AbortController()
  readonly #reading = new Set<Page>()

  constructor(host: ReactiveControllerHost, onError: (error: unknown) => void) {
    this.#host = host
    this.#onError = onError
    host.addController(this)
  }

  hostDisconnected(): void {
    this.#run.abort()
  }

  get count(): number {
    const last = this.#pages.at(-1)
    return last === undefined ? 0 : last.start + last.count
  }

  get hasMore(): boolean {
    return this.#nextCursor !== null
  }

  /** The post at this place; undefined while its page is read again. */
  at(index: number): Content | undefined {
    const page = this.#pages[this.#pageOf(index)]
    return page?.items?.[index - page.start]
  }

  indexOf(id: string): number {
    for (const page of this.#pages) {
      const at = page.items?.findIndex(item => item.id === id) ?? -1
      if (at >= 0) return page.start + at
    }
    return -1
  }

  /** Starts anew. Answers that are still on their way are forgotten. */
  async show(api: WorkspaceApi, query: ContentFilters): Promise<void> {
    this.#api = api
    this.#query = query
    this.#run.abort()
    this.#run = new AbortController()
    const { signal } = this.#run
    Object.assign(this, { status: 'loading', error: null, isLoadingMore: false, isSlow: false })
    this.#host.requestUpdate()
    const slow = setTimeout(() => this.#set({ isSlow: true }), SLOW_MS)
    void this.recount()
    try {
      const page = await api.listContent({ ...query, limit: PAGE_SIZE }, signal)
      if (signal.aborted) return
      this.#reading.clear()
      this.#pages = [{ cursor: null, start: 0, count: page.data.length, items: page.data }]
      this.#nextCursor = page.nextCursor
      this.#set({ status: 'ready' })
    } catch (error) {
      if (!signal.aborted) this.#fail(error, { status: 'error' })
    } finally {
      clearTimeout(slow)
    }
  }

  /** Reads the counts again, for example after a request was made. Without them the filters still work. */
  async recount(): Promise<void> {
    const { signal } = this.#run
    const facets = await this.#api?.countContent(this.#query, signal).catch(() => null)
    if (!signal.aborted) this.#set({ facets: facets ?? null })
  }

  async loadMore(): Promise<void> {
    const cursor = this.#nextCursor
    const { signal } = this.#run
    if (cursor === null || this.isLoadingMore || this.status !== 'ready' || this.#api === null) return
    this.#set({ isLoadingMore: true, error: null })
    try {
      const page = await this.#api.listContent({ ...this.#query, limit: PAGE_SIZE, cursor }, signal)
      if (signal.aborted) return
      this.#pages.push({ cursor, start: this.count, count: page.data.length, items: page.data })
      this.#nextCursor = page.nextCursor
      this.#set({ isLoadingMore: false })
    } catch (error) {
      if (!signal.aborted) this.#fail(error, { isLoadingMore: false })
    }
  }

  /** Sees to it that what is in view is there: reads forgotten pages again, and the next one in good time. */
  inView(first: number, last: number): void {
    const from = this.#pageOf(first)
    const to = this.#pageOf(last)
    for (const page of this.#pages.slice(from, to + 1)) if (page.items === null) void this.#readAgain(page)
    this.#forget((from + to) / 2)
    const ahead = Math.max(PAGE_SIZE / 2, 2 * (last - first))
    if (last + ahead >= this.count && this.error === null) void this.loadMore()
  }

  /** Shows a post as it has become. */
  replace(item: Content): void {
    for (const page of this.#pages) {
      if (page.items?.some(({ id }) => id === item.id)) page.items = page.items.map(each => (each.id === item.id ? item : each))
    }
    this.#host.requestUpdate()
  }

  /** By halving, because a page may come shorter than asked. */
  #pageOf(index: number): number {
    let low = 0
    let high = this.#pages.length - 1
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if ((this.#pages[middle]?.start ?? 0) <= index) low = middle
      else high = middle - 1
    }
    return low
  }

  #forget(middle: number): void {
    const kept = this.#pages.map((page, index) => ({ page, far: Math.abs(index - middle) })).filter(({ page }) => page.items !== null)
    if (kept.length <= KEPT_PAGES) return
    kept.sort((one, other) => other.far - one.far)
    for (const { page } of kept.slice(0, kept.length - KEPT_PAGES)) page.items = null
  }

  async #readAgain(page: Page): Promise<void> {
    if (this.#reading.has(page) || this.#api === null) return
    this.#reading.add(page)
    const { signal } = this.#run
    const query = { ...this.#query, limit: PAGE_SIZE, ...(page.cursor !== null && { cursor: page.cursor }) }
    try {
      page.items = (await this.#api.listContent(query, signal)).data.slice(0, page.count)
      if (!signal.aborted) this.#host.requestUpdate()
    } catch (error) {
      if (!signal.aborted) this.#onError(error)
    } finally {
      this.#reading.delete(page)
    }
  }

  #set(change: Partial<Pick<ContentFeed, 'facets' | 'status' | 'error' | 'isLoadingMore' | 'isSlow'>>): void {
    Object.assign(this, change)
    this.#host.requestUpdate()
  }

  #fail(error: unknown, change: Partial<Pick<ContentFeed, 'status' | 'isLoadingMore'>>): void {
    this.#set({ ...change, error })
    this.#onError(error)
  }
}
