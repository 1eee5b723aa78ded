import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { drawJpeg, servePictures } from '../features/thumbnails/testing.ts'
import { createTestDatabase } from '../testing/databases.ts'
import { createTestKit, type TestKit } from '../testing/index.ts'
import { openEngine } from './engine.ts'
import { MoveError, moveDatabase } from './move.ts'
import { openPglite } from './pglite.ts'

const opened: (() => Promise<unknown>)[] = []
afterAll(async () => {
  for (const close of opened.reverse()) await close()
})

async function lived(): Promise<TestKit> {
  const kit = await createTestKit()
  opened.push(() => kit.close())
  const jpeg = await drawJpeg('#c81e5a')
  const pictures = await servePictures((_request, response) => response.end(jpeg))
  opened.push(() => pictures.close())
  for (const mode of ['live', 'sandbox'] as const) {
    const tenant = await kit.tenant({ mode })
    const items = Array.from({ length: 1500 }, (_, n) => ({
      url: `https://www.tiktok.com/@mara${n % 3}/video/${7_195_686_135_157_000_000n + BigInt(n)}`,
      caption: `Post ${n} “quoted” #día 🎉`,
      metrics: { views: n },
      facts: { durationSeconds: 12.5 },
      metadata: { b: '1', a: '2' },
      ...(n % 300 === 0 && { thumbnailUrl: `${pictures.url}/${n}` }),
    }))
    for (const start of [0, 1000])
      expect((await tenant.call('POST', '/v1/content/batch', { items: items.slice(start, start + 1000) })).status).toBe(200)
    await tenant.call('POST', '/v1/spark-requests', { content: ['7195686135157000001', '7195686135157000002'] })
  }
  await kit.kit.worker.drain()
  return kit
}

test('a database moved to PostgreSQL holds the same rows, and numbers go on behind them', async () => {
  const kit = await lived()
  const copy = join(kit.folder, 'copy.db')
  await kit.kit.services.engine.backup?.(copy)
  const source = await openEngine(`file:${copy}`)
  opened.push(() => source.close())
  const folder = await createTestDatabase('libsql')
  const target = await openPglite(join(folder.folder, 'pg'))
  opened.push(
    () => folder.remove(),
    () => target.close(),
  )
  const moved = await moveDatabase(source, target)
  expect(moved.find(table => table.table === 'content')).toMatchObject({ rows: 3000 })
  const images = await target.db.select({ image: target.tables.thumbnails.image }).from(target.tables.thumbnails)
  expect(images.map(({ image }) => image?.subarray(8, 12).toString())).toEqual(Array(10).fill('WEBP'))
  for (const name of ['events', 'spark_requests', 'api_keys', 'approval_links'])
    expect(moved.find(table => table.table === name)?.rows, name).toBeGreaterThan(1)
  const [workspace] = await target.db
    .insert(target.tables.workspaces)
    .values({ id: 'ws_new', name: 'New', mode: 'live', branding: { name: 'New' }, locale: 'en', createdAt: 1 })
    .returning()
  expect(workspace?.no).toBe(3)
  await expect(moveDatabase(source, target)).rejects.toThrow(MoveError)
})
