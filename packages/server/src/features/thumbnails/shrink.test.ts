import sharp from 'sharp'
import { expect, test } from 'vitest'
import { shrink } from './shrink.ts'
import { drawBomb, drawPictures, HTML, SVG } from './testing.ts'

const PICTURES = await drawPictures()

test.each(Object.entries(PICTURES))('a %s becomes a small WebP', async (_kind, bytes) => {
  const copy = await shrink(bytes)
  const meta = await sharp(copy?.image).metadata()
  expect([meta.format, meta.width, meta.height]).toEqual(['webp', 240, 427])
  expect(copy?.image.length).toBeLessThan(10_000)
  expect(copy?.etag).toMatch(/^[\w-]{22}$/)
})

test('what its maker wrote into a picture is not in the copy, and it stands upright', async () => {
  expect((await sharp(PICTURES.jpeg).metadata()).exif).toBeDefined()
  const lying = await sharp(PICTURES.png).resize(960, 540).withMetadata({ orientation: 6 }).jpeg().toBuffer()
  for (const bytes of [PICTURES.jpeg, lying]) {
    const { width, height, exif, orientation } = await sharp((await shrink(bytes))?.image).metadata()
    expect({ width, height, exif, orientation }).toEqual({ width: 240, height: 427 })
  }
})

test.each([
  ['SVG', Buffer.from(SVG)],
  ['HTML', Buffer.from(HTML)],
  ['nothing', Buffer.alloc(0)],
  ['the first bytes of a JPEG before HTML', Buffer.concat([PICTURES.jpeg.subarray(0, 3), Buffer.from(HTML)])],
  ['half a PNG', PICTURES.png.subarray(0, PICTURES.png.length / 2)],
  ['a TIFF', await sharp(PICTURES.png).tiff().toBuffer()],
])('%s is no picture', async (_kind, bytes) => {
  expect(await shrink(bytes)).toBeUndefined()
})

test('a picture that unpacks to gigabytes is refused by its header', async () => {
  const bomb = drawBomb()
  expect(bomb.length).toBeLessThan(1_000_000)
  const before = process.memoryUsage().rss
  expect(await shrink(bomb)).toBeUndefined()
  expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000)
})
