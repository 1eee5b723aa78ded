import { expect, test } from 'vitest'
import { nextFetchDelayMs, thumbnailSize } from './picture.ts'

test('a picture is given up after five tries in about three hours', () => {
  const delays = [1, 2, 3, 4, 5].map(nextFetchDelayMs)
  expect(delays).toEqual([30_000, 300_000, 1_800_000, 7_200_000, null])
})

test('a copy fills its card, keeps its shape up to 9:16 and 16:9, and is never enlarged', () => {
  expect(thumbnailSize({ width: 1080, height: 1920 })).toEqual({ width: 240, height: 427 })
  expect(thumbnailSize({ width: 1080, height: 1080 })).toEqual({ width: 300, height: 300 })
  expect(thumbnailSize({ width: 1920, height: 1080 })).toEqual({ width: 533, height: 300 })
  expect(thumbnailSize({ width: 500, height: 50_000 })).toEqual({ width: 240, height: 427 })
  expect(thumbnailSize({ width: 50_000, height: 500 })).toEqual({ width: 533, height: 300 })
  expect(thumbnailSize({ width: 90, height: 160 })).toEqual({ width: 90, height: 160 })
  expect(thumbnailSize({ width: 1, height: 5000 })).toEqual({ width: 1, height: 2 })
})
