import { describe, expect, test } from 'vitest'
import { redactSparkCodes } from './redact-codes.ts'

const CODE = '#p4KxVb2mQe7+Lr/9sTzWc1YhN0uJfGdA3oXiPq8vBn5='

describe('codes in free text', () => {
  test.each([
    ['alone', CODE],
    ['in a sentence', `no thanks, use ${CODE} for the other one`],
    ['without its hash', `it is ${CODE.slice(1)}, ok?`],
    ['in quotes and beside a comma', `("${CODE}",)`],
    ['twice', `${CODE} ${CODE}`],
  ])('%s: masked', (_, text) => {
    const redacted = redactSparkCodes(text)
    expect(redacted).not.toContain(CODE.slice(1, 12))
    expect(redacted).toContain('#••••••')
  })

  test.each([
    'I do not want my face in ads, sorry!',
    '#BookTokMadeMeBuyIt2024 #fyp',
    'https://www.tiktok.com/@mara.glow/video/7195686135157296390',
    'see req_01h455vb4pex5vsknk084sn02q',
  ])('other words stay as they are: %s', text => {
    expect(redactSparkCodes(text)).toBe(text)
  })
})
