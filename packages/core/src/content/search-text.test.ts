import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { searchQuery, searchText, searchTokens } from './search-text.ts'

describe('the words of a text', () => {
  test.each([
    ['Hello, WORLD! #BookTok @lola.b', ['hello', 'world', 'booktok', 'lola', 'b']],
    ['Crème BRÛLÉE Straße Ørsted', ['creme', 'brulee', 'strasse', 'orsted']],
    ['Ελλάς ΕΛΛΑΣ', ['ελλασ', 'ελλασ']],
    ['ＦＵＬＬ　ｗｉｄｔｈ ① ﬁne', ['full', 'width', '1', 'fine']],
    ['이 제품 최고예요', ['이', '제품', '최고예요']],
    ['हिन्दी में', ['हिन्दी', 'में']],
    ['🔥🔥 wow ❤️', ['e1f525', 'e1f525', 'wow', 'e2764']],
    ['👩🏽‍🍳 🇪🇸', ['e1f469', 'e1f373', 'e1f1eae1f1f8']],
    ['soft\u00adhyphen zero\u200bwidth', ['softhyphen', 'zerowidth']],
    ['', []],
    ['--- "*" ()', []],
  ])('%s', (text, tokens) => expect(searchTokens(text)).toEqual(tokens))

  test('are found in scripts without spaces', () => {
    expect(searchTokens('東京タワーが好き')).toContain('好き')
    expect(searchTokens('สวัสดีครับ')).toEqual(['สวัสดี', 'ครับ'])
  })

  test('hold nothing that a query language could read, and are the same when read again', () => {
    const property = fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), text => {
      const tokens = searchTokens(text)
      for (const token of tokens) expect(token).toMatch(/^[\p{L}\p{N}\p{M}]{1,64}$/u)
      for (const token of tokens) expect(searchTokens(token).join('')).toBe(token)
    })
    fc.assert(property, { numRuns: 500 })
  })

  test('are the same on the short way for plain text as on the long one', () => {
    const property = fc.property(fc.string({ unit: 'grapheme-ascii' }), text => {
      expect(searchTokens(text)).toEqual(searchTokens(`${text} é`).slice(0, -1))
    })
    fc.assert(property)
  })

  test('of a very long word are cut', () => {
    expect(searchTokens('a'.repeat(500))).toEqual(['a'.repeat(64)])
  })
})

test('the search column joins the words of all parts', () => {
  expect(searchText('Hello world', null, '@Lola', undefined, '')).toBe('hello world lola')
})

describe('a query', () => {
  const terms = (query: string) => searchQuery(query).terms.map(({ text, prefix }) => text + (prefix ? '*' : ''))

  test.each([
    ['"crème" \'brûlée\'', ['creme', 'brulee']],
    ['#BookTok @Lola.B', ['booktok', 'lola', 'b']],
    ['book* "tok*"', ['book*', 'tok*']],
    ['a OR b) NEAR(c, 2) -d col:x', ['a', 'or', 'b', 'near', 'c', '2', 'd', 'col', 'x']],
    ['book book*', ['book']],
    ['* ** "', []],
    ['🔥', ['e1f525']],
  ])('%s', (query, expected) => expect(terms(query)).toEqual(expected))

  test('has 16 terms at most', () => {
    expect(searchQuery(Array.from({ length: 50 }, (_, index) => `w${index}`).join(' ')).terms).toHaveLength(16)
  })
})
