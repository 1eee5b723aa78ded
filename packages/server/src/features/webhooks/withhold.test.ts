import { expect, test } from 'vitest'
import { withholdCode } from './withhold.ts'

const CODE = '#p4KxVb2mQe7+Lr/9sTzWc1YhN0uJfGdA3oXiPq8vBn5='
const sent = JSON.stringify({ type: 'spark_code.received', data: { id: 'code_1', code: CODE } })

test.each([
  ['as it is', sent],
  ['with escaped slashes', sent.replaceAll('/', '\\/')],
  ['as a query', `code=${encodeURIComponent(CODE)}`],
  ['cut off', sent.slice(0, sent.indexOf(CODE) + 24)],
])('an answer that repeats the code %s is not kept', (_, answer) => {
  expect(withholdCode(answer, sent)).toBe('Not kept: the answer repeats the Spark Code it was sent.')
})

test('any other answer is', () => {
  expect(withholdCode('thanks for code_1', sent)).toBe('thanks for code_1')
  expect(withholdCode(`odd ${CODE}`, JSON.stringify({ data: { id: 'code_1' } }))).toBe(`odd ${CODE}`)
})
