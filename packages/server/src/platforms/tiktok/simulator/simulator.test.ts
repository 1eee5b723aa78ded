import { describe, expect, test } from 'vitest'
import { type AdPlatform, AdPlatformError } from '../../ad-platform.ts'
import { refusalOf, testClient } from '../testing.ts'
import { type ListenOptions, POST_FLAWS, type RunningSimulator, startTiktokSimulator } from './index.ts'

const DAY_MS = 86_400_000
const START = Date.UTC(2026, 0, 5, 9)
/** So fast that only tests of the pace wait for it. */
const FAST = { perSecond: 10_000, perMinute: 600_000 }

interface Stage extends AsyncDisposable {
  readonly running: RunningSimulator
  readonly simulator: RunningSimulator['simulator']
  readonly client: AdPlatform
  readonly account: string
  /** A post with a code that was just generated. */
  post(days?: number): { postId: string; code: string }
}

async function stage(options: ListenOptions = {}): Promise<Stage> {
  const running = await startTiktokSimulator({ at: START, pace: FAST, ...options })
  const { simulator } = running
  const client = testClient(running.url, { credentials: { accessToken: simulator.accessToken, app: simulator.app } })
  return {
    running,
    simulator,
    client,
    account: [...simulator.world.adAccounts.keys()][0] ?? '',
    post: days => {
      const { id } = simulator.world.addPost({ handle: 'mina.makes' })
      return { postId: id, code: simulator.world.generateCode(id, days).code }
    },
    [Symbol.asyncDispose]: async () => {
      await client[Symbol.asyncDispose]()
      await running.close()
    },
  }
}

describe('a code in TikTok', () => {
  test('is looked at, bound, listed, found and unbound, and every time is the true one', async () => {
    await using s = await stage()
    const { postId, code } = s.post(60)
    const at = { adAccountId: s.account, code }
    const seen = await s.client.inspectCode(at)
    expect(seen).toMatchObject({
      postId,
      code,
      startsAt: START,
      endsAt: START + 60 * DAY_MS,
      authorization: 'AUTHORIZED',
      visibility: 'public',
    })
    expect(await s.client.findBound({ adAccountId: s.account, postId })).toBeNull()
    expect(await s.client.bindCode(at)).toEqual(seen)
    expect(await s.client.bindCode(at)).toEqual(seen)
    expect(await s.client.listBound(s.account)).toEqual([seen])
    expect(await s.client.findBound({ adAccountId: s.account, postId })).toEqual(seen)
    await s.client.unbindPost({ adAccountId: s.account, postId })
    await s.client.unbindPost({ adAccountId: s.account, postId })
    expect(await s.client.listBound(s.account)).toEqual([])
  })

  test('expires, is extended and lives again under the same text', async () => {
    await using s = await stage()
    const { postId, code } = s.post(7)
    await s.client.bindCode({ adAccountId: s.account, code })
    await s.simulator.clock.moveTo(START + 7 * DAY_MS)
    expect(await s.client.findBound({ adAccountId: s.account, postId })).toMatchObject({
      authorization: 'EXPIRED',
      endsAt: START + 7 * DAY_MS,
    })
    const other = [...s.simulator.world.adAccounts.keys()][1] ?? ''
    expect((await refusalOf(s.client.bindCode({ adAccountId: other, code }))).reason).toBe('code_expired')
    expect(s.simulator.world.extendCode(postId, 30).code).toBe(code)
    expect((await s.client.bindCode({ adAccountId: other, code })).endsAt).toBe(START + 37 * DAY_MS)
  })

  test('is deleted by its creator, and by a new one for the same post', async () => {
    await using s = await stage()
    const { postId, code } = s.post()
    await s.client.bindCode({ adAccountId: s.account, code })
    s.simulator.world.revokeCode(postId)
    expect((await refusalOf(s.client.inspectCode({ adAccountId: s.account, code }))).reason).toBe('code_not_found')
    expect(await s.client.listBound(s.account)).toMatchObject([{ authorization: 'UNAUTHORIZED' }])
    const next = s.simulator.world.generateCode(postId).code
    expect(next).not.toBe(code)
    expect(await s.client.bindCode({ adAccountId: s.account, code: next })).toMatchObject({ postId, code: next })
    expect(await s.client.listBound(s.account)).toMatchObject([{ code: next }])
  })

  test.each(POST_FLAWS)('of a post with the flaw %s is refused by name', async flaw => {
    await using s = await stage()
    const { id } = s.simulator.world.addPost({ handle: 'mina.makes', flaw })
    const { code } = s.simulator.world.generateCode(id)
    const refused = await refusalOf(s.client.bindCode({ adAccountId: s.account, code }))
    expect(refused.namesTheCode).toBe(true)
    expect(refused.platformName).not.toBeNull()
  })

  test.each([
    ['USER_DELETE', 'post_deleted'],
    ['AUDIT_DELETE', 'post_unavailable'],
    ['ONLY_USER_PASS', 'post_unavailable'],
  ] as const)('of a post that is %s is refused with %s', async (status, reason) => {
    await using s = await stage()
    const { postId, code } = s.post()
    s.simulator.world.changePost(postId, status)
    expect((await refusalOf(s.client.inspectCode({ adAccountId: s.account, code }))).reason).toBe(reason)
  })

  test('of a private post can be bound, and its visibility is told', async () => {
    await using s = await stage()
    const { postId, code } = s.post()
    s.simulator.world.changePost(postId, 'ONLY_AUTHOR_SEE')
    expect(await s.client.bindCode({ adAccountId: s.account, code })).toMatchObject({ visibility: 'private' })
  })

  test('of a duet asks for the code of the other post as well', async () => {
    await using s = await stage()
    const original = s.post()
    const { id } = s.simulator.world.addPost({ handle: 'tom.eats', duetOf: original.postId })
    const { code } = s.simulator.world.generateCode(id)
    const at = { adAccountId: s.account, code }
    expect((await s.client.inspectCode(at)).references.duetOf).toBe(original.postId)
    expect((await refusalOf(s.client.bindCode(at))).reason).toBe('original_code_needed')
    expect((await s.client.bindCode({ ...at, originalPostCode: original.code })).postId).toBe(id)
  })

  test('that nobody generated, and a text that is no code, are told apart', async () => {
    await using s = await stage()
    const of = (code: string) => s.client.inspectCode({ adAccountId: s.account, code })
    expect((await refusalOf(of('#AbCdeF0123456789xyzQw=='))).reason).toBe('code_not_found')
    expect((await refusalOf(of('#hello world'))).reason).toBe('code_malformed')
  })
})

