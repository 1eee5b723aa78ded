import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectProblem } from '../testing/endpoint-proof.ts'
import { expectSound } from '../testing/expect-sound.ts'
import { createTestKit, TEST_PUBLIC_URL, type TestKit, type TestTenant } from '../testing/index.ts'
import { askedPost, creator, eventsOf, postUrl, sparkCode } from '../testing/scenario.ts'
import { request, type TestRequest } from './testing.ts'

let kit: TestKit
let tenant: TestTenant
let asked: Awaited<ReturnType<typeof askedPost>>
let before: number

beforeAll(async () => {
  kit = await createTestKit()
  tenant = await kit.tenant()
  asked = await askedPost(tenant, 1)
  before = (await eventsOf(kit, tenant)).length
})
afterAll(async () => {
  expect(await eventsOf(kit, tenant), 'bad input changes nothing').toHaveLength(before)
  expect((await tenant.call('GET', '/v1/content/facets')).body.total).toBe(1)
  await expectSound(kit, tenant)
  await kit.close()
})

const batch = (items: unknown): TestRequest => ({ method: 'POST', path: '/v1/content/batch', body: { items } })
const read = (path: string): TestRequest => ({ method: 'GET', path })
const write = (path: string, body: unknown): TestRequest => ({ method: 'POST', path, body })

describe('what cannot be read', () => {
  const raw = (body: string, type = 'application/json'): TestRequest => ({
    method: 'POST',
    path: '/v1/content/batch',
    body,
    headers: { 'content-type': type },
  })
  test.each<[string, TestRequest, string]>([
    ['half a JSON document', raw('{"items":['), '400 invalid_json'],
    ['two JSON documents', raw('{"items":[]}{}'), '400 invalid_json'],
    ['a body that is no JSON', raw('items=1'), '400 invalid_json'],
    ['a form where JSON is asked for', raw('items=1', 'application/x-www-form-urlencoded'), '415 unsupported_media_type'],
    ['JSON that says it is text', raw('{"items":[]}', 'text/plain'), '415 unsupported_media_type'],
    ['JSON lines', raw('{}', 'application/x-ndjson'), '415 unsupported_media_type'],
    ['no body at all', { method: 'POST', path: '/v1/content/batch' }, '400 invalid_request'],
    ['an array where an object is asked for', raw('[]'), '400 invalid_request'],
    ['null where an object is asked for', raw('null'), '400 invalid_request'],
    ['a NUL in a text', raw('{"items":[{"caption":"\\u0000"}]}'), '400 invalid_json'],
    ['half a surrogate pair in a text', raw('{"items":[{"caption":"\\ud83d"}]}'), '400 invalid_json'],
    ['a body of more than 4 MiB', raw(`{"items":["${'x'.repeat(4 * 1024 * 1024)}"]}`), '413 payload_too_large'],
    ['an answer of more than 64 KiB from a stranger', write('/v1/approvals/x/approve', 'x'.repeat(65_537)), '413 payload_too_large'],
  ])('%s', async (_name, input, expected) => {
    const [status, code = ''] = expected.split(' ')
    expectProblem(await request(kit, tenant, input), Number(status), code)
  })

  test('a body that grows past the limit while it comes in, its length untold', async () => {
    const chunk = new TextEncoder().encode('x'.repeat(1024 * 1024))
    let sent = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1
        if (sent > 64) controller.close()
        else controller.enqueue(chunk)
      },
    })
    const headers = { authorization: `Bearer ${tenant.key}`, 'content-type': 'application/json' }
    const input = new Request(`${TEST_PUBLIC_URL}/v1/content/batch`, { method: 'POST', body, duplex: 'half', headers })
    const response = await kit.kit.fetch(input)
    expect([response.status, await response.json()]).toMatchObject([413, { code: 'payload_too_large' }])
    expect(sent, 'the rest is not read').toBeLessThan(10)
  })
})

