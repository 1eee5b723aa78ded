import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maskSparkCode, parseSparkCode } from './parse-spark-code.ts'

const CODE = '#v08aB3k+Qz/7LmN2pXr9TtY0uWcE4sGhJ1dF6oKiZbV5nQ9sT1xR8yAa2UeQ9sT='
const OTHER = '#Zq91LkM/4vBn8XcYt2RwEp7UiOa5SdFg3HjKl0PoIuYt6ReWq+MnBvC1xZaSd4='
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Base64 in fours, padded, as TikTok's seem to be; 40 to 100 characters. */
const code = fc
  .tuple(fc.integer({ min: 10, max: 25 }), fc.array(fc.constantFrom(...BASE64), { minLength: 100, maxLength: 100 }))
  .map(([quads, letters]) => `#${letters.slice(0, quads * 4 - 1).join('')}=`)

const found = (text: string) => {
  const parsed = parseSparkCode(text)
  return parsed.ok ? parsed.code : parsed.error
}

describe('a pasted code', () => {
  test.each([
    ['alone', CODE, []],
    ['with space around it', `  ${CODE}\r\n`, []],
    ['in quotes', `“${CODE}”`, ['removed_surroundings']],
    ['in backticks', `\`${CODE}\``, ['removed_surroundings']],
    ['in bold', `**${CODE}**`, ['removed_surroundings']],
    ['full of zero-width characters', [...CODE].join('\u200b'), ['removed_invisibles']],
    ['behind a BOM and bidi marks', `\ufeff\u202a${CODE}\u202c`, ['removed_invisibles']],
    ['in full-width letters', CODE.replace('#', '＃').replace('=', '＝'), ['narrowed_letters']],
    ['percent-encoded', encodeURIComponent(CODE), ['decoded_percent']],
    ['percent-encoded twice', encodeURIComponent(encodeURIComponent(CODE)), ['decoded_percent']],
    ['in lower-case escapes', CODE.replace('+', '%2b'), ['decoded_percent']],
    ['without its #', CODE.slice(1), ['added_hash']],
    ['with a space after the #', CODE.replace('#', '# '), ['joined_pieces']],
    ['broken over lines', `${CODE.slice(0, 25)}\n${CODE.slice(25, 50)}\n  ${CODE.slice(50)}`, ['joined_pieces']],
    ['with its + read as a space', CODE.replace('+', ' '), ['restored_plus']],
    ['in English', `Hi! Here is my code: ${CODE}, have fun`, ['removed_surroundings']],
    [
      'in Spanish, with a link',
      `¡Hola! El código es ${CODE} https://www.tiktok.com/@a/video/7023491746608712966`,
      ['removed_surroundings'],
    ],
    ['in Japanese, without spaces', `コードは${CODE}です`, ['removed_surroundings']],
    ['in Arabic', `الرمز: ${CODE} شكرا`, ['removed_surroundings']],
    ['among hashtags', `#booktok ${CODE} #BookTokMadeMeBuyIt2024`, ['removed_surroundings']],
    ['behind a link', `https://vm.tiktok.com/ZMabc123/\n${CODE}`, ['removed_surroundings']],
    ['twice', `${CODE}\n${CODE}`, ['removed_surroundings']],
    ['in a sentence, without its #', `my code is ${CODE.slice(1)} ok?`, ['removed_surroundings', 'added_hash']],
  ])('%s is found', (_, text, repairs) => {
    expect(parseSparkCode(text)).toEqual({ ok: true, code: CODE, repairs })
  })

  test('keeps upper and lower case apart', () => {
    expect(found(CODE)).not.toBe(found(CODE.replace('v08a', 'V08A')))
  })

  test('that lost something which cannot be told is refused, not guessed', () => {
    expect(found(`#ad ${CODE.slice(1)}`)).toBe('spark_code_malformed')
    expect(found(`${CODE.slice(0, 30)} ${CODE.slice(30)}`)).not.toBe(CODE.slice(0, 30))
    expect(found('#AbC$$deF&gH12345678')).toBe('spark_code_malformed')
  })
})