describe('who may ask', () => {
  test('a token that was revoked is refused, and the ad accounts come back with the new one', async () => {
    await using s = await stage()
    expect(await s.client.listAdAccounts()).toHaveLength(3)
    s.simulator.revokeToken()
    expect(await refusalOf(s.client.listAdAccounts())).toMatchObject({ reason: 'token_invalid', retryable: false, namesTheCode: false })
  })

  test("an ad account that vanished, one that is not ours and another app's secret", async () => {
    await using s = await stage()
    const { code } = s.post()
    s.simulator.world.closeAdAccount(s.account)
    expect((await refusalOf(s.client.bindCode({ adAccountId: s.account, code }))).reason).toBe('ad_account_not_found')
    expect((await refusalOf(s.client.bindCode({ adAccountId: '7999', code }))).reason).toBe('permission_missing')
    expect(await s.client.listAdAccounts()).toHaveLength(2)
    await using other = testClient(s.running.url, {
      credentials: { accessToken: s.simulator.accessToken, app: { id: s.simulator.app.id, secret: 'wrong' } },
    })
    expect((await refusalOf(other.listAdAccounts())).reason).toBe('token_invalid')
  })

  test('a TikTok that shows codes only once they are bound proves nothing about them before', async () => {
    await using s = await stage({ infoBeforeBind: false })
    const { code } = s.post()
    expect((await refusalOf(s.client.inspectCode({ adAccountId: s.account, code }))).namesTheCode).toBe(false)
    expect((await s.client.bindCode({ adAccountId: s.account, code })).code).toBe(code)
  })
})

