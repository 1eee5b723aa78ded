import { AdPlatformError, type AuthorizedPost } from '../ad-platform.ts'

export interface ListPage {
  readonly posts: readonly AuthorizedPost[]
  /** As TikTok counts; null where it does not say. */
  readonly total: number | null
  readonly pages: number | null
}

/** An ad account holds 10 000 posts at most. */
const MAX_PAGES = 400
/** How often a list that changes while it is read is begun anew. */
const READINGS = 4

interface Reading {
  readonly posts: readonly AuthorizedPost[]
  /** No post came twice, and there are as many as TikTok counts. */
  readonly verdict: 'whole' | 'miscounted' | 'changed'
}

async function readOnce(readPage: (page: number) => Promise<ListPage>, pageSize: number): Promise<Reading> {
  const found = new Map<string, AuthorizedPost>()
  const changed: Reading = { posts: [], verdict: 'changed' }
  let total: number | null | undefined
  for (let at = 1; at <= MAX_PAGES; at++) {
    const page = await readPage(at)
    const before = found.size
    for (const post of page.posts) found.set(post.postId, post)
    if (total === undefined) total = page.total
    // A post met twice means that the pages moved, and that another one was missed.
    if (page.total !== total || found.size - before !== page.posts.length) return changed
    const isLast = page.pages === null ? page.posts.length < pageSize : at >= page.pages
    if (isLast || page.posts.length === 0) {
      return { posts: [...found.values()], verdict: total === null || found.size === total ? 'whole' : 'miscounted' }
    }
  }
  return changed
}

const idsOf = ({ posts }: Reading): string => posts.map(post => post.postId).join()

/**
 * Every page as one list. Pages have no cursor, so a list that changes meanwhile is read again; one that never holds still is refused.
 * A count that stays wrong while the list stays the same is TikTok's own.
 */
export async function readWholeList(readPage: (page: number) => Promise<ListPage>, pageSize: number): Promise<readonly AuthorizedPost[]> {
  let last: Reading | undefined
  for (let reading = 1; reading <= READINGS; reading++) {
    const read = await readOnce(readPage, pageSize)
    const isSettled = read.verdict === 'miscounted' && last?.verdict === 'miscounted' && idsOf(read) === idsOf(last)
    if (read.verdict === 'whole' || isSettled) return read.posts
    last = read
  }
  throw new AdPlatformError('unreadable')
}
