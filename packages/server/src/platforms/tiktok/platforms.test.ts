import { expect, test } from 'vitest'
import type { Workspace } from '../../context.ts'
import type { GuardedFetch } from '../../security/guarded-fetch.ts'
import { createTiktokPlatforms } from './platforms.ts'
import { ok, rawServer, refusalOf } from './testing.ts'

const CREDENTIALS = { token: 'token-1', app: { id: 'app-1', secret: 'secret-1' } }

const workspace = (mode: Workspace['mode']): Workspace => ({
  no: 1,
  id: 'ws_1',
  name: 'Lumen',
  mode,
  branding: { name: 'Lumen' },
  locale: 'en',
  approvalUrlTemplate: null,
  settings: null,
  clockAt: mode === 'live' ? null : 0,
  lastSequence: 0,
  createdAt: 0,
})

/** The way out of the service, which writes down where it was to lead. */
function recorder(): { fetch: GuardedFetch; urls: string[] } {
  const urls: string[] = []
  const fetch = async (url: string) => {
    urls.push(url)
    return { status: 200, headers: {}, body: Buffer.from(JSON.stringify(ok({ list: [] }))) }
  }
  return { urls, fetch: Object.assign(fetch, { assertUrlAllowed: () => {}, close: async () => {} }) }
}

test('a live workspace reaches TikTok and never the simulator, a sandbox the simulator and never TikTok', async () => {
  await using simulator = await rawServer(() => ok({ list: [] }))
  const { fetch, urls } = recorder()
  const platforms = createTiktokPlatforms({ fetch, simulatorUrl: simulator.url })
  await platforms.open(workspace('live'), CREDENTIALS).listAdAccounts()
  expect(urls).toEqual([expect.stringMatching(/^https:\/\/business-api\.tiktok\.com\/open_api\/v1\.3\//)])
  expect(simulator.seen).toHaveLength(0)
  await platforms.open(workspace('sandbox'), CREDENTIALS).listAdAccounts()
  expect(urls).toHaveLength(1)
  expect(simulator.seen).toHaveLength(1)
  await platforms.close()
})

test('without a simulator a sandbox reaches nothing', () => {
  const { fetch } = recorder()
  expect(() => createTiktokPlatforms({ fetch, simulatorUrl: undefined }).open(workspace('sandbox'), CREDENTIALS)).toThrow('simulator')
})

test('connections of one app share its pace', async () => {
  await using simulator = await rawServer(() => ok({ list: [] }))
  const platforms = createTiktokPlatforms({ fetch: recorder().fetch, simulatorUrl: simulator.url, pace: { perSecond: 1, perMinute: 60 } })
  const sandbox = workspace('sandbox')
  await platforms.open(sandbox, CREDENTIALS).listAdAccounts()
  const second = platforms.open(sandbox, { ...CREDENTIALS, token: 'token-2' })
  expect((await refusalOf(second.listAdAccounts({ withinMs: 100 }))).reason).toBe('rate_limited')
  await platforms.open(sandbox, { token: 'token-3', app: { id: 'app-2', secret: 's' } }).listAdAccounts({ withinMs: 100 })
  await platforms.close()
})
