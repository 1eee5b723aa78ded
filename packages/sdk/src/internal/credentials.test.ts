import { describe, expect, test } from 'vitest'
import { AuthenticationError, TokenError } from '../errors.ts'
import { type Answer, failureOf, fakeService, type Received, transportTo } from '../testing/fake-service.ts'
import { Transport } from './transport.ts'

const get = { method: 'GET', path: '/v1/me' } as const
const baseUrl = 'http://localhost:8787'

/** Accepts one token; all others are refused. */
function accepting(token: string): (received: Received) => Answer {
  return ({ headers }) => ({ status: headers.authorization === `Bearer ${token}` ? 200 : 401 })
}

/** Hands out t1, t2, … and counts. */
function countingSource(): { source: () => Promise<string>; calls: () => number } {
  let calls = 0
  return { source: async () => `t${++calls}`, calls: () => calls }
}

test('an API key travels as a bearer token', async () => {
  const service = await fakeService(accepting('sk_test'))
  const { transport } = transportTo(service)
  await transport.request(get)
  expect(service.received).toHaveLength(1)
})

test('an anonymous client sends no credential', async () => {
  const service = await fakeService([{}])
  await new Transport({ baseUrl: service.url, anonymous: true }).request(get)
  expect(service.received[0]?.headers.authorization).toBeUndefined()
})

test.each([
  ['none', {}],
  ['two', { apiKey: 'sk_test', token: 'eyJ' }],
  ['an empty one', { apiKey: '' }],
  ['an undefined one', { apiKey: undefined }],
  ['anonymous: false', { anonymous: false }],
])('%s of the credentials is refused when the client is made', (_what, credentials) => {
  expect(() => new Transport({ baseUrl, ...credentials } as never)).toThrow('exactly one of apiKey, token and anonymous')
})

describe('a token function', () => {
  test('is asked once for many calls at the same time', async () => {
    const service = await fakeService(accepting('t1'))
    const { source, calls } = countingSource()
    const { transport } = transportTo(service, { token: source })
    await Promise.all(Array.from({ length: 10 }, () => transport.request(get)))
    await transport.request(get)
    expect(calls()).toBe(1)
  })

  test('is asked once more when many calls are refused at the same time, and all of them succeed', async () => {
    const service = await fakeService(accepting('t2'))
    const { source, calls } = countingSource()
    const { transport, waits } = transportTo(service, { token: source, maxRetries: 0 })
    await Promise.all(Array.from({ length: 10 }, () => transport.request(get)))
    expect(calls()).toBe(2)
    expect(waits).toEqual([])
  })

  test('is asked only once more per call: a second refusal is the answer', async () => {
    const service = await fakeService([{ status: 401 }])
    const { source, calls } = countingSource()
    const { transport } = transportTo(service, { token: source })
    expect(await failureOf(transport.request(get))).toBeInstanceOf(AuthenticationError)
    expect(calls()).toBe(2)
    expect(service.received).toHaveLength(2)
  })

  test('that tells when its token expires is asked again shortly before, not after', async () => {
    let now = 1_000_000
    let calls = 0
    const service = await fakeService([{}])
    const token = (): { token: string; expiresAt: number } => ({ token: `t${++calls}`, expiresAt: now + 900_000 })
    const { transport } = transportTo(service, { token, surroundings: { now: () => now } })
    await transport.request(get)
    now += 869_000
    await transport.request(get)
    now += 1_000
    await transport.request(get)
    expect(service.received.map(({ headers }) => headers.authorization)).toEqual(['Bearer t1', 'Bearer t1', 'Bearer t2'])
  })

  test('takes the answer of the embed-tokens endpoint as it is', async () => {
    const service = await fakeService(accepting('eyJ'))
    const { transport } = transportTo(service, { token: async () => ({ token: 'eyJ', expiresAt: '2126-01-01T00:00:00Z' }) })
    await transport.request(get)
    expect(service.received).toHaveLength(1)
  })

  test('that fails gives TokenError with its reason, sends nothing, and is asked afresh by the next call', async () => {
    const service = await fakeService([{ body: { fine: true } }])
    const reason = new Error('backend is down')
    let calls = 0
    const token = async (): Promise<string> => {
      calls += 1
      if (calls === 1) throw reason
      return 'eyJ'
    }
    const { transport } = transportTo(service, { token })
    const error = await failureOf(transport.request(get))
    expect(error).toBeInstanceOf(TokenError)
    expect(error).toMatchObject({ cause: reason })
    expect(service.received).toHaveLength(0)
    expect(await transport.request(get)).toEqual({ fine: true })
  })
})
