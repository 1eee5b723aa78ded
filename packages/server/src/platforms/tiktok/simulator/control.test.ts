import { expect, test } from 'vitest'
import { startTiktokSimulator } from './index.ts'

const START = Date.UTC(2026, 0, 5, 9)
const DAY_MS = 86_400_000

interface Answer {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: a test reads answers field by field and says what it expects of each.
  readonly body: any
}

async function started(options: Parameters<typeof startTiktokSimulator>[0] = {}) {
  const running = await startTiktokSimulator({ at: START, ...options })
  const call = async (name: string, body?: unknown): Promise<Answer> => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
    const response = await fetch(`${running.controlUrl}${name}`, init)
    return { status: response.status, body: await response.json() }
  }
  return { ...running, call, [Symbol.asyncDispose]: running.close }
}

test('by HTTP alone a world is made, moved on and read', async () => {
  await using s = await started({ creators: 0, adAccounts: 0 })
  const { body: account } = await s.call('add-ad-account', { name: 'Halden US' })
  await s.call('add-creator', { handle: 'mina.makes', persona: 'slow' })
  const { body: post } = await s.call('add-post', { handle: 'mina.makes', caption: 'Unboxing', kind: 'CAROUSEL' })
  const { body: code } = await s.call('generate-code', { postId: post.id, days: 7 })
  expect(code).toMatchObject({ postId: post.id, startsAt: START, endsAt: START + 7 * DAY_MS })
  expect((await s.call('clock', { advanceMs: DAY_MS })).body).toEqual({ now: START + DAY_MS })
  expect((await s.call('extend-code', { postId: post.id, days: 30 })).body.endsAt).toBe(START + 31 * DAY_MS)
  await s.call('revoke-code', { postId: post.id })
  await s.call('change-post', { postId: post.id, status: 'USER_DELETE' })
  await s.call('close-ad-account', { id: account.id })
  const { body: state } = await s.call('state')
  expect(state).toMatchObject({
    now: START + DAY_MS,
    adAccounts: [{ id: account.id, name: 'Halden US', isOpen: false, bound: [] }],
    creators: [{ handle: 'mina.makes', persona: 'slow' }],
    posts: [{ id: post.id, kind: 'CAROUSEL', status: 'USER_DELETE' }],
    codes: [{ code: code.code, deletedAt: START + DAY_MS }],
  })
})

test('faults and tokens are changed by HTTP, and calls are counted by what became of them', async () => {
  await using s = await started()
  const list = () => fetch(`${s.url}tt_video/list/?advertiser_id=1`, { headers: { 'access-token': s.simulator.accessToken } })
  await s.call('fault', { fault: 'html', on: 'tt_video/list/', times: 1 })
  expect(await (await list()).text()).toContain('<html>')
  expect(await (await list()).json()).toMatchObject({ code: 40_001 })
  const before = s.simulator.accessToken
  const { body } = await s.call('revoke-token', {})
  expect(body.accessToken).not.toBe(before)
  expect((await s.call('traffic')).body).toMatchObject({ calls: 2, byPath: { 'tt_video/list/': { html: 1, 40001: 1 } } })
})

test.each([
  ['add-creator', {}],
  ['add-creator', { handle: 'x', persona: 'moody' }],
  ['add-post', { handle: 'x', color: 'red' }],
  ['generate-code', { postId: '12345' }],
  ['extend-code', { postId: '12345' }],
  ['clock', { at: 'tomorrow' }],
  ['clock', { advanceMs: -1 }],
  ['fault', { fault: 'gremlins' }],
  ['message', { handle: 'nobody', text: 'hi' }],
  ['close-ad-account', { id: '1' }],
])('%s with %j is refused with a sentence', async (name, body) => {
  await using s = await started()
  const answer = await s.call(name, body)
  expect([answer.status, answer.body.error]).toEqual([400, expect.stringMatching(/\S/)])
})

test('what is no command, no object or too large is refused', async () => {
  await using s = await started()
  expect((await s.call('make-coffee', {})).status).toBe(404)
  expect((await s.call('__proto__', {})).status).toBe(404)
  expect((await s.call('clock', [])).status).toBe(400)
  expect((await s.call('message', { handle: 'x', text: 'x'.repeat(2_000_000) })).status).toBe(400)
})

test('the clock never goes backwards, and does what falls due on the way at its own moment', async () => {
  await using s = await started()
  const at: number[] = []
  for (const days of [3, 1, 2]) s.simulator.clock.plan(START + days * DAY_MS, async () => void at.push(s.simulator.clock.now()))
  await s.simulator.clock.moveTo(START + 2.5 * DAY_MS)
  await s.simulator.clock.moveTo(START)
  expect(at).toEqual([START + DAY_MS, START + 2 * DAY_MS])
  expect(s.simulator.clock.now()).toBe(START + 2.5 * DAY_MS)
})

test('without a time to stand at, the clock runs with the machine', async () => {
  await using s = await started({ at: undefined })
  expect(Math.abs(s.simulator.clock.now() - Date.now())).toBeLessThan(1000)
  await s.simulator.clock.moveTo(Date.now() + DAY_MS)
  expect(Math.abs(s.simulator.clock.now() - Date.now() - DAY_MS)).toBeLessThan(1000)
})

test('two worlds of one seed are the same, of another seed they are not', async () => {
  const world = async (seed: number): Promise<unknown> => {
    await using s = await started({ seed })
    for (const { id } of s.simulator.world.posts.values()) s.simulator.world.generateCode(id)
    return (await s.call('state')).body
  }
  expect(await world(3)).toEqual(await world(3))
  expect(await world(3)).not.toEqual(await world(4))
})
