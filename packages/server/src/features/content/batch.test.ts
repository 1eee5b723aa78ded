import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestKit, type TestKit, type TestTenant } from '../../testing/index.ts'
import { eventsOf, ingest, postUrl, tiktokId, typesOf } from '../../testing/scenario.ts'

let kit: TestKit
let brand: TestTenant
let clock = Date.UTC(2026, 8, 1)

beforeAll(async () => {
  kit = await createTestKit({ now: () => clock })
})
afterAll(() => kit.close())
beforeEach(async () => {
  brand = await kit.tenant()
})

const send = async (...items: unknown[]) => {
  const { status, body, text } = await brand.call('POST', '/v1/content/batch', { items })
  expect(status, text).toBe(200)
  return body.results
}
const statuses = (results: { status: string }[]) => results.map(({ status }) => status)
const get = async (id: string) => (await brand.call('GET', `/v1/content/${id}`)).body
const list = async (query: string) => (await brand.call('GET', `/v1/content?${query}`)).body.data
const snapshotsOf = (id: string) => {
  const { db, tables } = kit.kit.services.engine
  return db.select().from(tables.metricSnapshots).where(eq(tables.metricSnapshots.contentId, id))
}

describe('a batch', () => {
  test('gives a verdict per row in the order sent, and a bad row does not stop the others', async () => {
    await ingest(brand, { url: postUrl(1), caption: 'known' })
    const results = await send(
      { url: postUrl(2) },
      { url: 'https://www.tiktok.com/@mara.glow' },
      { url: postUrl(1), caption: 'known' },
      'not even an object',
      { url: postUrl(1), caption: 'changed' },
      { url: postUrl(3), metrics: { views: -5 } },
      { platform: 'tiktok' },
      { url: postUrl(4), platform: 'instagram' },
      { url: postUrl(5), postedAt: '2026-02-30' },
      { url: 'https://vm.tiktok.com/ZMabc/' },
    )
    expect(results.map((row: { index: number }) => row.index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(statuses(results)).toEqual(['created', 'failed', 'unchanged', 'failed', 'updated', ...Array(5).fill('failed')])
    expect(results.map((row: { problem?: { code: string } }) => row.problem?.code)).toEqual([
      undefined,
      'invalid_post_url',
      undefined,
      'invalid_request',
      undefined,
      'invalid_request',
      'invalid_request',
      'invalid_request',
      'invalid_request',
      'invalid_post_url',
    ])
    expect(results[5].problem.errors).toEqual([expect.objectContaining({ path: 'items[5].metrics.views' })])
    expect(await list('')).toHaveLength(2)
  })

  test('sees a post met by URL, by another spelling of it, by id and by short code as one', async () => {
    const id = tiktokId(Date.UTC(2026, 0, 2))
    const results = await send(
      { url: `https://www.tiktok.com/@mara.glow/video/${id}?is_from_webapp=1` },
      { url: `m.tiktok.com/@other.name/video/${id}/` },
      { platform: 'tiktok', platformId: id },
      { url: 'https://www.instagram.com/reel/C9aBcDeFgHi/', platformId: '17999990000000001' },
      { url: 'https://www.instagram.com/mara/p/C9aBcDeFgHi/?igsh=x' },
      { platform: 'instagram', platformId: '17999990000000001' },
    )
    expect(new Set(results.map((row: { id: string }) => row.id)).size).toBe(2)
    expect(results[0].id).toBe(results[2].id)
    expect(results[3].id).toBe(results[5].id)
    expect(statuses(await send({ platform: 'tiktok', platformId: id }))).toEqual(['unchanged'])
  })

  test('refuses a row whose names belong to two posts', async () => {
    const [reel, graph] = await ingest(
      brand,
      { url: 'https://www.instagram.com/p/Caaaaaaaaaa/' },
      { platform: 'instagram', platformId: '178' },
    )
    const [row] = await send({ url: 'https://www.instagram.com/p/Caaaaaaaaaa/', platformId: '178' })
    expect(row.problem.code).toBe('content_ambiguous')
    expect(row.problem.detail).toContain(reel)
    expect(row.problem.detail).toContain(graph)
  })

  test('takes duplicates inside it as one post, the later row adding to the earlier', async () => {
    const results = await send(
      { url: postUrl(1), caption: 'first', metrics: { views: 10 } },
      { url: postUrl(1), metrics: { likes: 2 } },
      { url: postUrl(1), metrics: { likes: 2 } },
    )
    expect(statuses(results)).toEqual(['created', 'updated', 'unchanged'])
    expect(await get(results[0].id)).toMatchObject({ caption: 'first', metrics: { views: 10, likes: 2 } })
    expect(typesOf(await eventsOf(kit, brand))).toEqual(['content.created'])
    expect(await snapshotsOf(results[0].id)).toHaveLength(1)
  })

  test('gives an external id to one post only, within it and across batches', async () => {
    const results = await send(
      { url: postUrl(1), externalId: 'a' },
      { url: postUrl(2), externalId: 'a' },
      { url: postUrl(3), externalId: 'b' },
    )
    expect(statuses(results)).toEqual(['created', 'failed', 'created'])
    expect(results[1].problem.code).toBe('conflict')
    const again = await send(
      { url: postUrl(3), externalId: 'a' },
      { url: postUrl(1), externalId: 'a' },
      { url: postUrl(3), externalId: 'c' },
    )
    expect(statuses(again)).toEqual(['failed', 'unchanged', 'updated'])
    expect((await list('externalId=c')).map((post: { id: string }) => post.id)).toEqual([results[2].id])
  })

  test('leaves nothing behind of a row it refused: no post, no creator', async () => {
    await send({ url: postUrl(1, 'first'), externalId: 'a' })
    const [refused] = await send({ url: postUrl(2, 'second'), externalId: 'a' })
    expect(refused.status).toBe('failed')
    const creators = (await brand.call('GET', '/v1/creators')).body.data
    expect(creators.map((creator: { handle: string }) => creator.handle)).toEqual(['first'])
  })

  test('leaves what a row does not say as it was', async () => {
    const full = { url: postUrl(1), caption: 'Glow #Lumen', metrics: { views: 5 }, facts: { isPublic: true }, metadata: { a: '1' } }
    const [id = ''] = await ingest(brand, full)
    const before = await get(id)
    await send({ url: postUrl(1), facts: { durationSeconds: 30 } })
    const after = await get(id)
    expect(after).toMatchObject({ caption: before.caption, hashtags: ['lumen'], metrics: before.metrics, metadata: before.metadata })
    expect(after.eligibility.reasons.map((reason: { code: string }) => reason.code)).not.toContain('visibility_unknown')
    expect(after.durationSeconds).toBe(30)
  })

  test('holds 2049 posts of one minute, in one order, none twice', async () => {
    const time = Date.UTC(2026, 2, 3, 4, 5)
    const items = Array.from({ length: 2049 }, (_, index) => ({ platform: 'tiktok', platformId: tiktokId(time, index + 1) }))
    for (let start = 0; start < items.length; start += 1000) await ingest(brand, ...items.slice(start, start + 1000))
    const seen: string[] = []
    for (let cursor = ''; ; ) {
      const { body } = await brand.call('GET', `/v1/content?limit=100&sort=postedAt${cursor}`)
      seen.push(...body.data.map((post: { platformId: string }) => post.platformId))
      if (body.nextCursor === null) break
      cursor = `&cursor=${encodeURIComponent(body.nextCursor)}`
    }
    expect(seen).toEqual(items.map(item => item.platformId))
    const range = `postedFrom=${new Date(time).toISOString()}&postedTo=${new Date(time + 60_000).toISOString()}`
    expect((await brand.call('GET', `/v1/content/facets?${range}`)).body.total).toBe(2049)
    expect(await list(`${range}&limit=100&sort=-postedAt`)).toHaveLength(100)
  })
})

describe('counters', () => {
  test('equal to the latest write no snapshot and no event', async () => {
    const item = { url: postUrl(1), caption: 'x', metrics: { views: 100, likes: 3 }, metadata: { b: '1', a: '2' } }
    const [id = ''] = await ingest(brand, item)
    clock += 60_000
    expect(statuses(await send(item))).toEqual(['unchanged'])
    expect(statuses(await send({ url: postUrl(1), metrics: { views: 100 } }))).toEqual(['unchanged'])
    expect(await snapshotsOf(id)).toHaveLength(1)
    clock += 60_000
    expect(statuses(await send({ url: postUrl(1), metrics: { views: 101 } }))).toEqual(['updated'])
    expect((await snapshotsOf(id)).map(({ metrics }) => metrics)).toEqual([
      { views: 100, likes: 3 },
      { views: 101, likes: 3 },
    ])
    const events = await eventsOf(kit, brand)
    expect(typesOf(events)).toEqual(['content.created', 'content.updated'])
    expect(Object.keys(events[1]?.previous ?? {}).toSorted()).toEqual(['metrics', 'metricsAt'])
  })

  test('that stay do not move their time when something else changes', async () => {
    const [id = ''] = await ingest(brand, { url: postUrl(1), metrics: { views: 1 } })
    const { metricsAt } = await get(id)
    clock += 60_000
    await send({ url: postUrl(1), caption: 'new words' })
    expect((await get(id)).metricsAt).toBe(metricsAt)
    expect(await snapshotsOf(id)).toHaveLength(1)
  })
})

describe('creators', () => {
  const creatorOf = async (id: string) => (await get(id)).creator

  test('known by handle only are adopted by the first row that has both', async () => {
    const [first = ''] = await ingest(brand, { url: postUrl(1) })
    const [second = ''] = await ingest(brand, { url: postUrl(2), creator: { platformUserId: '42' } })
    expect(await creatorOf(second)).toEqual(await creatorOf(first))
    const [third = ''] = await ingest(brand, { platform: 'tiktok', platformId: tiktokId(clock, 3), creator: { platformUserId: '42' } })
    expect(await creatorOf(third)).toEqual(await creatorOf(first))
  })

  test('keep who they are under another handle, which shows and is found on all their posts', async () => {
    const [first = '', second = ''] = await ingest(
      brand,
      { url: postUrl(1), creator: { platformUserId: '42' } },
      { url: postUrl(2), creator: { platformUserId: '42' } },
    )
    await ingest(brand, { url: postUrl(3, 'mara.new'), creator: { platformUserId: '42' } })
    expect((await get(first)).creator).toEqual({ id: (await get(second)).creator.id, handle: 'mara.new' })
    expect(await list('creator=@Mara.New')).toHaveLength(3)
    expect(await list('creator=mara.glow')).toHaveLength(0)
    expect(await list('q=mara.new')).toHaveLength(3)
    expect(await list('q=glow')).toHaveLength(0)
  })

  test('renamed inside one batch bear the later handle on all of its posts', async () => {
    const ids = await ingest(
      brand,
      { url: postUrl(1, 'before'), creator: { platformUserId: '7' } },
      { url: postUrl(2, 'after'), creator: { platformUserId: '7' } },
    )
    for (const id of ids) expect((await get(id)).creator.handle).toBe('after')
  })

  test('who take over a handle that another gave up are not that other', async () => {
    const [first = ''] = await ingest(brand, { url: postUrl(1), creator: { platformUserId: '1' } })
    const [second = ''] = await ingest(brand, { url: postUrl(2), creator: { platformUserId: '2' } })
    expect((await creatorOf(second)).id).not.toBe((await creatorOf(first)).id)
  })

  test('of one name on two platforms are two', async () => {
    const ids = await ingest(brand, { url: postUrl(1, 'mara') }, { url: 'https://www.instagram.com/mara/reel/C9aBcDeFgHi/' })
    const [one, two] = await Promise.all(ids.map(creatorOf))
    expect(one.id).not.toBe(two.id)
  })
})

describe('the time of a post', () => {
  const instagram = { url: 'https://www.instagram.com/p/Cbbbbbbbbbb/', caption: 'Süßer #Morgen' }
  const order = async (query = '') => (await list(`sort=postedAt&${query}`)).map((post: { id: string }) => post.id)

  test('corrected moves the post, and tags, search and cursors find it at its new place', async () => {
    const [moving = '', staying = ''] = await ingest(
      brand,
      { ...instagram, postedAt: '2026-03-01T10:00:00Z' },
      { url: 'https://www.instagram.com/p/Cccccccccccc/', caption: '#morgen', postedAt: '2026-03-02T10:00:00Z' },
    )
    expect(await order()).toEqual([moving, staying])
    const first = (await brand.call('GET', '/v1/content?sort=postedAt&limit=1')).body
    expect(statuses(await send({ ...instagram, postedAt: '2026-03-03T10:00:00Z' }))).toEqual(['updated'])
    expect(await order()).toEqual([staying, moving])
    expect(await order('hashtag=morgen')).toEqual([staying, moving])
    expect(await order('q=susser')).toEqual([moving])
    expect(await order('postedFrom=2026-03-03&postedTo=2026-03-04')).toEqual([moving])
    const rest = (await brand.call('GET', `/v1/content?sort=postedAt&limit=1&cursor=${encodeURIComponent(first.nextCursor)}`)).body
    expect(rest.data.map((post: { id: string }) => post.id)).toEqual([staying])
    await send({ ...instagram, caption: 'now #evening' })
    expect(await order('hashtag=morgen')).toEqual([staying])
    expect(await order('hashtag=evening')).toEqual([moving])
    expect(await order('q=susser')).toEqual([])
  })

  test('inside a TikTok id goes before the one given, and a disagreement is a warning', async () => {
    const [row] = await send({ url: postUrl(0), postedAt: '2020-05-05' })
    expect(row).toMatchObject({ status: 'created', warnings: [{ code: 'posted_at_disagrees', field: 'postedAt' }] })
    expect((await get(row.id)).postedAt).toBe('2026-01-01T00:00:00.000Z')
  })

  test('is the time of receipt where nothing else is known, until something is', async () => {
    const [id = ''] = await ingest(brand, instagram)
    expect((await get(id)).postedAt).toBe(new Date(clock).toISOString())
    await send({ ...instagram, postedAt: '2026-03-01T10:00:00+02:00' })
    expect((await get(id)).postedAt).toBe('2026-03-01T08:00:00.000Z')
  })
})
