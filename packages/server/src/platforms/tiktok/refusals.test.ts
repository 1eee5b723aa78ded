import { AD_REFUSALS, type AdRefusal } from '@sparkkit/core'
import { describe, expect, test } from 'vitest'
import { TIKTOK_ERRORS } from './errors.ts'
import { error, ok, rawServer, refusalOf, testClient } from './testing.ts'

const QUESTION = { adAccountId: '7000000000000000001', code: '#AbCdeF0123456789xyzQw==' }

async function refusal(answer: Parameters<typeof rawServer>[0], withinMs = 1000) {
  await using server = await rawServer(answer)
  await using client = testClient(server.url)
  return { refused: await refusalOf(client.inspectCode(QUESTION, { withinMs })), calls: server.seen.length }
}

describe("TikTok's words for what is wrong with a code", () => {
  test.each<[number | null, string, AdRefusal]>([
    [4002, 'video_unavailable', 'post_unavailable'],
    [4002, 'video_deleted', 'post_deleted'],
    [null, 'auth_code_not_found', 'code_not_found'],
    [4013, 'auth_code_format_error', 'code_malformed'],
    [-500, 'call_rpc_fail', 'platform_failed'],
    [-500, 'call_db_fail', 'platform_failed'],
    [930002, 'mention_multiple_videos', 'post_mentions_several'],
    [900012, 'illegal_item_status_error', 'post_against_rules'],
    [4027, 'story_video_not_supported', 'post_is_story'],
    [4042, 'carousel_duet_not_supported', 'post_carousel_duet'],
    [4025, 'auth_code_expired', 'code_expired'],
    [900003, 'multi_duet_stitch_refused', 'post_nested_duet'],
  ])('%s %s is %s, under its own number, under 40002 and in a sentence', async (code, name, reason) => {
    const answers = [error(code ?? 40_002, name), error(40_002, `Failed: ${name.toUpperCase()} (${code}).`)]
    for (const answer of answers) {
      const { refused } = await refusal(() => answer)
      expect(refused).toMatchObject({ reason, requestId: 'r1' })
      expect(refused.namesTheCode).toBe(reason !== 'platform_failed')
    }
  })

  test('a number with two names and no name claims the less', async () => {
    expect((await refusal(() => error(4002, 'no'))).refused.reason).toBe('post_unavailable')
  })

  test.each(TIKTOK_ERRORS.filter(row => row.name === null).map(row => [row.code ?? 0, row.reason] as const))(
    '%i is %s and proves nothing about the code',
    async (code, reason) => {
      const { refused } = await refusal(() => error(code), 300)
      expect(refused.reason).toBe(reason)
      expect(refused.namesTheCode).toBe(false)
    },
  )

  test('a number nobody has heard of is a refusal that proves nothing and is not repeated', async () => {
    const { refused, calls } = await refusal(() => error(41_234))
    expect(refused).toMatchObject({ reason: 'refused', platformCode: 41_234, namesTheCode: false, retryable: false })
    expect(calls).toBe(1)
  })

  test('a refusal repeats neither the code nor what TikTok wrote', async () => {
    const { refused } = await refusal(() => error(4013, `auth_code_format_error: ${QUESTION.code}`))
    expect(`${JSON.stringify(refused)}${refused.message}${refused.stack}`).not.toContain(QUESTION.code.slice(1, 12))
  })

  test('every reason says what to do', () => {
    for (const [reason, { action }] of Object.entries(AD_REFUSALS)) expect(`${reason}: ${action}`).toMatch(/: [A-Z].+\.$/)
  })
})

describe('answers that are none', () => {
  test('a web page is unreadable, also under status 200, and is asked for three times', async () => {
    const { refused, calls } = await refusal(() => '<!doctype html><title>Just a moment</title>', 5000)
    expect(refused).toMatchObject({ reason: 'unreadable', retryable: true })
    expect(calls).toBe(3)
  })

  test.each([
    [502, 'platform_failed'],
    [404, 'unreadable'],
    [301, 'unreadable'],
  ] as const)('a web page with status %i is %s', async (status, reason) => {
    const { refused } = await refusal(() => response => response.writeHead(status, { location: 'https://example.com/' }).end('<html>'))
    expect(refused.reason).toBe(reason)
  })

  test('half a JSON is unreadable; half of the announced body is a broken connection', async () => {
    expect((await refusal(() => '{"code":0,"message":"OK","data":{"item_')).refused.reason).toBe('unreadable')
    const cut = await refusal(() => (response, socket) => {
      response.writeHead(200, { 'content-length': '5000' }).write('{"code":0,')
      setTimeout(() => socket.destroy(), 20)
    })
    expect(cut.refused.reason).toBe('unreachable')
  })

  test('no answer at all ends when the caller has no more time', async () => {
    const begun = Date.now()
    const { refused } = await refusal(() => () => {}, 400)
    expect(refused).toMatchObject({ reason: 'timed_out', retryable: true })
    expect(Date.now() - begun).toBeLessThan(2000)
  })

  test('a drip of bytes does not hold the caller', async () => {
    const { refused } = await refusal(
      () => response => {
        response.writeHead(200)
        const drip = setInterval(() => response.write(' '), 50)
        response.on('close', () => clearInterval(drip))
      },
      400,
    )
    expect(refused.reason).toBe('timed_out')
  })

  test('an answer given twice counts once, and the next question gets its own', async () => {
    const body = (id: string) => JSON.stringify(ok({ item_info: { item_id: id } }))
    const whole = (text: string) => `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${text.length}\r\n\r\n${text}`
    await using server = await rawServer((_seen, at) => (_response, socket) => {
      socket.write(whole(body(`739000000000000000${at}`)) + whole(body('7399999999999999999')))
    })
    await using client = testClient(server.url)
    for (const at of [0, 1, 2]) expect((await client.inspectCode(QUESTION)).postId).toBe(`739000000000000000${at}`)
  })

  test('a success whose data has another shape is unreadable, never an empty answer', async () => {
    for (const data of [{}, null, [], { item_info: {} }, { item_info: { item_id: '' } }]) {
      expect((await refusal(() => ok(data))).refused.reason).toBe('unreadable')
    }
  })

  test('an answer that never ends is unreadable', async () => {
    const { refused } = await refusal(() => 'x'.repeat(5 * 1024 * 1024))
    expect(refused.reason).toBe('unreadable')
  })

  test('what writes is not repeated by itself', async () => {
    await using server = await rawServer(() => '<html>')
    await using client = testClient(server.url)
    expect((await refusalOf(client.bindCode(QUESTION))).retryable).toBe(true)
    expect(server.seen).toHaveLength(1)
  })

  test('a read that fails twice and then succeeds succeeds', async () => {
    await using server = await rawServer((_seen, at) => (at < 2 ? error(50_000) : ok({ item_info: { item_id: '1' } })))
    await using client = testClient(server.url)
    expect((await client.inspectCode(QUESTION)).postId).toBe('1')
  })
})