describe('quirks of the wire', () => {
  test.each(['escaped', 'literal', 'either'] as const)('codes with a + are bound by a TikTok that reads them %s', async plus => {
    await using s = await stage({ plus })
    for (let bound = 0; bound < 5; ) {
      const { code } = s.post()
      if (!code.includes('+')) continue
      expect((await s.client.bindCode({ adAccountId: s.account, code })).code).toBe(code)
      bound++
    }
  })

  test('a path without its trailing slash, a wrong method and an unknown path are no JSON', async () => {
    await using s = await stage()
    for (const [path, method, status] of [
      ['tt_video/list', 'GET', 404],
      ['tt_video/list/', 'POST', 405],
      ['identity/get/', 'GET', 404],
    ] as const) {
      expect((await fetch(`${s.running.url}${path}`, { method, headers: { 'access-token': s.simulator.accessToken } })).status).toBe(status)
    }
    const response = await fetch(`${s.running.url}tt_video/list/`)
    expect([response.status, await response.json()]).toEqual([200, expect.objectContaining({ code: 40_104 })])
  })

  test('an account of 120 posts is listed whole, newest first, and searched', async () => {
    await using s = await stage()
    const bound = Array.from({ length: 120 }, () => s.post())
    for (const { code } of bound) await s.client.bindCode({ adAccountId: s.account, code })
    const listed = await s.client.listBound(s.account)
    expect(listed.map(({ postId }) => postId)).toEqual(bound.map(({ postId }) => postId).reverse())
  })

  test('beyond the pace of the app calls are refused with 40100, and the client keeps within it', { timeout: 20_000 }, async () => {
    await using s = await stage({ pace: { perSecond: 10, perMinute: 600 } })
    await using paced = testClient(s.running.url, {
      credentials: { accessToken: s.simulator.accessToken },
      pace: { perSecond: 10, perMinute: 600 },
    })
    const { code } = s.post()
    await Promise.all(Array.from({ length: 25 }, () => paced.inspectCode({ adAccountId: s.account, code })))
    expect(s.simulator.traffic.read()).toMatchObject({ calls: 25, refusedForPace: 0 })
    const raw = Array.from({ length: 40 }, () =>
      fetch(`${s.running.url}tt_video/list/`).then(response => response.json() as Promise<{ code: number }>),
    )
    const codes = (await Promise.all(raw)).map(body => body.code)
    expect(codes).toContain(40_100)
  })
})

describe('faults on demand', () => {
  test.each([
    ['html', 'unreadable'],
    ['wrong', 'unreadable'],
    ['half', 'unreachable'],
    ['reset', 'unreachable'],
    ['error', 'platform_failed'],
    ['down', 'platform_failed'],
    ['never', 'timed_out'],
    ['rate_limited', 'rate_limited'],
  ] as const)('%s ends as %s, and the next call is well', async (fault, reason) => {
    await using s = await stage()
    const { code } = s.post()
    s.simulator.faults.inject({ fault })
    expect((await refusalOf(s.client.inspectCode({ adAccountId: s.account, code }, { withinMs: 500 }))).reason).toBe(reason)
    s.simulator.faults.clear()
    expect((await s.client.inspectCode({ adAccountId: s.account, code })).code).toBe(code)
  })

  test('slow and twice are survived', async () => {
    await using s = await stage()
    const { code } = s.post()
    s.simulator.faults.inject({ fault: 'slow', delayMs: 200, times: 1 })
    s.simulator.faults.inject({ fault: 'twice', times: 3 })
    for (let call = 0; call < 6; call++) expect((await s.client.inspectCode({ adAccountId: s.account, code })).code).toBe(code)
  })

  test('a bind whose answer is lost may have happened: looking for the post tells, and binding again is no error', async () => {
    await using s = await stage()
    for (const executed of [true, false]) {
      const { code, postId } = s.post()
      s.simulator.faults.clear()
      s.simulator.faults.inject({ fault: 'half', on: 'tt_video/authorize/', executed, times: 1 })
      expect((await refusalOf(s.client.bindCode({ adAccountId: s.account, code }))).retryable).toBe(true)
      expect((await s.client.findBound({ adAccountId: s.account, postId })) !== null).toBe(executed)
      expect((await s.client.bindCode({ adAccountId: s.account, code })).postId).toBe(postId)
    }
  })

  test('an outage lasts as long as the simulated clock says', async () => {
    await using s = await stage()
    const { code } = s.post()
    s.simulator.faults.inject({ fault: 'down', from: START + DAY_MS, until: START + 1.25 * DAY_MS })
    const isUp = () =>
      s.client.inspectCode({ adAccountId: s.account, code }, { withinMs: 200 }).then(
        () => true,
        (error: unknown) => !(error instanceof AdPlatformError),
      )
    const up: boolean[] = []
    for (const hours of [0, 24, 29, 30]) {
      await s.simulator.clock.moveTo(START + hours * 3_600_000)
      up.push(await isUp())
    }
    expect(up).toEqual([true, false, false, true])
  })

  test('the same seed fails the same calls', async () => {
    const outcomes = async (seed: number): Promise<string[]> => {
      await using s = await stage({ seed })
      const { code } = s.post()
      s.simulator.faults.inject({ fault: 'any', share: 0.3 })
      const seen: string[] = []
      for (let call = 0; call < 30; call++) {
        const url = `${s.running.url}tt_video/info/?advertiser_id=${s.account}&auth_code=${encodeURIComponent(code)}`
        const text = await fetch(url, { headers: { 'access-token': s.simulator.accessToken } }).then(
          response => response.text().catch(() => 'cut'),
          () => 'broken',
        )
        seen.push(text)
      }
      return seen
    }
    expect(await outcomes(7)).toEqual(await outcomes(7))
    expect(await outcomes(7)).not.toEqual(await outcomes(8))
  })
})
