import { afterAll, expect, test } from 'vitest'
import { createGuardedFetch } from '../../security/guarded-fetch.ts'
import { fetchPicture } from './fetch-picture.ts'
import { servePictures } from './testing.ts'

const fetch = createGuardedFetch({ allow: ['loopback'] })
const REDIRECTS = new Map([
  ['/metadata', 'http://169.254.169.254/latest/meta-data/'],
  ['/inside', 'http://10.0.0.7/'],
  ['/file', 'file:///etc/passwd'],
  ['/relative', '/picture'],
  ['/loop', '/loop'],
  ['/nowhere', 'http://'],
])
const server = await servePictures(({ url = '' }, response) => {
  const location = REDIRECTS.get(url)
  if (location) return response.writeHead(302, { location }).end()
  if (url === '/hangs') return
  if (url === '/large') return response.end(Buffer.alloc(11 * 1024 * 1024))
  const status = Number(/^\/(\d{3})$/.exec(url)?.[1] ?? 200)
  return response.writeHead(status).end('picture')
})
afterAll(() => Promise.all([fetch.close(), server.close()]))

const fetched = (path: string) => fetchPicture(fetch, server.url + path, 400)

test('a link is followed through its redirects', async () => {
  expect(await fetched('/relative')).toEqual({ ok: true, bytes: Buffer.from('picture') })
  expect(await fetched('/loop')).toEqual({ ok: false, reason: 'redirects', isFinal: true })
  expect(await fetched('/nowhere')).toEqual({ ok: false, reason: 'status', isFinal: true })
})

test.each(['/metadata', '/inside', '/file'])('a redirect to %s is not followed', async path => {
  expect(await fetched(path)).toEqual({ ok: false, reason: 'blocked', isFinal: false })
})

test('a server that hangs is left after the time limit, one that fails is asked again, one that refuses is not', async () => {
  expect(await fetched('/hangs')).toEqual({ ok: false, reason: 'timeout', isFinal: false })
  expect(await fetched('/large')).toEqual({ ok: false, reason: 'too_large', isFinal: true })
  for (const status of [408, 429, 500, 503]) expect(await fetched(`/${status}`)).toEqual({ ok: false, reason: 'status', isFinal: false })
  for (const status of [204, 401, 403, 404, 410])
    expect(await fetched(`/${status}`)).toEqual({ ok: false, reason: 'status', isFinal: true })
})
