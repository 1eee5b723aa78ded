import { expect, test } from 'vitest'
import { EVENTS, isEventFilter, matchesEventFilter } from './catalogue.ts'

test('every event is named after its subject', () => {
  for (const [type, { subject }] of Object.entries(EVENTS)) {
    expect(type.split('.')[0]).toBe(subject.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`))
  }
})

test('a filter takes one type, a family or all', () => {
  expect(matchesEventFilter(['spark_code.*'], 'spark_code.expired')).toBe(true)
  expect(matchesEventFilter(['content.created', '*'], 'import.completed')).toBe(true)
  expect(matchesEventFilter(['spark_code.expired'], 'spark_code.expiring')).toBe(false)
  expect(matchesEventFilter(['spark_code.*'], 'spark_codex.expired')).toBe(false)
  expect(matchesEventFilter([], 'content.created')).toBe(false)
})

test('a filter that could never take anything is none', () => {
  expect(['*', 'content.*', 'content.created'].map(isEventFilter)).toEqual([true, true, true])
  expect(['', 'contents.*', 'content', 'content.create', '**', '.*', 'toString'].map(isEventFilter)).toEqual(Array(7).fill(false))
})
