import { expect, test } from 'vitest'
import { createTiktokLimiter, createTiktokLimiters, type Sleeper } from './limiter.ts'
import { error, ok, rawServer, refusalOf, testClient } from './testing.ts'

/** Time that passes only when everybody sleeps. */
function toyTime(): Sleeper {
  let now = 1_000_000
  const sleepers: { until: number; wake: () => void }[] = []
  const tick = (): void => {
    sleepers.sort((a, b) => a.until - b.until)
    const next = sleepers.shift()
    if (!next) return
    now = Math.max(now, next.until)
    next.wake()
  }
  return {
    now: () => now,
    sleep: ms =>
      new Promise(resolve => {
        sleepers.push({ until: now + ms, wake: resolve })
        setImmediate(tick)
      }),
  }
}

const FOREVER = Number.MAX_SAFE_INTEGER
const QUESTION = { adAccountId: '7000000000000000001', code: '#AbCdeF0123456789xyzQw==' }
const answer = ok({ item_info: { item_id: '1' } })

test('no second sees more calls than the level allows, however many ask at once', async () => {
  const time = toyTime()
  const limiter = createTiktokLimiter(time, { perSecond: 10, perMinute: 600 })
  const at: number[] = []
  await Promise.all(
    Array.from({ length: 100 }, async () => {
      await limiter.turn(FOREVER)
      at.push(time.now())
    }),
  )
  for (const start of at) expect(at.filter(each => each >= start && each < start + 1000).length).toBeLessThanOrEqual(10)
  expect(Math.max(...at) - Math.min(...at)).toBe(99 * 110)
})

test('after a refusal nobody calls for a second, then two, at last five minutes; an answer begins anew', async () => {
  const time = toyTime()
  const limiter = createTiktokLimiter(time)
  const pauses: number[] = []
  for (let round = 0; round < 11; round++) {
    limiter.refused()
    // Calls that were under way together count as one.
    limiter.refused()
    const begun = time.now()
    await limiter.turn(FOREVER)
    pauses.push((time.now() - begun) / 1000)
  }
  expect(pauses).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300])
  limiter.answered()
  limiter.refused()
  expect(limiter.openAt - time.now()).toBe(1000)
})

test('whoever cannot wait so long is told at once', async () => {
  const time = toyTime()
  const limiter = createTiktokLimiter(time)
  limiter.refused()
  const begun = time.now()
  expect(await limiter.turn(begun + 999)).toBe(false)
  expect(time.now()).toBe(begun)
  expect(await limiter.turn(begun + 1000)).toBe(true)
})

test('the clients of one app share its pace, those of another have their own', () => {
  const limiters = createTiktokLimiters(toyTime())
  expect(limiters('app-1')).toBe(limiters('app-1'))
  expect(limiters('app-1')).not.toBe(limiters('app-2'))
})

test('40100 under status 200 is waited for, also by what writes: it was never executed', async () => {
  await using server = await rawServer(({ method }, at) =>
    at === 0 ? error(40_100, 'Too many requests') : method === 'POST' ? ok() : answer,
  )
  await using client = testClient(server.url)
  const begun = Date.now()
  expect((await client.bindCode(QUESTION)).postId).toBe('1')
  expect(Date.now() - begun).toBeGreaterThanOrEqual(990)
  expect(server.seen.map(({ method }) => method)).toEqual(['POST', 'POST', 'GET'])
})

test('a storm of 40100 costs few calls and ends with the time from which to try again', async () => {
  await using server = await rawServer(() => error(40_100))
  await using client = testClient(server.url)
  const begun = Date.now()
  const refused = await refusalOf(client.inspectCode(QUESTION, { withinMs: 1500 }))
  expect(refused).toMatchObject({ reason: 'rate_limited', retryable: true })
  expect(refused.retryAt).toBeGreaterThan(begun + 2500)
  expect(server.seen).toHaveLength(2)
  expect((await refusalOf(client.inspectCode(QUESTION, { withinMs: 100 }))).retryAt).toBe(refused.retryAt)
  expect(server.seen).toHaveLength(2)
})
