import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestKit, type TestKit, type TestTenant } from '../../../testing/index.ts'
import { ask, ingest } from '../../../testing/scenario.ts'
import { PERSONAS, type Persona, TiktokSimulator } from './index.ts'

const HOUR_MS = 3_600_000
const HOURS_A_STEP = 6

let kit: TestKit
const server = createServer()
beforeAll(async () => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  kit = await createTestKit({ publicUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
  server.on(
    'request',
    getRequestListener(request => kit.kit.fetch(request)),
  )
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await kit.close()
})

interface Lived {
  readonly simulator: TiktokSimulator
  readonly tenant: TestTenant
  readonly statuses: readonly string[]
  readonly deeds: readonly string[]
}

/** Twenty days of one creator with two posts, who is asked for both on the first. */
async function live(persona: Persona): Promise<Lived> {
  const tenant = await kit.tenant({ mode: 'sandbox' })
  const start = Date.parse((await tenant.call('GET', '/v1/me')).body.workspace.now)
  const simulator = new TiktokSimulator({ seed: 5, at: start, creators: 0 })
  const { handle } = simulator.world.addCreator('mina.makes', persona)
  const posts = [simulator.world.addPost({ handle }), simulator.world.addPost({ handle })]
  const content = await ingest(tenant, ...posts.map(({ url }) => ({ url })))
  const { linkId } = await ask(tenant, content, { askedDays: 30 })
  const { body } = await tenant.call('GET', `/v1/approval-links/${linkId}/message`)
  simulator.message(handle, body.text)
  for (let hours = HOURS_A_STEP; hours <= 20 * 24; hours += HOURS_A_STEP) {
    await simulator.clock.moveTo(start + hours * HOUR_MS)
    expect((await tenant.call('POST', '/v1/sandbox/advance', { days: HOURS_A_STEP / 24 })).status).toBe(200)
  }
  const requests = (await tenant.call('GET', '/v1/spark-requests')).body.data
  return {
    simulator,
    tenant,
    statuses: requests.map((request: { status: string }) => request.status),
    deeds: simulator.creators.deeds.map(({ did, status }) => [did, status].filter(Boolean).join(' ')),
  }
}

const APPROVED = ['approve 200', 'approve 200']

test.each<[Persona, readonly string[]]>([
  ['prompt', APPROVED],
  ['slow', APPROVED],
  ['garbage', ['approve 422', 'approve 422', 'opened 204', ...APPROVED]],
  ['other_post', ['approve 200', 'approve 409', 'opened 204', 'approve 200']],
  ['rejects', ['reject 200', 'reject 200']],
  ['revokes', [...APPROVED, 'revoked']],
  ['deletes', [...APPROVED, 'deleted']],
])('a creator who is %s answers so', async (persona, deeds) => {
  const { statuses, ...lived } = await live(persona)
  expect(lived.deeds).toEqual(['opened 204', ...deeds])
  if (persona === 'rejects') expect(statuses).toEqual(['rejected', 'rejected'])
  else expect(statuses).toEqual(['approved', 'approved'])
})

test('one who vanishes answers nothing', async () => {
  const { statuses, deeds } = await live('vanishes')
  expect(statuses).toEqual(['pending', 'pending'])
  expect(deeds.every(deed => deed === 'opened 204')).toBe(true)
})

test('the codes that arrive are the ones TikTok gave out, and their declared days are the true ones', async () => {
  const { simulator, tenant } = await live('prompt')
  const { data } = (await tenant.call('GET', '/v1/spark-codes')).body
  expect(data).toHaveLength(2)
  for (const { id, endsAt } of data) {
    const { code } = (await tenant.call('POST', `/v1/spark-codes/${id}/reveal`, {})).body
    const known = simulator.world.findCode(code)
    expect(known).toBeDefined()
    // The service saw it up to one step of the clock before it was made.
    expect(Math.abs((known?.endsAt ?? 0) - Date.parse(endsAt))).toBeLessThan(HOURS_A_STEP * HOUR_MS)
  }
})

test('a message without a link is read and left', async () => {
  const simulator = new TiktokSimulator({ at: Date.UTC(2026, 0, 5) })
  for (const { handle } of simulator.world.creators.values()) simulator.message(handle, 'Love your videos! https://example.com/a/b')
  await simulator.clock.moveTo(Date.UTC(2026, 5, 5))
  expect(simulator.creators.deeds).toEqual([])
})

test('a service that is away is tried again an hour later, until it answers', async () => {
  const start = Date.UTC(2026, 0, 5)
  const simulator = new TiktokSimulator({ at: start, creators: PERSONAS.length })
  simulator.message('prompt.1', 'Please: http://127.0.0.1:9/a/abcdefghijklmnopqrstuvwxyz')
  await simulator.clock.moveTo(start + 30 * HOUR_MS)
  expect(simulator.creators.deeds).toEqual([])
})
