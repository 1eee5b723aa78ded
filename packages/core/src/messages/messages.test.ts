import { describe, expect, test } from 'vitest'
import { APPROVAL_LOCALES } from '../approval-messages/locales.ts'
import { builtInMessage } from './built-in/index.ts'
import { MESSAGE_CHANNELS, MESSAGE_KINDS } from './channels.ts'
import { formatShortCode, parseShortCode, SHORT_CODE_ALPHABET } from './short-code.ts'
import { smsSegments } from './sms.ts'
import { messageProblem, renderMessage } from './template.ts'

const VALUES = {
  handle: 'a.handle.of.24.characters',
  brand: 'Lumen Skincare Europe',
  link: 'https://sparkkit.example/a/0123456789abcdef01234567',
  shortUrl: 'https://sparkkit.example/c/ABCD-EFGH',
  shortCode: 'ABCD-EFGH',
  count: 12,
  days: 365,
  respondBy: 'September 30, 2026',
}

describe('the built-in messages', () => {
  const cases = Object.keys(APPROVAL_LOCALES).flatMap(locale =>
    MESSAGE_CHANNELS.flatMap(channel => MESSAGE_KINDS.map(kind => ({ locale, channel, kind }))),
  )
  test.each(cases)('$locale $channel $kind carries what it must, fits and leaves no name in braces', input => {
    const { subject, text } = builtInMessage(input)
    expect(subject !== null).toBe(input.channel === 'email')
    const rendered = renderMessage(text, VALUES)
    expect([rendered.unknown, renderMessage(subject ?? '', VALUES).unknown]).toEqual([[], []])
    expect(messageProblem(input.channel, { subject, text: rendered.text }, VALUES)).toBeNull()
  })

  test('all differ, and a language without any gets English', () => {
    const texts = cases.map(input => builtInMessage(input).text)
    expect(new Set(texts).size).toBe(texts.length)
    expect(builtInMessage({ locale: 'nl', channel: 'sms', kind: 'request' })).toEqual(
      builtInMessage({ locale: 'en', channel: 'sms', kind: 'request' }),
    )
  })
})

describe('an SMS', () => {
  test.each([
    ['nothing', '', 0],
    ['160 letters', 'a'.repeat(160), 1],
    ['161 letters', 'a'.repeat(161), 2],
    ['306 letters', 'a'.repeat(306), 2],
    ['80 euro signs, two septets each', '€'.repeat(80), 1],
    ['81 euro signs', '€'.repeat(81), 2],
    ['a euro sign that is not cut in two', `${'a'.repeat(152)}€${'a'.repeat(152)}`, 3],
    ['70 characters with one outside the alphabet', `${'a'.repeat(69)}あ`, 1],
    ['71 of them', `${'a'.repeat(70)}あ`, 2],
    ['35 emoji, two units each', '😀'.repeat(35), 1],
    ['36 emoji', '😀'.repeat(36), 2],
    ['66 emoji: 33 fit in each part, none cut in two', '😀'.repeat(66), 2],
    ['67 emoji', '😀'.repeat(67), 3],
    ['one emoji that makes 160 letters three parts', `${'a'.repeat(159)}😀`, 3],
  ])('of %s', (...[, text, segments]) => {
    expect(smsSegments(text)).toBe(segments)
  })
})

describe('a short code', () => {
  test('is read however it is typed', () => {
    for (const typed of ['ABCD-EFGH', 'abcd efgh', ' abcdefgh\n', 'ABCD–EFGH', 'abcdefgh']) {
      expect(parseShortCode(typed), typed).toBe('ABCDEFGH')
    }
    expect(formatShortCode('ABCDEFGH')).toBe('ABCD-EFGH')
  })

  test('holds nothing that can be taken for something else', () => {
    expect(SHORT_CODE_ALPHABET).not.toMatch(/[01OILU]/)
    for (const typed of ['', 'ABCD-EFG', 'ABCD-EFGHJ', 'ABCD-EFG0', "ABCD-EFG'", '<b>', 'A'.repeat(100_000)]) {
      expect(parseShortCode(typed), typed.slice(0, 20)).toBeNull()
    }
  })
})
