import { ApiPromise, type WithResponse } from './api-promise.ts'

/** One page of a list, as the service answers it. */
export type ListBody<T> = { readonly data: readonly T[]; readonly nextCursor?: string | null | undefined }

type NextPage<T, Body extends ListBody<T>> = (cursor: string) => ListPromise<T, Body>

/** One page of a list. Iterating over it walks this page and all that follow. */
export class Page<T, Body extends ListBody<T> = ListBody<T>> implements AsyncIterable<T> {
  readonly data: readonly T[]
  /** Opaque; pass it as `cursor` to go on later. `null` on the last page. */
  readonly nextCursor: string | null
  /** The whole answer, with what it holds beside the list. */
  readonly body: Body
  readonly #next: NextPage<T, Body>

  constructor(body: Body, next: NextPage<T, Body>) {
    this.data = body.data
    this.nextCursor = body.nextCursor ?? null
    this.body = body
    this.#next = next
  }

  hasNextPage(): boolean {
    return this.nextCursor !== null
  }

  /** @throws RangeError on the last page: ask `hasNextPage()` first. */
  getNextPage(): ListPromise<T, Body> {
    if (this.nextCursor === null) throw new RangeError('this is the last page')
    return this.#next(this.nextCursor)
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    let page: Page<T, Body> = this
    yield* page.data
    while (page.hasNextPage()) {
      page = await page.getNextPage()
      yield* page.data
    }
  }
}

/**
 * What every list returns: await it for the first page, or iterate over it for every item of every page. Pages are fetched
 * one at a time, when the loop gets there; leaving the loop fetches no more.
 */
export class ListPromise<T, Body extends ListBody<T> = ListBody<T>> extends ApiPromise<Page<T, Body>> implements AsyncIterable<T> {
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    yield* await this
  }

  /** The first `limit` items, over as many pages as that takes. */
  async toArray({ limit }: { readonly limit: number }): Promise<T[]> {
    const items: T[] = []
    if (limit <= 0) return items
    for await (const item of this) {
      items.push(item)
      if (items.length >= limit) break
    }
    return items
  }
}

/** Turns the answer of one list call into a page that knows how to fetch the next. */
export function listPromise<T, Body extends ListBody<T>>(
  answer: Promise<WithResponse<Body>>,
  next: NextPage<T, Body>,
): ListPromise<T, Body> {
  return new ListPromise(answer.then(({ data, ...wire }) => ({ ...wire, data: new Page<T, Body>(data, next) })))
}