describe('a paste without a code says what is wrong', () => {
  const pastes: readonly [text: string, error: string, instead: string | null][] = [
    ['', 'spark_code_empty', null],
    [' \u200b\n', 'spark_code_empty', null],
    ['#aB3k+', 'spark_code_too_short', null],
    ['hello', 'spark_code_too_short', null],
    [`#${'aB3'.repeat(171)}`, 'spark_code_too_long', null],
    ['x'.repeat(9000), 'spark_code_too_long', null],
    [`${CODE}\n${OTHER}`, 'spark_code_several', null],
    ['https://www.tiktok.com/@a/video/7023491746608712966', 'spark_code_not_found_in_text', 'url'],
    ['tiktok.com/@a/video/7023491746608712966?is_from_webapp=1', 'spark_code_not_found_in_text', 'url'],
    ['#booktok', 'spark_code_too_short', 'hashtag'],
    ['#booktokmademebuyit #BookTok2024 #fyp', 'spark_code_not_found_in_text', 'hashtag'],
    ['#smallbusinesscheckinchallenge', 'spark_code_not_found_in_text', 'hashtag'],
    ['I could not find the code, where is it?', 'spark_code_not_found_in_text', null],
    ['7023491746608712966', 'spark_code_malformed', null],
    ['No sé dónde está el código', 'spark_code_not_found_in_text', null],
  ]
  test.each(pastes.map(([text, error, instead], row) => ({ row, text, error, instead })))(
    '$error, instead $instead (paste $row)',
    ({ text, error, instead }) => {
      expect(parseSparkCode(text)).toEqual({ ok: false, error, instead })
    },
  )
})

describe('any code survives', () => {
  const around = fc.constantFrom(
    '',
    ' ',
    '\n',
    '"',
    '`',
    '(',
    ')',
    '**',
    '\u200b',
    '\ufeff',
    ' — ',
    'código: ',
    'Mein Code ist ',
    'です ',
    ' 🙂',
    '\u00a0',
    ' #booktok ',
    ' https://vm.tiktok.com/ZM8abc/ ',
  )

  test('what stands around it', () => {
    fc.assert(
      fc.property(code, around, around, (value, before, after) => {
        expect(found(`${before}${value}${after}`)).toBe(value)
      }),
    )
  })

  test('percent-encoding, once or twice', () => {
    fc.assert(
      fc.property(code, value => {
        expect([found(encodeURIComponent(value)), found(encodeURIComponent(encodeURIComponent(value)))]).toEqual([value, value])
      }),
    )
  })

  test('invisible characters anywhere inside', () => {
    const property = fc.property(code, fc.nat(38), fc.constantFrom('\u200b', '\u200d', '\ufeff', '\u00ad', '\u2060'), (value, at, mark) => {
      expect(found(value.slice(0, at) + mark + value.slice(at))).toBe(value)
    })
    fc.assert(property)
  })

  test('a form that read each + as a space, or else is refused', () => {
    const property = fc.property(code, value => {
      const read = found(value.replaceAll('+', ' '))
      if (read !== value) expect(read).toMatch(/^spark_code_(malformed|not_found_in_text)$/)
    })
    fc.assert(property, { numRuns: 500 })
  })

  test('lines of any width from 20 on', () => {
    const property = fc.property(code, fc.integer({ min: 20, max: 60 }), (value, width) => {
      const lines = value.match(new RegExp(`.{1,${width}}`, 'g')) ?? []
      expect(found(lines.join('\n'))).toBe(value)
    })
    fc.assert(property)
  })

  test('a second code beside it is noticed', () => {
    fc.assert(
      fc.property(code, code, (one, two) => {
        expect(found(`${one} ${two}`)).toBe(one === two ? one : 'spark_code_several')
      }),
    )
  })
})

test('any text gets an answer: a code of the right shape or a reason', () => {
  const nasty = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc
      .array(fc.constantFrom('#', 'aB3', '=', ' ', '\n', '+', '%23', 'http://', '"', 'word'), { maxLength: 60 })
      .map(parts => parts.join('')),
  )
  const property = fc.property(nasty, text => {
    const parsed = parseSparkCode(text)
    if (parsed.ok) expect(parsed.code).toMatch(/^#[A-Za-z0-9+/_-]{14,512}={0,2}$/)
    else expect(parsed.error).toMatch(/^spark_code_/)
  })
  fc.assert(property, { numRuns: 500 })
})

test('work grows with the length of a hostile paste, not with its square', () => {
  const time = (text: string) => {
    const start = Date.now()
    for (let round = 0; round < 5; round++) parseSparkCode(text)
    return Date.now() - start
  }
  for (const unit of ['#', '# a', '#AbC1 ', 'a ', '"', '%25', 'www.', 'tiktok.com/', ' \n', '=', '#a\n']) {
    const text = unit.repeat(Math.floor(8192 / unit.length))
    time(text)
    expect(time(text)).toBeLessThan(1000)
  }
})

test('a masked code shows its last characters only', () => {
  expect(maskSparkCode(CODE)).toBe('#••••••Q9sT=')
  expect(maskSparkCode('#abcdefghijklmnopqrstuvwxyz0123456789')).toBe('#••••••6789')
  expect(maskSparkCode('#short')).toBe('#••••••')
})
