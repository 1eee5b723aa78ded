import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { decode, encode } from 'dns-packet'
import { afterEach, expect, test } from 'vitest'
import { createGuardedFetch, type GuardedFetch } from './guarded-fetch.ts'

const NAME = 'rebind.example'
/** Stands for a public address: the configuration lets it be reached. */
const OUTSIDE = '127.0.0.2'
const INSIDE = '127.0.0.1'

const open: (() => unknown)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

interface NameServer {
  readonly port: number
  /** What it was asked so far. */
  asked: number
}

/** A name server whose answers hold for no time. Each look-up gets the next of them; the last one stays. Of `silent…` it says nothing. */
async function startNameServer(answers: readonly (readonly string[])[]): Promise<NameServer> {
  const socket = createSocket('udp4')
  const server = { port: 0, asked: 0 }
  socket.on('message', (message, { address, port }) => {
    const { id = 0, questions = [] } = decode(message)
    if (questions[0]?.name.startsWith('silent')) return
    const addresses = questions[0]?.type === 'A' ? (answers[Math.min(server.asked, answers.length - 1)] ?? []) : []
    if (questions[0]?.type === 'A') server.asked += 1
    const records = addresses.map(data => ({ type: 'A' as const, name: NAME, ttl: 0, data }))
    socket.send(encode({ type: 'response', id, questions, answers: records }), port, address)
  })
  socket.bind(0, INSIDE)
  await once(socket, 'listening')
  open.push(() => new Promise<void>(resolve => socket.close(resolve)))
  return Object.assign(server, { port: socket.address().port })
}

/** The guard, asking this name server over the network instead of the machine's. */
function guardAsking({ port }: NameServer): GuardedFetch {
  const fetch = createGuardedFetch({ allow: [`${OUTSIDE}/32`], nameServers: [`${INSIDE}:${port}`] })
  open.push(() => fetch.close())
  return fetch
}

interface Site {
  readonly port: number
  hits: number
}

async function startSite(host: string, port = 0): Promise<Site> {
  const site = { port, hits: 0 }
  const server = createServer((_request, response) => {
    site.hits += 1
    response.writeHead(200, { connection: 'close' }).end(host)
  })
  server.listen(port, host)
  await once(server, 'listening')
  open.push(() => new Promise(resolve => server.close(resolve)))
  return Object.assign(site, { port: (server.address() as AddressInfo).port })
}

/** Two sites at one port, so that the name alone decides which is reached. */
async function startSites(): Promise<{ outside: Site; inside: Site; url: string }> {
  const outside = await startSite(OUTSIDE)
  return { outside, inside: await startSite(INSIDE, outside.port), url: `http://${NAME}:${outside.port}/` }
}

test('a name that leads outside first and inside later is followed outside only, however often it is asked', async () => {
  const { outside, inside, url } = await startSites()
  const names = await startNameServer([[OUTSIDE], [INSIDE]])
  const fetch = guardAsking(names)
  expect((await fetch(url)).body.toString()).toBe(OUTSIDE)
  for (let tries = 0; tries < 5; tries += 1) await expect(fetch(url)).rejects.toMatchObject({ code: 'blocked' })
  expect([names.asked, outside.hits, inside.hits]).toEqual([6, 1, 0])
})

test('a name that leads both ways at once is followed outside only', async () => {
  const { outside, inside, url } = await startSites()
  const fetch = guardAsking(await startNameServer([[INSIDE, OUTSIDE, '10.0.0.1', '169.254.169.254']]))
  for (let tries = 0; tries < 3; tries += 1) expect((await fetch(url)).body.toString()).toBe(OUTSIDE)
  expect([outside.hits, inside.hits]).toEqual([3, 0])
})

test('one look-up decides where the socket goes: no second answer comes between the check and the connection', async () => {
  const { inside, url } = await startSites()
  const names = await startNameServer([[OUTSIDE], [INSIDE]])
  expect((await guardAsking(names)(url)).body.toString()).toBe(OUTSIDE)
  expect([names.asked, inside.hits]).toEqual([1, 0])
})

test('a name without an answer fails just like one that leads inside', async () => {
  const { url } = await startSites()
  const [none, inside] = [guardAsking(await startNameServer([[]])), guardAsking(await startNameServer([[INSIDE]]))]
  expect(await none(url).catch(String)).toBe(await inside(url).catch(String))
})

test('names whose servers say nothing hold up no other name', async () => {
  const { outside, url } = await startSites()
  const fetch = guardAsking(await startNameServer([[OUTSIDE]]))
  let ended = 0
  for (let index = 0; index < 20; index += 1) {
    fetch(`http://silent-${index}.example:${outside.port}/`).catch(() => {
      ended += 1
    })
  }
  expect((await fetch(url)).body.toString()).toBe(OUTSIDE)
  expect(ended).toBe(0)
})

test('names of the machine itself are known without a name server', async () => {
  const site = await startSite(INSIDE)
  const fetch = createGuardedFetch({ allow: ['loopback'], nameServers: [`${INSIDE}:1`] })
  open.push(() => fetch.close())
  expect((await fetch(`http://localhost:${site.port}/`)).body.toString()).toBe(INSIDE)
})
