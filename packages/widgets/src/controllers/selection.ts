import type { ReactiveController, ReactiveElement } from 'lit'
import { SparkkitSelectionChangeEvent } from '../events/grid-events.ts'
import type { Content } from '../internal/api-types.ts'
import type { ContentFeed } from './content-feed.ts'

/** The chosen posts. They stay chosen while filters change. */
export class Selection implements ReactiveController {
  readonly posts = new Map<string, Content>()
  readonly #host: ReactiveElement
  readonly #feed: ContentFeed
  #lastPlace: number | null = null

  constructor(host: ReactiveElement, feed: ContentFeed) {
    this.#host = host
    this.#feed = feed
    host.addController(this)
  }

  hostConnected(): void {}

  /** Chooses a post or lets it go; with the shift key, all from the last one to this. */
  toggle(post: Content, place: number, event: Event): void {
    const isChosen = !this.posts.has(post.id)
    const from = event instanceof MouseEvent && event.shiftKey && this.#lastPlace !== null ? this.#lastPlace : place
    for (let at = Math.min(from, place); at <= Math.max(from, place); at++) {
      const each = this.#feed.at(at)
      if (each === undefined) continue
      if (isChosen) this.posts.set(each.id, each)
      else this.posts.delete(each.id)
    }
    this.#lastPlace = place
    this.#changed()
  }

  drop(posts: Iterable<Content>): void {
    for (const { id } of posts) this.posts.delete(id)
    this.#changed()
  }

  clear(): void {
    this.posts.clear()
    this.#changed()
  }

  #changed(): void {
    this.#host.requestUpdate()
    this.#host.dispatchEvent(new SparkkitSelectionChangeEvent([...this.posts.keys()]))
  }
}
