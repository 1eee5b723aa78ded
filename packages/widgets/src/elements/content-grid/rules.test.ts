import { expect, test } from 'vitest'
import { templateFrom } from '../../controllers/message-queue.ts'
import { clock, compact, span } from '../../internal/numbers.ts'
import { renewedInTime } from '../../internal/token-source.ts'
import { approved } from '../../testing/fake-workspace.ts'
import { activeFilters, NO_FILTERS, queryOf } from './filters.ts'
import { cardState } from './next-step.ts'
import { parseSearch } from './search.ts'

test.each([
  ['barrier serum', { words: 'barrier serum*' }],
  ['  "serum!"  ', { words: '"serum!"' }],
  ['views:>25k', { minViews: 25_001, operators: ['views:>25k'] }],
  ['views:>=1.5M views:<2m', { minViews: 1_500_000, maxViews: 1_999_999 }],
  ['@mara.glow #SkinTok glow', { handle: 'mara.glow', tags: ['SkinTok'], words: 'glow*' }],
  ['views: @ # views:>', { words: 'views: @ # views:>', operators: [] }],
  ['', { words: '', operators: [] }],
])('the search %o is understood', (search, expected) => {
  expect(parseSearch(search)).toMatchObject(expected)
})

test('every active filter can be taken away by itself, and then nothing is left', () => {
  let filters = {
    ...NO_FILTERS,
    eligible: true,
    sparkStatus: ['approved', 'expired'] as const,
    platform: ['tiktok'] as const,
    minViews: 1000,
    creator: { id: 'crt_1', handle: '@mara' },
    search: 'glow #spf',
    sort: 'views' as const,
  }
  expect(activeFilters(filters)).toHaveLength(8)
  for (let active = activeFilters(filters); active[0] !== undefined; active = activeFilters(filters)) {
    const [first] = active
    expect(activeFilters(first.without)).toHaveLength(active.length - 1)
    filters = first.without as typeof filters
  }
  expect(queryOf(filters)).toEqual(queryOf({ ...NO_FILTERS, sort: 'views' }))
})

test('a token is renewed at 80 % of its life, whatever way its end is told', async () => {
  const now = Date.UTC(2026, 10, 22)
  const life = 900_000
  for (const expiresAt of [now + life, new Date(now + life), new Date(now + life).toISOString()]) {
    const given = await renewedInTime(
      () => ({ token: 't', expiresAt }),
      () => now,
    )()
    expect(given).toEqual({ token: 't', expiresAt: now + 0.8 * life + 30_000 })
  }
  expect(await renewedInTime(async () => 'plain')()).toBe('plain')
})

test('a code that ends within a week asks for attention', () => {
  expect(cardState(approved(0, 6), Date.now(), true).tone).toBe('warn')
  expect(cardState(approved(0, 8), Date.now(), true).tone).toBe('good')
  expect(cardState(approved(0, 8), Date.now(), false).step).toBe('view')
})

test('numbers are short where they are long, and exact where they are short', () => {
  expect([compact('en', 7412), compact('en', 1_240_000), compact('de', 7412)]).toEqual(['7,412', '1.24M', '7.412'])
  expect([span('en', 0), span('en', 30 * 3_600_000), span('en', 800 * 86_400_000)]).toEqual(['1h', '1d', '2y'])
  expect([clock(17), clock(61.4), clock(3725)]).toEqual(['0:17', '1:01', '1:02:05'])
})

test('lines of a message that were not touched keep their placeholders', () => {
  const message = {
    text: 'Hi @mara, it is Lumen.\nFor 30 days: https://l/a',
    template: 'Hi @{{handle}}, it is {{brand}}.\nFor {{days}} days: {{link}}',
    url: 'https://l/a',
  }
  expect(templateFrom(message.text, message, { handle: 'mara', brand: 'Lumen' })).toBe(message.template)
  expect(templateFrom('New\nFor 30 days: https://l/a', message, { handle: null, brand: null })).toBe('New\nFor {{days}} days: {{link}}')
  expect(templateFrom('@mara of Lumen\n\nhttps://l/a', message, { handle: 'mara', brand: 'Lumen' })).toBe(
    '@{{handle}} of {{brand}}\n\n{{link}}',
  )
})