describe('what does not fit', () => {
  test.each<[string, TestRequest, string]>([
    ['an unknown filter', read('/v1/content?hastag=lumen'), 'query'],
    ['an unknown filter of facets', read('/v1/content/facets?sort=views'), 'query'],
    ['an unknown query key where none is known', read('/v1/content/cnt_01h455vb4pex5vsknk084sn02q?expand=creator'), 'query'],
    ['a filter that is one of a kind, twice', read('/v1/content?q=a&q=b'), 'query.q'],
    ['a day that does not exist', read('/v1/content?postedFrom=2026-02-30'), 'query.postedFrom'],
    ['a 29th of February in a common year', read('/v1/content?postedTo=2026-02-29T00:00:00Z'), 'query.postedTo'],
    ['a time without a zone', read('/v1/content?postedTo=2026-02-28T00:00:00'), 'query.postedTo'],
    ['a date before there were posts', read('/v1/content?postedFrom=1999-12-31'), 'query.postedFrom'],
    ['a negative count', read('/v1/content?minViews=-1'), 'query.minViews'],
    ['a count beyond all numbers', read('/v1/content?maxViews=99999999999999999999'), 'query.maxViews'],
    ['a page of none', read('/v1/content?limit=0'), 'query.limit'],
    ['a page of too many', read('/v1/content?limit=101'), 'query.limit'],
    ['a number that is a word', read('/v1/content?limit=ten'), 'query.limit'],
    ['an unknown sort', read('/v1/content?sort=-likes'), 'query.sort'],
    ['an unknown status', read('/v1/content?sparkStatus=approved,gone'), 'query.sparkStatus[1]'],
    ['a yes that is no boolean', read('/v1/content?sparkEligible=yes'), 'query.sparkEligible'],
    ['an id of another kind', read('/v1/spark-requests?contentId=req_01h455vb4pex5vsknk084sn02q'), 'query.contentId'],
    ['an id that is none', read('/v1/spark-codes?creatorId=crt_1'), 'query.creatorId'],
    ['no rows', batch([]), 'body.items'],
    ['too many rows', batch(Array.from({ length: 1001 }, () => ({}))), 'body.items'],
    ['too long an asked window', write('/v1/spark-requests', { content: ['x'], askedDays: 366 }), 'body.askedDays'],
    ['half a day', write('/v1/spark-requests', { content: ['x'], askedDays: 1.5 }), 'body.askedDays'],
    ['a time to respond that is over', write('/v1/spark-requests', { content: ['x'], respondBy: '2020-01-01' }), 'body.respondBy'],
    ['one external id for two posts', write('/v1/spark-requests', { content: ['x', 'y'], externalId: 'a' }), 'body.externalId'],
    ['an unknown field', write('/v1/spark-requests', { content: ['x'], days: 30 }), 'body'],
    [
      'a window that ends before it starts',
      write('/v1/spark-codes', { content: postUrl(1), code: sparkCode('a'), startsAt: '2026-02-01', endsAt: '2026-01-01' }),
      'body.endsAt',
    ],
    [
      'a window that starts tomorrow',
      write('/v1/spark-codes', { content: postUrl(1), code: sparkCode('a'), startsAt: '2099-01-01' }),
      'body.startsAt',
    ],
    [
      '51 keys of metadata',
      write('/v1/spark-requests', { content: ['x'], metadata: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, ''])) }),
      'body.metadata',
    ],
    ['metadata that is no text', write('/v1/spark-requests', { content: ['x'], metadata: { budget: 5 } }), 'body.metadata.budget'],
  ])('%s', async (_name, input, path) => {
    const answer = await request(kit, tenant, input)
    expectProblem(answer, 400, 'invalid_request')
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(path)
  })

  test.each(['%00', 'a%00b'])('a NUL in a URL (%s)', async text => {
    for (const path of [`/v1/content?q=${text}`, `/v1/content/${text}`, `/v1/spark-codes?externalId=${text}`]) {
      expectProblem(await request(kit, tenant, read(path)), 400, 'invalid_request')
    }
  })

  test('a path with broken escapes is a path to nothing', async () => {
    expectProblem(await request(kit, tenant, read('/v1/content/%E0%A4%A')), 404, 'not_found')
  })
})

describe('cursors', () => {
  test.each(['abc', 'abc.def', '.', 'W10.', '%20'])('%s is none', async cursor => {
    expectProblem(await request(kit, tenant, read(`/v1/content?cursor=${cursor}`)), 400, 'invalid_cursor')
  })

  test('of another query, another list, another workspace or another sort are refused', async () => {
    const other = await kit.tenant()
    await other.call('POST', '/v1/content/batch', { items: [1, 2, 3].map(number => ({ url: postUrl(number) })) })
    const { nextCursor } = (await other.call('GET', '/v1/content?limit=1&platform=tiktok')).body
    const cursor = encodeURIComponent(nextCursor)
    expect((await other.call('GET', `/v1/content?limit=2&platform=tiktok&cursor=${cursor}`)).body.data).toHaveLength(2)
    for (const path of [
      `/v1/content?limit=1&cursor=${cursor}`,
      `/v1/content?limit=1&platform=tiktok&sort=views&cursor=${cursor}`,
      `/v1/content?limit=1&platform=instagram&cursor=${cursor}`,
      `/v1/spark-requests?cursor=${cursor}`,
    ]) {
      expectProblem(await other.call('GET', path), 400, 'invalid_cursor')
    }
    expectProblem(await tenant.call('GET', `/v1/content?limit=1&platform=tiktok&cursor=${cursor}`), 400, 'invalid_cursor')
    const forged = `${Buffer.from('[0,1]').toString('base64url')}.${String(nextCursor).split('.')[1]}`
    expectProblem(await other.call('GET', `/v1/content?limit=1&platform=tiktok&cursor=${forged}`), 400, 'invalid_cursor')
  })
})

