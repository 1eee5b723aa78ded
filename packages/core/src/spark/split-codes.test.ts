import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseSparkCode } from './parse-spark-code.ts'
import { MAX_SPLIT_CODES, splitSparkCodes } from './split-codes.ts'

const ONE = '#p4KxVb2mQe7+Lr/9sTzWc1YhN0uJfGdA3oXiPq8vBn5='
const TWO = '#Zq8Rt3LmXw5/Vb+1KcNyHs0DgJf6UoPeAi2TrBk9Wx4='
const THREE = '#Hn6Ye1CvGd9Ml/Ao4+SuKw7ZbIpQx2JtFr8Vk3EyXs0='
const URL_ONE = 'https://www.tiktok.com/@mara.glow/video/7195686135157296390'
const URL_TWO = 'https://www.tiktok.com/@mara.glow/video/7266293045786692870?_r=1'

const pairs = (text: string) => splitSparkCodes(text).map(({ code, beside }) => [code, beside])

describe('a paste of several codes', () => {
  test('is taken apart in its order', () => {
    expect(pairs(`1) ${ONE}\n2) ${TWO}\n3) ${THREE}`)).toEqual([ONE, TWO, THREE].map(code => [code, null]))
    expect(pairs(`${ONE} ${TWO}, ${THREE}`)).toEqual([ONE, TWO, THREE].map(code => [code, null]))
  })

  test('gives each code the link on its line, wherever on the line it stands', () => {
    const expected = [
      [ONE, URL_ONE],
      [TWO, URL_TWO],
    ]
    expect(pairs(`${URL_ONE} ${ONE}\n${URL_TWO} ${TWO}`)).toEqual(expected)
    expect(pairs(`${ONE} ${URL_ONE}\n${TWO} ${URL_TWO}`)).toEqual(expected)
    expect(pairs(`${ONE} ${URL_ONE}\n${URL_TWO}: ${TWO}`)).toEqual(expected)
  })

  test('gives each code the link above it, or the one below it when the paste begins with a code', () => {
    const expected = [
      [ONE, URL_ONE],
      [TWO, URL_TWO],
    ]
    expect(pairs(`${URL_ONE}\n${ONE}\n\n${URL_TWO}\n${TWO}`)).toEqual(expected)
    expect(pairs(`${ONE}\n${URL_ONE}\n\n${TWO}\n${URL_TWO}`)).toEqual(expected)
    expect(pairs(`${ONE}\n${URL_TWO} ${TWO}`)).toEqual([
      [ONE, null],
      [TWO, URL_TWO],
    ])
  })

  test('takes a bare TikTok id for a link', () => {
    expect(pairs(`7195686135157296390 ${ONE}\n7266293045786692870 ${TWO}`)).toEqual([
      [ONE, '7195686135157296390'],
      [TWO, '7266293045786692870'],
    ])
  })

  test('puts a code together that a chat broke over lines', () => {
    const broken = `${URL_ONE}\n${ONE.slice(0, 24)}\n${ONE.slice(24)}\n${URL_TWO}\n${TWO}`
    expect(pairs(broken)).toEqual([
      [ONE, URL_ONE],
      [TWO, URL_TWO],
    ])
  })

  test('counts a code that stands there twice once, and finds none in talk', () => {
    expect(pairs(`${ONE}\n${ONE}`)).toEqual([[ONE, null]])
    expect(pairs(`No codes yet, sorry! #booktok ${URL_ONE}`)).toEqual([])
  })
})

const code = fc
  .array(fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'), { minLength: 43, maxLength: 43 })
  .map(letters => `#${letters.join('')}=`)

describe('for any codes', () => {
  test('each on its line comes back whole, in order, with its own link', () => {
    const rows = fc.uniqueArray(
      fc.record({ code, id: fc.option(fc.bigInt({ min: 7_000_000_000_000_000_000n, max: 7_400_000_000_000_000_000n })) }),
      {
        selector: row => row.code,
        minLength: 1,
        maxLength: MAX_SPLIT_CODES,
      },
    )
    fc.assert(
      fc.property(rows, given => {
        const text = given.map(row => (row.id === null ? row.code : `https://www.tiktok.com/@a/video/${row.id} ${row.code}`)).join('\n')
        const besides = given.map(row => (row.id === null ? null : `https://www.tiktok.com/@a/video/${row.id}`))
        expect(pairs(text)).toEqual(given.map((row, index) => [row.code, besides[index]]))
      }),
      { numRuns: 50 },
    )
  })

  test('any text is read without error, and what is found would be accepted alone', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(code, fc.string({ maxLength: 40 }), fc.constantFrom('\n', ' ', URL_ONE, '#', '=', '%2B'))), parts => {
        for (const found of splitSparkCodes(parts.join('')))
          expect(parseSparkCode(found.code)).toMatchObject({ ok: true, code: found.code })
      }),
      { numRuns: 100 },
    )
  })
})
