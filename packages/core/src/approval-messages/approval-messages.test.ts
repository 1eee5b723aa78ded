import { describe, expect, test } from 'vitest'
import { APPROVAL_LOCALES, approvalLocale, approvalMessages, boldParts, fillMessage, pluralMessage, problemMessage } from './index.ts'

const english = approvalMessages('en')

/** Every sentence of a catalogue by its path, so that two languages can be laid side by side. */
function sentencesOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  return Object.entries(value ?? {}).flatMap(([name, inner]) => sentencesOf(inner, `${path}/${name}`))
}

const placeholdersIn = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()

describe('sentences of the approval page', () => {
  test.each(Object.keys(APPROVAL_LOCALES))('%s has every sentence, with the same values in it and bold marks in pairs', locale => {
    const other = new Map(sentencesOf(approvalMessages(locale)))
    for (const [path, sentence] of sentencesOf(english)) {
      const theirs = other.get(path) ?? other.get(path.replace(/one$/, 'other'))
      expect(theirs, path).toBeTruthy()
      if (!path.startsWith('/title/')) expect(placeholdersIn(theirs ?? ''), path).toEqual(placeholdersIn(sentence))
      expect(boldParts(theirs ?? '').length % 2, path).toBe(1)
    }
  })

  test('only English is written in English', () => {
    const mine = new Map(sentencesOf(english))
    for (const locale of Object.keys(APPROVAL_LOCALES).filter(name => name !== 'en')) {
      const same = sentencesOf(approvalMessages(locale)).filter(([path, sentence]) => mine.get(path) === sentence)
      expect(same.map(([path]) => path)).toEqual(['/helpIphone', '/helpAndroid'])
    }
  })

  test('the first wanted language there is wins, and English is the last resort', () => {
    expect(approvalLocale(['nl', 'pt-BR', 'en'])).toBe('pt')
    expect(approvalLocale(['DE_at'])).toBe('de')
    expect(approvalLocale(['constructor', ''])).toBe('en')
  })

  test('numbers choose their form by the rules of the language', () => {
    expect(pluralMessage('en', english.days, { count: 1 })).toBe('1 day')
    expect(pluralMessage('fr', approvalMessages('fr').days, { count: 0 })).toBe('0 jour')
    expect(pluralMessage('ja', approvalMessages('ja').days, { count: 1 })).toBe('1日間')
    expect(pluralMessage('en', english.views, { count: 1_240_000, shown: '1.24M' })).toBe('1.24M views')
  })

  test('an unknown problem code has a sentence, and a value with braces is not filled again', () => {
    expect(problemMessage(english, 'toString')).toBe(english.problems.unknown)
    expect(problemMessage(english, 'link_revoked')).toBe(english.problems.link_revoked)
    expect(fillMessage('{a} and {b}', { a: '{b}' })).toBe('{b} and {b}')
  })
})