describe('addresses', () => {
  test.each([
    ['PUT', '/v1/content', 'GET, HEAD'],
    ['DELETE', '/v1/spark-codes', 'GET, HEAD, POST'],
    ['GET', '/v1/embed-tokens', 'POST'],
    ['PATCH', '/v1/spark-requests/req_01h455vb4pex5vsknk084sn02q/cancel', 'POST'],
  ])('%s %s is not allowed, and says what is', async (method, path, allow) => {
    const answer = await request(kit, tenant, { method, path })
    expectProblem(answer, 405, 'method_not_allowed')
    expect(answer.headers.get('allow')).toBe(allow)
  })

  test.each(['/v1', '/v1/contents', '/v2/content', '/v1/content/a/b', '/..%2fetc/passwd', '/docs/errors/nothing'])(
    'there is nothing at %s',
    async path => {
      expectProblem(await request(kit, tenant, read(path)), 404, 'route_not_found')
    },
  )

  test('a request id that fits is taken over, one that does not is replaced', async () => {
    const withId = (id: string) => request(kit, tenant, { ...read('/v1/me'), headers: { 'x-request-id': id } })
    expect((await withId('trace-0123456789')).headers.get('x-request-id')).toBe('trace-0123456789')
    expect((await withId('<script>')).headers.get('x-request-id')).toMatch(/^[\w-]{36}$/)
  })
})

describe('foreign and missing ids', () => {
  test('a post that is not there fails its row alone', async () => {
    const other = await kit.tenant()
    const [known] = (await other.call('POST', '/v1/content/batch', { items: [{ url: postUrl(1) }] })).body.results
    const content = [
      'cnt_01h455vb4pex5vsknk084sn02q',
      known.id,
      postUrl(999),
      '7195686135157296390',
      'https://vm.tiktok.com/ZM1234567/',
      'hello',
    ]
    const { body } = await tenant.call('POST', '/v1/spark-requests', { content })
    expect(body.results.map((row: { problem: { code: string } }) => row.problem.code)).toEqual([
      ...Array(4).fill('content_not_found'),
      ...Array(2).fill('invalid_post_url'),
    ])
    expect(body.approvalLinks).toEqual([])
  })

  test("a creator's link opens no other creator's request", async () => {
    const stranger = await askedPost(await kit.tenant(), 1)
    expectProblem(await creator(kit, asked.token).approve({ requestId: stranger.requestId, code: sparkCode('x') }), 404, 'not_found')
  })
})

describe('codes', () => {
  const url = 'https://www.tiktok.com/@mara.glow/video/7195686135157296390'
  test.each([
    ['nothing', ' \n\u200b ', 'spark_code_empty'],
    ['half a code', '#aB3dE', 'spark_code_too_short'],
    ['a hashtag', '#booktokmademebuyit', 'spark_code_not_found_in_text'],
    ['the link of the post', url, 'spark_code_not_found_in_text'],
    ['a sentence without a code', 'sorry, where do I find this code?', 'spark_code_not_found_in_text'],
    ['two codes', `${sparkCode('1')} ${sparkCode('2')}`, 'spark_code_several'],
    ['5 kB of letters', `#${'aB3'.repeat(1700)}`, 'spark_code_too_long'],
    ['20 kB', 'x'.repeat(20_000), 'spark_code_too_long'],
  ])('%s: a verdict when checked, a refusal when sent', async (_name, code, problem) => {
    const { requestId, token } = asked
    const checked = await creator(kit, token).check({ requestId, code })
    expect([checked.status, checked.body.ok, checked.body.problem.code]).toEqual([200, false, problem])
    expect(checked.body.masked).toBeNull()
    expectProblem(await creator(kit, token).approve({ requestId, code }), 422, problem)
    const byHand = await tenant.call('POST', '/v1/spark-codes', { content: postUrl(1), code: code.slice(0, 8192) })
    expectProblem(byHand, 422, problem)
  })

  test('checking a good code says so and changes nothing', async () => {
    const { requestId, token } = asked
    const { body } = await creator(kit, token).check({ requestId, code: `voilà: “${sparkCode('good')}” merci`, days: 7 })
    expect(body).toMatchObject({ ok: true, problem: null, isExtension: false, shorterThanAsked: true, repairs: ['removed_surroundings'] })
  })
})
