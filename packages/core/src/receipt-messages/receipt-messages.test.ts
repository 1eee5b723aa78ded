import { expect, test } from 'vitest'
import { APPROVAL_LOCALES } from '../approval-messages/locales.ts'
import { receiptMessages } from './index.ts'

const placeholdersIn = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort()

test.each(Object.keys(APPROVAL_LOCALES))('a receipt in %s has every sentence, with the same values in it', locale => {
  const [english, theirs] = [Object.entries(receiptMessages('en')), new Map(Object.entries(receiptMessages(locale)))]
  expect([...theirs.keys()]).toEqual(english.map(([name]) => name))
  for (const [name, sentence] of english) {
    expect(placeholdersIn(theirs.get(name) ?? ''), name).toEqual(placeholdersIn(sentence))
    if (locale !== 'en') expect(theirs.get(name), name).not.toBe(sentence)
  }
})
