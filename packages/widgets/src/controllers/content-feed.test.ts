import { expect, test } from 'vitest'
import { workspaceApi } from '../internal/workspace-api.ts'
import { fakeWorkspace, postsOf } from '../testing/fake-workspace.ts'
import { until } from '../testing/settle.ts'
import { ContentFeed, PAGE_SIZE } from './content-feed.ts'

const host = { addController() {}, removeController() {}, requestUpdate() {}, updateComplete: Promise.resolve(true) }

test('pages far from view are forgotten, and read again when they come back', async () => {
  const posts = postsOf(40 * PAGE_SIZE)
  const service = fakeWorkspace(posts)
  const feed = new ContentFeed(host, () => {})
  await feed.show(workspaceApi(service.client), {})
  while (feed.hasMore) {
    await feed.loadMore()
    feed.inView(feed.count - 8, feed.count - 1)
    await until(() => !feed.isLoadingMore)
  }
  expect(feed.count).toBe(posts.length)
  const kept = posts.filter((_, place) => feed.at(place) !== undefined).length
  expect(kept).toBeLessThanOrEqual(34 * PAGE_SIZE)
  expect(feed.at(0)).toBeUndefined()
  expect(feed.at(posts.length - 1)?.id).toBe(posts.at(-1)?.id)
  const reads = service.to('GET /v1/content').length
  feed.inView(0, 8)
  feed.inView(0, 8)
  await until(() => feed.at(0))
  expect(feed.at(0)?.id).toBe(posts[0]?.id)
  expect(service.to('GET /v1/content').length).toBe(reads + 1)
})

test('pages that come shorter than asked leave no gap', async () => {
  const posts = postsOf(100)
  const service = fakeWorkspace(posts)
  service.script('GET /v1/content', ({ query }) => {
    const from = Number(query.get('cursor') ?? 0)
    return { data: posts.slice(from, from + 7), nextCursor: from + 7 < posts.length ? String(from + 7) : null }
  })
  const feed = new ContentFeed(host, () => {})
  await feed.show(workspaceApi(service.client), {})
  while (feed.hasMore) await feed.loadMore()
  expect(posts.map((_, place) => feed.at(place)?.id)).toEqual(posts.map(({ id }) => id))
})
