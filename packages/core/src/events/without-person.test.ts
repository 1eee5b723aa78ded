import { expect, test } from 'vitest'
import { withoutPerson } from './without-person.ts'

test('a printed post keeps its ids, numbers and shape, and nothing of its creator', () => {
  const post = {
    id: 'cnt_1',
    platformId: '7195686135157296390',
    url: 'https://www.tiktok.com/@ana/video/1',
    creator: { id: 'crt_1', handle: 'ana' },
    caption: 'Me, Ana',
    hashtags: ['ana'],
    metrics: { views: 12 },
    metadata: { note: 'Ana' },
  }
  expect(withoutPerson(post)).toEqual({
    id: 'cnt_1',
    platformId: null,
    url: null,
    creator: { id: 'crt_1', handle: null },
    caption: '',
    hashtags: [],
    metrics: { views: 12 },
    metadata: {},
  })
})

test('what was before is blanked field by field, and nothing is added', () => {
  expect(withoutPerson({ creator: { handle: 'ana' }, status: 'live' })).toEqual({ creator: { handle: null }, status: 'live' })
  expect(withoutPerson([{ rejectionReason: 'No. Ana' }, null, 7])).toEqual([{ rejectionReason: null }, null, 7])
  expect(withoutPerson({ feeNote: '40 € for Ana', terms: { url: 'https://brand.example' } })).toEqual({
    feeNote: null,
    terms: { url: 'https://brand.example' },
  })
})
