import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createGuardedFetch, type GuardedFetch, type GuardedFetchOptions } from './guarded-fetch.ts'

const REFUSED = [
  // IPv4 that is not public
  'http://0.0.0.0/',
  'http://0.1.2.3/',
  'http://10.0.0.1/',
  'http://10.255.255.255/',
  'http://100.64.0.1/',
  'http://100.100.100.200/',
  'http://100.127.255.254/',
  'http://127.0.0.1/',
  'http://127.1.2.3/',
  'http://127.255.255.255/',
  'http://168.63.129.16/',
  'http://169.254.0.1/',
  'http://169.254.169.254/latest/meta-data/',
  'http://172.16.0.1/',
  'http://172.31.255.255/',
  'http://192.0.0.8/',
  'http://192.0.2.1/',
  'http://192.88.99.1/',
  'http://192.168.0.1/',
  'http://192.168.255.255/',
  'http://198.18.0.1/',
  'http://198.19.255.255/',
  'http://198.51.100.7/',
  'http://203.0.113.7/',
  'http://224.0.0.1/',
  'http://239.255.255.250/',
  'http://240.0.0.1/',
  'http://255.255.255.255/',
  // IPv6 that is not public, or carries an IPv4 address
  'http://[::]/',
  'http://[::1]/',
  'http://[0:0:0:0:0:0:0:1]/',
  'http://[::127.0.0.1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[::ffff:8.8.8.8]/',
  'http://[::ffff:0:127.0.0.1]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[64:ff9b:1::a00:1]/',
  'http://[100::1]/',
  'http://[2001::1]/',
  'http://[2001:2::1]/',
  'http://[2001:10::1]/',
  'http://[2001:20::1]/',
  'http://[2001:db8::1]/',
  'http://[2002:7f00:1::]/',
  'http://[2002:a00:1::1]/',
  'http://[3fff::1]/',
  'http://[5f00::1]/',
  'http://[fc00::1]/',
  'http://[fd12:3456:789a::1]/',
  'http://[fe80::1]/',
  'http://[fe80::1%25eth0]/',
  'http://[fec0::1]/',
  'http://[ff02::1]/',
  // Odd spellings of 127.0.0.1 and of a public address
  'http://2130706433/',
  'http://0x7f000001/',
  'http://0x7f.0x0.0x0.0x1/',
  'http://017700000001/',
  'http://0177.0.0.1/',
  'http://127.1/',
  'http://127.0.1/',
  'http://127.0.0.1./',
  'http://１２７.0.0.1/',
  'http://127。0。0。1/',
  'http://127.0.0.1:80@example.com/',
  'http://134744072/',
  'http://010.8.8.8/',
  'http://8.8.8.8./',
  // Names that stand for this machine or network
  'http://localhost/',
  'http://LOCALHOST/',
  'http://localhost./',
  'http://api.localhost/',
  'http://localhost.localdomain/',
  'http://metadata/',
  'http://metadata.google.internal/',
  'http://printer.local/',
  'http://router.lan/',
  'http://nas.home.arpa/',
  'http://intranet/',
  'http://example.com./',
  // Other protocols, credentials, ports and shapes
  'ftp://example.com/',
  'file:///etc/passwd',
  'gopher://example.com/',
  'javascript:alert(1)',
  '//example.com/',
  'example.com',
  'http:example.com',
  'http://user@example.com/',
  'http://user:secret@example.com/',
  'http://@example.com/',
  'http://example.com:22/',
  'http://example.com:25/',
  'http://example.com:0/',
  'http://example.com:99999/',
  'http://exa mple.com/',
  'http:\\\\example.com\\',
  'http://example.com\\@127.0.0.1/',
  '',
  'http://',
]

const open: (() => unknown)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

function guard(options: GuardedFetchOptions = {}): GuardedFetch {
  const fetch = createGuardedFetch(options)
  open.push(() => fetch.close())
  return fetch
}

async function listen(listener: RequestListener): Promise<{ url: string; port: number; server: Server }> {
  const server = createServer(listener)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  open.push(
    () => server.closeAllConnections(),
    () => new Promise(resolve => server.close(resolve)),
  )
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, port, server }
}

const resolvesTo = (...addresses: string[]) => ({
  lookup: async () => addresses.map(address => ({ address, family: address.includes(':') ? 6 : 4 })),
})

