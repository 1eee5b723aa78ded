import { describe, expect, test } from 'vitest'
import { error, ok, rawServer, refusalOf, testClient } from './testing.ts'

const CODE = '#AbC+de/F0123456789xyzQ+w=='
const POST = '7391234567890123456'
const ACCOUNT = '7000000000000000001'

const post = (item: object = {}, rest: object = {}): object => ({
  auth_info: {
    ad_auth_status: 'AUTHORIZED',
    auth_start_time: '2026-11-01 10:00:00',
    auth_end_time: '2026-12-01 10:00:00',
    invite_start_time: '2026-11-01 09:00:00',
  },
  item_info: {
    item_id: POST,
    auth_code: CODE,
    item_type: 'VIDEO',
    text: 'Unboxing #gift',
    status: 'HESITATE_RECOMMEND',
    anchor_list: null,
    carousel_info: null,
    duet_original_item_id: '',
    stitch_original_item_id: '0',
    mentioned_item_ids: [],
    is_multi_duet_stitch: false,
    ...item,
  },
  user_info: { tiktok_name: 'mina.makes', identity_id: 'idn-1', identity_type: 'AUTH_CODE' },
  video_info: { duration: 21.5, poster_url: 'https://p16.example/p.jpg', video_id: 'v1' },
  ...rest,
})

const inspect = async (answer: object | string, code = CODE) => {
  await using server = await rawServer(() => answer)
  await using client = testClient(server.url)
  return await client.inspectCode({ adAccountId: ACCOUNT, code })
}

describe('what is sent', () => {
  test('a code arrives whole in a query: every sign of it is escaped', async () => {
    await using server = await rawServer(() => ok(post()))
    await using client = testClient(server.url)
    await client.inspectCode({ adAccountId: ACCOUNT, code: CODE })
    const [seen] = server.seen
    expect(seen?.target).toContain('auth_code=%23AbC%2Bde%2FF0123456789xyzQ%2Bw%3D%3D')
    expect(seen?.query).toEqual({ advertiser_id: ACCOUNT, auth_code: CODE })
  })

  test('the token travels as Access-Token, without Bearer, and paths end in a slash', async () => {
    await using server = await rawServer(seen => ok(seen.path.includes('list') ? { list: [] } : post()))
    await using client = testClient(server.url)
    await client.bindCode({ adAccountId: ACCOUNT, code: CODE })
    await client.listBound(ACCOUNT)
    await client.unbindPost({ adAccountId: ACCOUNT, postId: POST })
    for (const seen of server.seen) {
      expect(seen.headers['access-token']).toBe('token-1')
      expect(seen.headers.authorization).toBeUndefined()
      expect(seen.path).toMatch(/^\/open_api\/v1\.3\/.+\/$/)
    }
    expect(server.seen.map(({ method, path }) => `${method} ${path.slice('/open_api/v1.3/'.length)}`)).toEqual([
      'POST tt_video/authorize/',
      'GET tt_video/info/',
      'GET tt_video/list/',
      'POST tt_video/unbind/',
    ])
  })

  test('listing the ad accounts names the app, and is refused without one before anything is sent', async () => {
    await using server = await rawServer(() => ok({ list: [{ advertiser_id: ACCOUNT, advertiser_name: 'Halden US' }] }))
    await using client = testClient(server.url)
    expect(await client.listAdAccounts()).toEqual([{ id: ACCOUNT, name: 'Halden US' }])
    expect(server.seen[0]?.query).toEqual({ app_id: 'app-1', secret: 'secret-1' })
    await using nameless = testClient(server.url, { credentials: { accessToken: 'token-1' } })
    expect((await refusalOf(nameless.listAdAccounts())).reason).toBe('app_unknown')
    expect(server.seen).toHaveLength(1)
  })
})

