import { createAdaptorServer } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLogger } from '../logging.ts'
import { createTestKit, TEST_PUBLIC_URL, type TestKit } from '../testing/index.ts'

let kit: TestKit
let logged: string[] = []
const sink = { write: (line: string) => void logged.push(JSON.parse(line).address) }

beforeAll(async () => {
  const trustedProxies = ['10.0.0.0/8', '2001:db8:1::/48', '192.0.2.7']
  kit = await createTestKit({ trustedProxies, logger: createLogger('info', sink) })
})
afterAll(() => kit.close())

const from = (remoteAddress: string) => ({ incoming: { socket: { remoteAddress, remotePort: 4711, remoteFamily: 'IPv4' } } })

const ask = (path: string, remoteAddress: string, forwarded?: string) =>
  kit.kit.fetch(
    new Request(`${TEST_PUBLIC_URL}${path}`, { headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } }),
    from(remoteAddress),
  )

async function addressSeen(remoteAddress: string, forwarded?: string): Promise<string | undefined> {
  logged = []
  await ask('/v1/me', remoteAddress, forwarded)
  return logged[0]
}

describe('the address of a client', () => {
  test.each<[string, string, string | undefined, string]>([
    ['is that of the connection', '203.0.113.5', undefined, '203.0.113.5'],
    ['is told by a trusted proxy', '10.0.0.1', '203.0.113.5', '203.0.113.5'],
    ['is told through two of them', '10.0.0.1', '203.0.113.5, 10.9.9.9', '203.0.113.5'],
    ['is told through a single address that is trusted', '192.0.2.7', '203.0.113.5', '203.0.113.5'],
    ['is the rightmost that nobody vouches for, whatever stands to its left', '10.0.0.1', '1.2.3.4, 203.0.113.5', '203.0.113.5'],
    ['is not what the client says who speaks to us itself', '203.0.113.5', '1.2.3.4', '203.0.113.5'],
    ['is not told by a neighbour of a trusted proxy', '192.0.2.8', '1.2.3.4', '192.0.2.8'],
    ['is the leftmost where all are trusted', '10.0.0.1', '10.1.1.1, 10.2.2.2', '10.1.1.1'],
    ['is the proxy’s where it says nothing that is an address', '10.0.0.1', 'unknown', '10.0.0.1'],
    ['stops at what is no address', '10.0.0.1', '1.2.3.4, <script>, 10.2.2.2', '10.2.2.2'],
    ['is not an odd spelling of one', '10.0.0.1', '0x7f.1', '10.0.0.1'],
    ['comes without its port', '10.0.0.1', '203.0.113.5:31337', '203.0.113.5'],
    ['comes without brackets', '10.0.0.1', '[2001:db8:9::5]:443', '2001:db8:9::5'],
    ['is told by a trusted proxy over IPv6', '2001:db8:1::1', '2001:DB8:9:0:0::5', '2001:db8:9::5'],
    ['is not told by another network over IPv6', '2001:db8:2::1', '1.2.3.4', '2001:db8:2::1'],
    ['is IPv4 where IPv4 comes as IPv6', '::ffff:10.0.0.1', '::ffff:203.0.113.5', '203.0.113.5'],
    ['survives emptiness', '10.0.0.1', ' , ,', '10.0.0.1'],
  ])('%s: %s, %s', async (...[, remote, forwarded, expected]) => {
    expect(await addressSeen(remote, forwarded)).toBe(expected)
  })

  test('is that of the connection where no proxy is trusted', async () => {
    const plain = await kit.another({ trustedProxies: [] })
    logged = []
    const headers = { 'x-forwarded-for': '1.2.3.4' }
    await plain.fetch(new Request(`${TEST_PUBLIC_URL}/v1/me`, { headers }), from('10.0.0.1'))
    expect(logged).toEqual(['10.0.0.1'])
  })

  test('is found over a real connection', async () => {
    const local = await kit.another({ trustedProxies: ['loopback'] })
    const server = createAdaptorServer({ fetch: local.fetch })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    logged = []
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/v1/me`
    await fetch(url, { headers: { 'x-forwarded-for': '203.0.113.5' } })
    await new Promise(resolve => server.close(resolve))
    expect(logged).toEqual(['203.0.113.5'])
  })
})

test('who guesses links uses up their own guesses, behind a proxy too, and cannot borrow those of others', async () => {
  const guess = (n: number, ...way: [string, string]) => ask(`/v1/approvals/${'x'.repeat(20)}${n}`, ...way)
  const statuses = async (count: number, way: (n: number) => [string, string]) => {
    const answers = []
    for (let n = 0; n < count; n += 1) answers.push((await guess(n, ...way(n))).status)
    return answers
  }
  expect(new Set(await statuses(30, () => ['10.0.0.1', '203.0.113.50']))).toEqual(new Set([404]))
  expect(await statuses(1, () => ['10.0.0.1', '203.0.113.50'])).toEqual([429])
  expect(await statuses(1, () => ['10.0.0.1', '203.0.113.51'])).toEqual([404])
  const spoofed = await statuses(31, n => ['198.51.100.9', `203.0.113.${n}`])
  expect(spoofed.at(-1), 'a new address in the header is no new address').toBe(429)
  const prepended = await statuses(31, n => ['10.0.0.1', `203.0.113.${n}, 198.51.100.10`])
  expect(prepended.at(-1)).toBe(429)
})
