import { expect, test } from 'vitest'
import { runDemo } from './demo.ts'

test('the demo ends with SparkKit and TikTok of one mind, every webhook verified, and no code on the screen', {
  timeout: 180_000,
}, async () => {
  let out = ''
  const end = await runDemo({
    write: text => {
      out += text
    },
    isColoured: false,
  })
  expect(end).toMatchObject({ disagreements: [], refused: 0, missing: 0 })
  expect(end.bound).toBeGreaterThan(0)
  for (const told of ['gives a code', 'says no', 'bound to', 'days left', 'extends the code', 'taken back', 'refused on the spot'])
    expect(out).toContain(told)
  // A code is base64 of 64 bytes; what is printed of one is its end.
  expect(out).not.toMatch(/#[A-Za-z0-9+/]{40}/)
  expect(out.split('\n').every(line => line.length <= 140)).toBe(true)
})
