import { expect, test } from 'vitest'
import { parseCount, parseDuration, parseHandle, parseHashtags, parsePlatformId, parseTime } from './parse-cell.ts'

test.each([
  ['1470', 1470],
  ['1,470', 1470],
  ['1.470.000', 1_470_000],
  ['1 470', 1470],
  ['1470.0', 1470],
  ['12K', 12_000],
  ['1.5M', 1_500_000],
  ['0', 0],
])('%s counts as %i', (cell, value) => {
  expect(parseCount(cell)).toEqual({ value })
})

test.each(['-5', '1,47', '1.47', '12,34,56', 'many', '99999999999999999', '1e5', ''])('%s is no count', cell => {
  expect(parseCount(cell)).toHaveProperty('fault')
})

test.each([
  ['2024-05-31', '2024-05-31T00:00:00.000Z'],
  ['2024-05-31 18:00:00', '2024-05-31T18:00:00.000Z'],
  ['2024-05-31T18:00:00+02:00', '2024-05-31T16:00:00.000Z'],
  ['1717178400', '2024-05-31T18:00:00.000Z'],
  ['1717178400000', '2024-05-31T18:00:00.000Z'],
])('%s is the time %s', (cell, iso) => {
  expect(parseTime(cell)).toEqual({ value: Date.parse(iso) })
})

test.each(['2024-02-30', '2024-13-01', '31/05/2024', '03/04/2024', '1999-01-01', '2024-05-31T25:00:00Z', 'yesterday'])(
  '%s is no time',
  cell => {
    expect(parseTime(cell)).toHaveProperty('fault')
  },
)

test('mentions among hashtags are left out', () => {
  expect(parseHashtags('@creator_58c15c1a89,#mujercitas,#libros,#libros')).toEqual(['mujercitas', 'libros'])
  expect(parseHashtags('one two, three')).toEqual(['one', 'two', 'three'])
})

test('handles come out of names and profile URLs alike', () => {
  expect(['@mara.glow', 'mara.glow', 'https://www.tiktok.com/@mara.glow?lang=en'].map(parseHandle)).toEqual(Array(3).fill('mara.glow'))
})

test('an id that a spreadsheet rounded is refused', () => {
  expect(parsePlatformId('7.19569E+18')).toHaveProperty('fault')
  expect(parsePlatformId('7195686135157296390')).toEqual({ value: '7195686135157296390' })
})

test('durations are read as seconds or on the clock', () => {
  expect(['15', '15.4', '0:15', '1:02:03'].map(cell => parseDuration(cell))).toEqual([
    { value: 15 },
    { value: 15.4 },
    { value: 15 },
    { value: 3723 },
  ])
})