describe('what is refused', () => {
  const never = {
    lookup: async () => {
      throw new Error('must not be looked up')
    },
  }

  test.each(REFUSED)('%s is neither registered nor requested', async url => {
    const fetch = guard({ requireHttps: false, ...never })
    expect(() => fetch.assertUrlAllowed(url)).toThrow(expect.objectContaining({ code: 'webhook_url_not_allowed' }))
    await expect(fetch(url)).rejects.toMatchObject({ code: 'blocked' })
  })

  test('a name that resolves to refused addresses only is refused when connecting', async () => {
    for (const address of ['127.0.0.1', '10.1.2.3', '169.254.169.254', '::1', '::ffff:127.0.0.1', '64:ff9b::a00:1', 'fe80::1']) {
      await expect(guard(resolvesTo(address))('http://rebind.example/')).rejects.toMatchObject({ code: 'blocked' })
    }
  })

  test('a name that does not exist fails just like one that points inside', async () => {
    const missing = guard({
      lookup: async () => {
        throw Object.assign(new Error('getaddrinfo ENOTFOUND secret.corp'), { code: 'ENOTFOUND' })
      },
    })
    const inside = guard(resolvesTo('10.1.2.3'))
    const [a, b] = await Promise.all([missing('http://a.example/').catch(String), inside('http://b.example/').catch(String)])
    expect(a).toBe(b)
  })

  test('a name that turns from an allowed address to an inner one is refused at its next connection', async () => {
    const { port, server } = await listen((_request, response) => response.writeHead(200, { connection: 'close' }).end('ok'))
    let looked = 0
    const fetch = guard({
      allow: ['127.0.0.1/32'],
      lookup: async () => [{ address: looked++ === 0 ? '127.0.0.1' : '127.0.0.2', family: 4 }],
    })
    expect((await fetch(`http://rebind.example:${port}/`)).status).toBe(200)
    await expect(fetch(`http://rebind.example:${port}/`)).rejects.toMatchObject({ code: 'blocked' })
    expect(looked).toBe(2)
    expect(server.listening).toBe(true)
  })

  test('plain http is registered only towards addresses the configuration names', () => {
    const allowing = guard({ allow: ['loopback', '10.1.0.0/16'] })
    expect(() => guard().assertUrlAllowed('http://hooks.example/')).toThrow('https')
    expect(() => allowing.assertUrlAllowed('http://hooks.example/')).toThrow('https')
    expect(() => guard().assertUrlAllowed('https://hooks.example:8443/a?b=c')).not.toThrow()
    for (const url of [
      'http://127.0.0.1:9000/',
      'http://localhost:9000/',
      'http://[::1]:9000/',
      'http://10.1.2.3/',
      'https://receiver.internal/',
    ]) {
      expect(() => allowing.assertUrlAllowed(url)).not.toThrow()
    }
    expect(() => allowing.assertUrlAllowed('http://10.2.0.1/')).toThrow(expect.objectContaining({ code: 'webhook_url_not_allowed' }))
  })
})

describe('what is sent', () => {
  const loopback = { allow: ['loopback'] }

  test('a body, headers and an answer go through', async () => {
    const { url } = await listen((request, response) => {
      request.pipe(response.writeHead(201, { 'x-echo': String(request.headers['x-given']), 'x-method': String(request.method) }))
    })
    const answer = await guard(loopback)(`${url}/a?b=c`, { method: 'POST', headers: { 'x-given': 'yes' }, body: '{"é":1}' })
    expect(answer.status).toBe(201)
    expect(answer.headers).toMatchObject({ 'x-echo': 'yes', 'x-method': 'POST' })
    expect(answer.body.toString()).toBe('{"é":1}')
  })

  test('a redirect is an answer and is not followed', async () => {
    let hits = 0
    const { url } = await listen((_request, response) => {
      hits += 1
      response.writeHead(302, { location: '/elsewhere' }).end()
    })
    expect((await guard(loopback)(url)).status).toBe(302)
    expect(hits).toBe(1)
  })

  test('neither silence nor a dripping body outlasts the timeout', async () => {
    const silent = await listen(() => {})
    const dripping = await listen((_request, response) => {
      response.writeHead(200)
      const drip = setInterval(() => response.write('.'), 20)
      response.on('close', () => clearInterval(drip))
    })
    const fetch = guard({ ...loopback, timeoutMs: 150 })
    await expect(fetch(silent.url)).rejects.toMatchObject({ code: 'timeout' })
    await expect(fetch(dripping.url)).rejects.toMatchObject({ code: 'timeout' })
  })

  test('a large body is an error, or cut where that is asked for', async () => {
    const { url } = await listen((_request, response) => response.end(Buffer.alloc(3_000_000, 'x')))
    const fetch = guard(loopback)
    await expect(fetch(url, { maxBytes: 1000 })).rejects.toMatchObject({ code: 'too_large' })
    const cut = await fetch(url, { maxBytes: 1000, overflow: 'truncate' })
    expect([cut.status, cut.body.length]).toEqual([200, 1000])
  })

  test('a refused and a broken connection are told in the same fixed words', async () => {
    const { url, server } = await listen(request => request.socket.destroy())
    const fetch = guard(loopback)
    const broken = await fetch(url).catch(String)
    await new Promise(resolve => server.close(resolve))
    expect(await fetch(url).catch(String)).toBe(broken)
    expect(broken).toBe('GuardedFetchError: The connection failed before the answer was complete.')
  })
})
