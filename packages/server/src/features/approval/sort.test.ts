import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestKit, TEST_PUBLIC_URL, type TestKit, type TestTenant } from '../../testing/index.ts'

const ONE = '#p4KxVb2mQe7+Lr/9sTzWc1YhN0uJfGdA3oXiPq8vBn5='
const TWO = '#Zq8Rt3LmXw5/Vb+1KcNyHs0DgJf6UoPeAi2TrBk9Wx4='
const THREE = '#Hn6Ye1CvGd9Ml/Ao4+SuKw7ZbIpQx2JtFr8Vk3EyXs0='
const IDS = ['7195686135157296390', '7266293045786692870', '7301122334455667788'] as const
const urlOf = (id: string) => `https://www.tiktok.com/@mara.glow/video/${id}`

let kit: TestKit
let tenant: TestTenant
let token: string
/** The request of each post, in the order of IDS. */
let requestIds: string[]

beforeAll(async () => {
  kit = await createTestKit()
})
afterAll(() => kit.close())

beforeEach(async () => {
  tenant = await kit.tenant()
  await tenant.call('POST', '/v1/content/batch', { items: IDS.map(id => ({ url: urlOf(id), caption: `Post ${id}` })) })
  const asked = await tenant.call('POST', '/v1/spark-requests', { content: IDS })
  token = asked.body.approvalLinks[0].url.split('/').at(-1)
  requestIds = asked.body.results.map((row: { id: string }) => row.id)
})

const sort = (text: string) => kit.call('POST', `/v1/approvals/${token}/sort`, { text })
const placed = (body: { suggestions: { requestId: string; code: string; placedBy: string }[] }) =>
  Object.fromEntries(body.suggestions.map(({ requestId, code, placedBy }) => [requestIds.indexOf(requestId), [code, placedBy]]))

async function post(form: Record<string, string | string[]>): Promise<{ status: number; text: string; location: string | null }> {
  const body = new URLSearchParams(
    Object.entries(form).flatMap(([name, value]) => [value].flat().map((each): [string, string] => [name, each])),
  )
  const response = await kit.kit.fetch(new Request(`${TEST_PUBLIC_URL}/a/${token}`, { method: 'POST', body }))
  return { status: response.status, text: await response.text(), location: response.headers.get('location') }
}

const statuses = async () => {
  const page = await kit.call('GET', `/v1/approvals/${token}`)
  return requestIds.map(id => page.body.items.find((item: { requestId: string }) => item.requestId === id).status)
}

describe('several codes at once', () => {
  test('go to the post named beside them, the others to the rest in page order', async () => {
    const { status, body, text } = await sort(`${urlOf(IDS[2])} ${ONE}\n${TWO}\n${THREE}`)
    expect(status, text).toBe(200)
    expect(placed(body)).toEqual({ 0: [TWO, 'order'], 1: [THREE, 'order'], 2: [ONE, 'post'] })
    expect(body.unplaced).toEqual([])
    expect(body.suggestions.every((each: { verdict: { ok: boolean } }) => each.verdict.ok)).toBe(true)
  })

  test('change nothing by being sorted', async () => {
    const before = await tenant.call('GET', '/v1/spark-codes')
    await sort(`${ONE}\n${TWO}`)
    expect((await tenant.call('GET', '/v1/spark-codes')).body).toEqual(before.body)
    expect(await statuses()).toEqual(['pending', 'pending', 'pending'])
  })

  test('leave out a code of a post that was not asked for, and answered posts', async () => {
    await kit.call('POST', `/v1/approvals/${token}/reject`, { requestId: requestIds[0] })
    const { body } = await sort(`${urlOf('7123456789012345678')} ${ONE}\n${TWO}\n${urlOf(IDS[0])} ${THREE}`)
    expect(placed(body)).toEqual({ 1: [TWO, 'order'] })
    expect(body.unplaced).toHaveLength(2)
    expect(JSON.stringify(body.unplaced)).not.toContain(ONE)
  })

  test('get a verdict each: a code that another post has is told', async () => {
    await kit.call('POST', `/v1/approvals/${token}/approve`, { requestId: requestIds[0], code: ONE })
    const { body } = await sort(`${urlOf(IDS[1])} ${ONE}\n${urlOf(IDS[2])} ${TWO}`)
    expect(body.suggestions[0].verdict).toMatchObject({ ok: false, problem: { code: 'spark_code_used_elsewhere' } })
    expect(body.suggestions[1].verdict).toMatchObject({ ok: true })
  })

  test('are refused where there is none, too much, or no such link', async () => {
    expect((await sort('sorry, no codes yet')).body.code).toBe('spark_code_not_found_in_text')
    expect((await sort('x'.repeat(20_001))).body.code).toBe('invalid_request')
    expect((await kit.call('POST', `/v1/approvals/${'x'.repeat(24)}/sort`, { text: ONE })).body.code).toBe('link_not_found')
  })
})

describe('without scripts', () => {
  test('a paste comes back as filled fields, and what is confirmed is sent at once', async () => {
    const sorted = await post({ answer: 'sort', text: `${ONE}\n${TWO}` })
    expect(sorted.status).toBe(200)
    expect(sorted.text).toContain('2 of 3 posts have a code now')
    expect(sorted.text).toContain(`value="${ONE}"`)
    expect(await statuses()).toEqual(['pending', 'pending', 'pending'])

    const codes = Object.fromEntries([ONE, TWO].map((code, index) => [`code-${requestIds[index]}`, code]))
    const sent = await post({ answer: 'approve_all', requestId: requestIds.slice(0, 2), ...codes })
    expect(sent.status).toBe(303)
    expect(await statuses()).toEqual(['approved', 'approved', 'pending'])
  })

  test('one code that fails does not hold back the others', async () => {
    const codes = { [`code-${requestIds[0]}`]: 'no code', [`code-${requestIds[1]}`]: TWO }
    const sent = await post({ answer: 'approve_all', requestId: requestIds.slice(0, 2), ...codes })
    expect(sent.status).toBe(422)
    expect(sent.text).toContain('value="no code"')
    expect(await statuses()).toEqual(['pending', 'approved', 'pending'])
  })

  test('a paste without a code is kept, with the reason', async () => {
    const sorted = await post({ answer: 'sort', text: 'nothing <b>here</b>' })
    expect(sorted.status).toBe(422)
    expect(sorted.text).toContain('nothing &lt;b&gt;here&lt;/b&gt;')
    expect(sorted.text).toContain('There is no Spark Code in it.')
  })
})
