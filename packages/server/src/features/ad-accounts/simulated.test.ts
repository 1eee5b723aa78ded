import { afterAll, beforeAll, expect, test } from 'vitest'
import { FAULTS, type RunningSimulator, startTiktokSimulator } from '../../platforms/tiktok/simulator/index.ts'
import { DAY } from '../../testing/ad-scenario.ts'
import { expectSound } from '../../testing/expect-sound.ts'
import { createTestKit, type TestKit, type TestTenant } from '../../testing/index.ts'
import { ask, creator, ingest } from '../../testing/scenario.ts'

const T0 = Date.UTC(2026, 5, 1)

let tiktok: RunningSimulator
let kit: TestKit
let sandbox: TestTenant
let account = ''
let wall = T0

beforeAll(async () => {
  tiktok = await startTiktokSimulator({ at: T0, creators: 0, adAccounts: 2 })
  kit = await createTestKit({ now: () => wall, tiktokSimulatorUrl: tiktok.url })
  sandbox = await kit.tenant({ mode: 'sandbox' })
  tiktok.simulator.world.addCreator('mara.glow')
  const { app, accessToken } = tiktok.simulator
  const made = await sandbox.call('POST', '/v1/connections', { name: 'Practice', token: accessToken, app })
  expect(made.status, made.text).toBe(201)
  account = (await sandbox.call('GET', '/v1/ad-accounts')).body.data[0].id
})
afterAll(async () => {
  await kit.close()
  await tiktok.close()
})

/** A post of the simulated TikTok, asked for and answered with the code that its creator generated there. */
async function approved(days = 30) {
  const { world } = tiktok.simulator
  const post = world.addPost({ handle: 'mara.glow' })
  const [contentId = ''] = await ingest(sandbox, { url: `https://www.tiktok.com/@mara.glow/video/${post.id}` })
  const asked = await ask(sandbox, [contentId])
  const { code } = world.generateCode(post.id, days)
  const answer = await creator(kit, asked.token).approve({ requestId: asked.requestIds[0], code })
  expect(answer.status, answer.text).toBe(200)
  const { body } = await sandbox.call('GET', `/v1/spark-codes?contentId=${contentId}&status=live`)
  return {
    postId: post.id,
    code,
    codeId: String(body.data[0].id),
    contentId,
    endsAt: body.data[0].endsAt,
    windowSource: body.data[0].windowSource,
  }
}

const bind = async (codeId: string) => (await sandbox.call('POST', `/v1/spark-codes/${codeId}/bind`, { adAccountId: account })).body
const theCode = async (codeId: string) => (await sandbox.call('GET', `/v1/spark-codes/${codeId}`)).body
const the = async (id: string) => (await sandbox.call('GET', `/v1/bindings/${id}`)).body

/** Both clocks go on, and everything that is due is done. */
async function pass(days: number): Promise<void> {
  await sandbox.call('POST', '/v1/sandbox/advance', { days })
  await tiktok.simulator.clock.moveTo(tiktok.simulator.clock.now() + days * DAY)
  wall += days * DAY
  await kit.kit.worker.drain()
}

const boundThere = (advertiserId: string, postId: string): string | undefined =>
  tiktok.simulator.world.adAccounts.get(advertiserId)?.bound.get(postId)?.code

test('a sandbox practises the whole way: the true window on paste, bound, extended, revoked', async () => {
  const { postId, code, codeId, endsAt, windowSource } = await approved(7)
  expect([windowSource, endsAt]).toEqual(['verified', new Date(T0 + 7 * DAY).toISOString()])
  const { id, status, advertiserId } = await bind(codeId)
  expect(status).toBe('bound')
  expect(boundThere(advertiserId, postId)).toBe(code)

  tiktok.simulator.world.extendCode(postId, 30)
  await pass(1)
  expect(Date.parse((await theCode(codeId)).endsAt)).toBeGreaterThan(T0 + 20 * DAY)

  tiktok.simulator.world.revokeCode(postId)
  await pass(1)
  expect((await theCode(codeId)).status).toBe('withdrawn')
  expect(await the(id)).toMatchObject({ status: 'unbound', reason: { code: 'code_withdrawn' } })
  expect(boundThere(advertiserId, postId)).toBeUndefined()
})

test.each(FAULTS.filter(fault => fault !== 'never'))(
  'TikTok answers %s: the code is bound once in the end',
  { timeout: 60_000 },
  async fault => {
    const { postId, code, codeId } = await approved()
    tiktok.simulator.faults.inject({ fault, on: 'tt_video/authorize/', times: 1, delayMs: 200 })
    const { id } = await bind(codeId)
    for (let round = 0; round < 4 && (await the(id)).status !== 'bound'; round += 1) {
      await new Promise(resolve => setTimeout(resolve, 1200))
      wall += 60_000
      await kit.kit.worker.drain()
    }
    tiktok.simulator.faults.clear()
    expect(await the(id)).toMatchObject({ status: 'bound', reason: null })
    const { advertiserId } = await the(id)
    expect(boundThere(advertiserId, postId)).toBe(code)
  },
)

test('TikTok never answers: nobody waits longer than a few seconds, and it goes on in the background', { timeout: 60_000 }, async () => {
  const { codeId } = await approved()
  tiktok.simulator.faults.inject({ fault: 'never', on: 'tt_video/authorize/', times: 1, executed: true })
  const began = performance.now()
  const { id, status, reason } = await bind(codeId)
  expect([status, reason.code]).toEqual(['pending', 'timed_out'])
  expect(performance.now() - began).toBeLessThan(8000)
  tiktok.simulator.faults.clear()
  wall += 60_000
  await kit.kit.worker.drain()
  expect((await the(id)).status).toBe('bound')
})

test('and all of it is one sound story', () => expectSound(kit, sandbox))
