import { expect, test } from 'vitest'
import { expectProblem } from '../../testing/endpoint-proof.ts'
import { createTestKit } from '../../testing/index.ts'
import { askedPost, creator } from '../../testing/scenario.ts'

const GUESSES = process.env.ROUNDS === 'full' ? 10_000 : 1500

test('thousands of guesses at a link find nothing, are slowed down, and lock no creator out', async () => {
  const kit = await createTestKit()
  try {
    const { token } = await askedPost(await kit.tenant(), 1)
    const answers = new Map<string, number>()
    for (let guess = 0; guess < GUESSES; guess += 500) {
      const batch = Array.from({ length: 500 }, (_, index) => String(guess + index).padStart(24, 'A'))
      for (const { body } of await Promise.all(batch.map(each => kit.call('GET', `/v1/approvals/${each}`)))) {
        answers.set(body.code, (answers.get(body.code) ?? 0) + 1)
      }
    }
    expect([...answers.keys()].toSorted()).toEqual(['link_not_found', 'rate_limited'])
    expect(answers.get('link_not_found')).toBeLessThan(200)
    const limited = await kit.call('GET', `/v1/approvals/${'B'.repeat(24)}`)
    expectProblem(limited, 429, 'rate_limited')
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await creator(kit, token).look()).status, 'a creator behind the same address').toBe(200)
  } finally {
    await kit.close()
  }
})
