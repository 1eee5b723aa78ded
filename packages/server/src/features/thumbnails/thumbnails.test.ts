import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { TestKit, TestTenant } from '../../testing/index.ts'
import { onEveryEngine } from '../../testing/on-every-engine.ts'
import { claimSources } from './store.ts'
import { drawJpeg, drawPictures, HTML, type PictureServer, SVG, servePictures } from './testing.ts'

const START = Date.parse('2026-03-01T12:00:00Z')
const MINUTE = 60_000
const TOKEN = 'measure-me-measure-me'
const PICTURES = await drawPictures()
const [RED, BLUE] = await Promise.all([drawJpeg('#ff0000'), drawJpeg('#0000ff')])

onEveryEngine('thumbnails', (createKit, engine) => {
  let kit: TestKit
  let brand: TestTenant
  let server: PictureServer
  let now = START
  let posts = 0
  const answers = new Map<string, Buffer | string | number | null>()

  beforeAll(async () => {
    kit = await createKit({ now: () => now, metricsToken: TOKEN })
    brand = await kit.tenant()
    server = await servePictures(({ url = '' }, response) => {
      const answer = answers.get(url.split('?')[0] ?? '')
      if (typeof answer === 'number') response.writeHead(answer).end()
      // What a server says it sends counts for nothing.
      else if (answer !== null)
        response.writeHead(200, { 'content-type': typeof answer === 'string' ? 'image/jpeg' : 'text/html' }).end(answer)
    })
  })
  afterAll(async () => {
    await server.close()
    await kit.close()
  })

  const drain = () => kit.kit.worker.drain()
  const tell = async (tenant: TestTenant, platformId: string, path: string) => {
    const item = { platform: 'tiktok', platformId, creator: { handle: 'ana.kreis' }, thumbnailUrl: server.url + path }
    const { body } = await tenant.call('POST', '/v1/content/batch', { items: [item] })
    return body.results[0]
  }
  const freshId = () => `71956861351572${String(10_000 + posts++)}`
  const post = async (path: string, tenant = brand) => {
    const platformId = freshId()
    const { id } = await tell(tenant, platformId, path)
    return { id, platformId }
  }
  const load = async (id: string, tenant = brand, headers: Record<string, string> = {}) => {
    const { body } = await tenant.call('GET', `/v1/content/${id}`)
    const response = await kit.kit.fetch(new Request(body.thumbnailUrl, { headers }))
    return { status: response.status, headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) }
  }
  const kindOf = async (id: string, tenant = brand) => (await load(id, tenant)).headers.get('content-type')
  const timesAsked = (path: string) => server.asked.filter(url => url.startsWith(path)).length
  const failureOf = async (id: string) => {
    const { db, tables } = kit.kit.services.engine
    return (await db.select().from(tables.thumbnails)).find(row => row.contentId === id)?.failure
  }

  describe('a copy', () => {
    test.each(Object.entries(PICTURES))('of a %s is shown in place of the drawn picture', async (kind, bytes) => {
      answers.set(`/${kind}`, bytes)
      const { id } = await post(`/${kind}`)
      const drawn = await load(id)
      expect([drawn.headers.get('content-type'), drawn.headers.get('cache-control')]).toEqual(['image/svg+xml', 'private, max-age=60'])
      await drain()
      const shown = await load(id)
      expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/webp'])
      expect(shown.headers.get('cache-control')).toContain('immutable')
      expect(shown.bytes.subarray(8, 12).toString()).toBe('WEBP')
      const again = await load(id, brand, { 'if-none-match': shown.headers.get('etag') ?? '' })
      expect([again.status, again.bytes.length]).toEqual([304, 0])
      expect(timesAsked(`/${kind}`)).toBe(1)
    })

    test('needs the signature of its own post', async () => {
      const [mine, other] = [await post('/jpeg'), await post('/jpeg')]
      const { body } = await brand.call('GET', `/v1/content/${mine.id}`)
      const url = body.thumbnailUrl.replace(mine.id, other.id)
      expect((await kit.kit.fetch(new Request(url))).status).toBe(404)
    })

    test('is fetched once by two processes', async () => {
      if (engine === 'pglite') return
      const other = await kit.another({ now: () => now })
      answers.set('/shared', PICTURES.jpeg)
      const made = await Promise.all(Array.from({ length: 12 }, (_, index) => post(`/shared?${index}`)))
      await Promise.all([drain(), other.worker.drain()])
      expect(timesAsked('/shared')).toBe(12)
      for (const { id } of made) expect(await kindOf(id)).toBe('image/webp')
      await other.close()
    })

    test('that a process died over is fetched by the next one', async () => {
      const { id } = await post('/jpeg')
      const { db, tables } = kit.kit.services.engine
      for (const { no } of await db.select().from(tables.workspaces)) {
        await claimSources(kit.kit.services.engine, { workspaceNo: no, limit: 100, now, leaseUntil: now + MINUTE })
      }
      await drain()
      expect(await kindOf(id)).toBe('image/svg+xml')
      now += MINUTE
      await drain()
      expect(await kindOf(id)).toBe('image/webp')
    })
  })

  describe('what is no picture', () => {
    test.each([
      ['/svg', SVG, 'not_a_picture'],
      ['/html', HTML, 'not_a_picture'],
      ['/gone', 404, 'status'],
    ])('%s is given up at once', async (path, answer, reason) => {
      answers.set(path, answer)
      const { id } = await post(path)
      await drain()
      now += 24 * 60 * MINUTE
      await drain()
      expect([await kindOf(id), timesAsked(path), await failureOf(id)]).toEqual(['image/svg+xml', 1, reason])
    })
  })

  test('a failing server is asked again, later each time, and left after five tries', async () => {
    answers.set('/ill', 503)
    const { id } = await post('/ill')
    const waits = [0.5, 5, 30, 120, 24 * 60]
    for (const [index, minutes] of waits.entries()) {
      await drain()
      now += (minutes - 0.25) * MINUTE
      await drain()
      expect(timesAsked('/ill')).toBe(index + 1)
      now += 0.25 * MINUTE
    }
    await drain()
    expect([timesAsked('/ill'), await kindOf(id)]).toEqual([5, 'image/svg+xml'])

    answers.set('/well', 503)
    const { id: other } = await post('/well')
    await drain()
    answers.set('/well', PICTURES.jpeg)
    now += MINUTE
    await drain()
    expect(await kindOf(other)).toBe('image/webp')
  })

  test('a link to the same picture, signed anew, changes nothing and fetches nothing', async () => {
    const { platformId } = await post('/jpeg?X-Amz-Signature=a')
    await drain()
    const before = timesAsked('/jpeg')
    const result = await tell(brand, platformId, '/jpeg?X-Amz-Signature=b')
    await drain()
    expect([result.status, timesAsked('/jpeg')]).toEqual(['unchanged', before])
  })

  test('a link to another picture, or a new one where the old one failed, is fetched', async () => {
    answers.set('/red', RED)
    answers.set('/blue', BLUE)
    answers.set('/dead', 410)
    const { id, platformId } = await post('/dead')
    await drain()
    await tell(brand, platformId, '/red')
    await drain()
    const red = await load(id)
    expect(red.headers.get('content-type')).toBe('image/webp')
    await tell(brand, platformId, '/dead?2')
    await drain()
    expect((await load(id)).bytes).toEqual(red.bytes)
    await tell(brand, platformId, '/blue')
    expect((await load(id)).bytes).toEqual(red.bytes)
    await drain()
    expect((await load(id)).bytes).not.toEqual(red.bytes)
  })

  test('a link told while another is being fetched wins', async () => {
    answers.set('/slow', null)
    const { id, platformId } = await post('/slow')
    kit.kit.worker.start()
    await vi.waitFor(() => expect(timesAsked('/slow')).toBe(1))
    await tell(brand, platformId, '/blue')
    await vi.waitFor(async () => expect(await kindOf(id)).toBe('image/webp'), 5000)
    const blue = await load(id)
    server.drop()
    await kit.kit.worker.stop()
    now += MINUTE
    await drain()
    expect((await load(id)).bytes).toEqual(blue.bytes)
  })

  test('the hanging server of one workspace holds up no other', async () => {
    const other = await kit.tenant()
    answers.set('/hangs', null)
    for (let index = 0; index < 10; index += 1) await post(`/hangs?${index}`)
    kit.kit.worker.start()
    await vi.waitFor(() => expect(timesAsked('/hangs')).toBe(4))
    const { id } = await post('/jpeg', other)
    await vi.waitFor(async () => expect(await kindOf(id, other)).toBe('image/webp'), 3000)
    await sleep(100)
    expect(timesAsked('/hangs')).toBe(4)
    answers.set('/hangs', 404)
    server.drop()
    await vi.waitFor(() => expect(timesAsked('/hangs')).toBe(10))
    await kit.kit.worker.stop()
  })

  test('tries are counted by what came of them', async () => {
    const counted = await kit.kit.fetch(new Request('https://sparkkit.test/metrics', { headers: { authorization: `Bearer ${TOKEN}` } }))
    const text = await counted.text()
    expect(text).toMatch(/sparkkit_thumbnail_fetches_total\{outcome="stored",reason="none"\} [1-9]/)
    expect(text).toMatch(/sparkkit_thumbnail_fetches_total\{outcome="given_up",reason="not_a_picture"\} 2\n/)
    expect(text).toMatch(/sparkkit_thumbnail_fetches_total\{outcome="put_off",reason="status"\} [1-9]/)
  })
})
