import { expect, test } from 'vitest'
import { isId } from './ids.ts'

test('an id tells what it names', () => {
  const suffix = '01h455vb4pex5vsknk084sn02q'
  expect(isId('content', `cnt_${suffix}`)).toBe(true)
  expect(isId('sparkCode', `cnt_${suffix}`)).toBe(false)
  for (const bad of [
    '',
    'cnt_',
    `cnt_8${suffix.slice(1)}`,
    `cnt_${suffix.toUpperCase()}`,
    `cnt_${suffix}0`,
    `cnt_${suffix.replace('h', 'l')}`,
  ]) {
    expect(isId('content', bad)).toBe(false)
  }
})
