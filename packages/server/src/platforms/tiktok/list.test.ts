import { expect, test } from 'vitest'
import { ok, rawServer, refusalOf, type Seen, testClient } from './testing.ts'

const ACCOUNT = '7000000000000000001'
const idOf = (index: number): string => String(7_390_000_000_000_000_000n + BigInt(index))
const item = (index: number): object => ({ item_info: { item_id: idOf(index) } })
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index)

function pageOf(posts: readonly number[], { query }: Seen, info = true): object {
  const page = Number(query.page)
  const size = Number(query.page_size)
  const page_info = { page, page_size: size, total_number: posts.length, total_page: Math.ceil(posts.length / size) }
  return ok({ list: posts.slice((page - 1) * size, page * size).map(item), ...(info && { page_info }) })
}

const listFrom = async (answer: Parameters<typeof rawServer>[0]) => {
  await using server = await rawServer(answer)
  await using client = testClient(server.url)
  const posts = await client.listBound(ACCOUNT)
  return { ids: posts.map(({ postId }) => postId), calls: server.seen }
}

test.each([0, 1, 49, 50, 51, 100, 237])('all of %i posts are read, in pages of 50', async count => {
  const { ids, calls } = await listFrom(seen => pageOf(range(0, count), seen))
  expect(ids).toEqual(range(0, count).map(idOf))
  expect(calls).toHaveLength(Math.max(1, Math.ceil(count / 50)))
  expect(calls[0]?.query).toEqual({ advertiser_id: ACCOUNT, page: '1', page_size: '50' })
})

test.each([0, 50, 120])('without page_info %i posts are read until a page is not full', async count => {
  expect((await listFrom(seen => pageOf(range(0, count), seen, false))).ids).toHaveLength(count)
})

test('a post added or taken out while the pages are read misses none of the others', async () => {
  for (const after of [range(-1, 120), range(1, 120)]) {
    const { ids } = await listFrom((seen, at) => pageOf(at < 1 ? range(0, 120) : after, seen))
    expect(ids).toEqual(after.map(idOf))
  }
})

test('one added and one taken out meanwhile, the count staying the same, are noticed', async () => {
  const after = [...range(-1, 60), ...range(61, 120)]
  const { ids } = await listFrom((seen, at) => pageOf(at < 1 ? range(0, 120) : after, seen))
  expect(ids).toEqual(after.map(idOf))
})

test('a list that never holds still, and one that shows the same page for ever, is refused whole', async () => {
  await using restless = await rawServer((seen, at) => pageOf(range(0, 120 + at), seen))
  await using client = testClient(restless.url)
  expect((await refusalOf(client.listBound(ACCOUNT))).reason).toBe('unreadable')
  await using stuck = await rawServer(() => ok({ list: range(0, 50).map(item), page_info: { total_number: 5000, total_page: 100 } }))
  await using other = testClient(stuck.url)
  expect((await refusalOf(other.listBound(ACCOUNT))).reason).toBe('unreadable')
  expect(stuck.seen.length).toBeLessThan(10)
})

test('a count that TikTok itself gets wrong does not hide the posts', async () => {
  const { ids } = await listFrom(() => ok({ list: range(0, 3).map(item), page_info: { total_number: 9, total_page: 1 } }))
  expect(ids).toHaveLength(3)
})

test('one page that fails is asked for again, one post without an id refuses the whole list', async () => {
  const failing = await listFrom((seen, at) => (at === 1 ? '<html>' : pageOf(range(0, 70), seen)))
  expect(failing.ids).toHaveLength(70)
  await using server = await rawServer(() => ok({ list: [item(0), { item_info: {} }] }))
  await using client = testClient(server.url)
  expect((await refusalOf(client.listBound(ACCOUNT, { withinMs: 300 }))).reason).toBe('unreadable')
})

test('a post is looked up by its id, and only an exact one counts', async () => {
  await using server = await rawServer(seen => pageOf(seen.query.keyword === idOf(1) ? [0, 1, 2] : [0], seen))
  await using client = testClient(server.url)
  expect(await client.findBound({ adAccountId: ACCOUNT, postId: idOf(1) })).toMatchObject({ postId: idOf(1) })
  expect(await client.findBound({ adAccountId: ACCOUNT, postId: idOf(9) })).toBeNull()
  expect(await client.findBound({ adAccountId: ACCOUNT, postId: '12345' })).toBeNull()
  expect(server.seen.map(({ query }) => query.keyword)).toEqual([idOf(1), idOf(9), undefined])
})
