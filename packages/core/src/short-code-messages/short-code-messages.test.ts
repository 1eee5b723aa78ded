import { expect, test } from 'vitest'
import { APPROVAL_LOCALES } from '../approval-messages/locales.ts'
import { shortCodeMessages } from './index.ts'

test('every language says everything in its own words', () => {
  const all = Object.keys(APPROVAL_LOCALES).map(locale => Object.values(shortCodeMessages(locale)))
  for (const sentences of all) for (const sentence of sentences) expect(sentence.trim()).not.toBe('')
  expect(new Set(all.flat()).size).toBe(all.flat().length)
})