describe('the + in a JSON body', () => {
  const serverThatWants = (form: string) =>
    rawServer(seen => {
      if (seen.method === 'GET') return ok(post())
      return JSON.parse(seen.body).auth_code === form ? ok() : error(4013, 'auth_code_format_error')
    })

  test.each([
    ['%2B, as the reference says', CODE.replaceAll('+', '%2B'), 1],
    ['+, as some who call it say', CODE, 2],
  ])('is understood whether TikTok wants %s', async (_name, form, posts) => {
    await using server = await serverThatWants(form)
    const plusForm = { escaped: true }
    await using client = testClient(server.url, { plusForm })
    expect(await client.bindCode({ adAccountId: ACCOUNT, code: CODE })).toMatchObject({ postId: POST })
    expect(server.seen.filter(({ method }) => method === 'POST')).toHaveLength(posts)
    await client.bindCode({ adAccountId: ACCOUNT, code: CODE })
    expect(server.seen.filter(({ method }) => method === 'POST')).toHaveLength(posts + 1)
  })

  test('a code is refused only when both forms are, and one without a + is sent once', async () => {
    await using server = await rawServer(() => error(4013, 'auth_code_format_error'))
    await using client = testClient(server.url)
    expect((await refusalOf(client.bindCode({ adAccountId: ACCOUNT, code: CODE }))).reason).toBe('code_malformed')
    expect(server.seen).toHaveLength(2)
    await refusalOf(client.bindCode({ adAccountId: ACCOUNT, code: '#AbCdeF0123456789xyzQw==' }))
    expect(server.seen).toHaveLength(3)
  })
})

describe('what is read', () => {
  test('every field of a post, times being UTC although they do not say so', async () => {
    expect(await inspect(ok(post()))).toEqual({
      postId: POST,
      code: CODE,
      startsAt: Date.UTC(2026, 10, 1, 10),
      endsAt: Date.UTC(2026, 11, 1, 10),
      authorization: 'AUTHORIZED',
      visibility: 'public',
      kind: 'video',
      caption: 'Unboxing #gift',
      posterUrl: 'https://p16.example/p.jpg',
      durationSeconds: 21.5,
      owner: { name: 'mina.makes', identityId: 'idn-1', identityType: 'AUTH_CODE' },
      references: { duetOf: null, stitchOf: null, mentions: [] },
    })
  })

  test('a post of which TikTok tells nothing but the id', async () => {
    expect(await inspect(ok({ item_info: { item_id: POST } }))).toMatchObject({
      postId: POST,
      endsAt: null,
      visibility: 'unknown',
      kind: 'unknown',
      owner: { name: null },
    })
  })

  test.each([
    ['HESITATE_RECOMMEND', 'public'],
    ['ITEM_STATUS_HESITATE_RECOMMEND', 'public'],
    ['ITEM_STATUS_ONLY_AUTHOR_SEE', 'private'],
    ['STATUS_ONLY_FRIEND_SEE', 'friends'],
    ['USER_DELETE', 'deleted'],
    ['AUDIT_DELETE', 'removed'],
    ['ONLY_USER_PASS', 'removed'],
    ['REVIEW_PENDING', 'in_review'],
    ['SOMETHING_NEW', 'unknown'],
  ])('the status %s is %s', async (status, visibility) => {
    expect((await inspect(ok(post({ status })))).visibility).toBe(visibility)
  })

  test('an authorization status, kind or identity nobody has heard of is kept or left open, never refused', async () => {
    const strange = post(
      { item_type: 'HOLOGRAM' },
      { auth_info: { ad_auth_status: 'HALF_AUTHORIZED' }, user_info: { identity_type: 'TTS_TT' } },
    )
    expect(await inspect(ok(strange))).toMatchObject({
      authorization: 'HALF_AUTHORIZED',
      kind: 'unknown',
      owner: { identityType: 'TTS_TT' },
    })
  })

  test('an id that comes without quotes keeps its 19 digits', async () => {
    const text = JSON.stringify(ok(post())).replace(`"item_id":"${POST}"`, `"item_id":${POST}`)
    expect((await inspect(text)).postId).toBe(POST)
  })

  test.each([['2026-02-30 10:00:00'], ['soon'], [''], ['0000-00-00 00:00:00'], ['1970-01-01 00:00:00']])('%j is no time', async time => {
    expect((await inspect(ok(post({}, { auth_info: { auth_end_time: time } })))).endsAt).toBeNull()
  })

  test('a success with an empty object, with null, with no data or in part is a success', async () => {
    for (const answer of [ok({}), ok(null), { code: 0 }, { code: '0', message: 'OK' }, { code: 20_001, message: 'partial' }]) {
      await using server = await rawServer(({ method }) => (method === 'POST' ? answer : ok(post())))
      await using client = testClient(server.url)
      expect((await client.bindCode({ adAccountId: ACCOUNT, code: CODE })).postId).toBe(POST)
      await client.unbindPost({ adAccountId: ACCOUNT, postId: POST })
    }
  })
})
