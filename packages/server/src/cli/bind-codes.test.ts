import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningSimulator, startTiktokSimulator } from '../platforms/tiktok/simulator/index.ts'
import { createTestKit, TEST_KEY_RING, type TestKit, type TestTenant } from '../testing/index.ts'
import { ingest } from '../testing/scenario.ts'
import type { Cli } from './cli.ts'
import { run } from './run.ts'

let tiktok: RunningSimulator
let kit: TestKit
let brand: TestTenant
let advertiser = ''

beforeAll(async () => {
  tiktok = await startTiktokSimulator({ creators: 0, adAccounts: 1 })
  kit = await createTestKit({ testEngine: 'libsql', tiktokSimulatorUrl: tiktok.url })
  brand = await kit.tenant({ mode: 'sandbox' })
  const { world, app, accessToken } = tiktok.simulator
  world.addCreator('mara.glow')
  await brand.call('POST', '/v1/connections', { name: 'Practice', token: accessToken, app })
  advertiser = [...world.adAccounts.keys()][0] ?? ''
})
afterAll(async () => {
  await kit.close()
  await tiktok.close()
})

async function coded(flaw?: 'nested_duet'): Promise<{ id: string; postId: string }> {
  const { world } = tiktok.simulator
  const post = world.addPost({ handle: 'mara.glow', flaw })
  const url = `https://www.tiktok.com/@mara.glow/video/${post.id}`
  await ingest(brand, { url })
  const { code } = world.generateCode(post.id, 30)
  const { body } = await brand.call('POST', '/v1/spark-codes', { content: url, code, days: 30 })
  return { id: body.id, postId: post.id }
}

async function sparkkit(args: readonly string[], { isInteractive = false } = {}) {
  const said = { out: '', err: '' }
  const cli: Cli = {
    env: { SPARKKIT_KEY_RING: TEST_KEY_RING, SPARKKIT_TIKTOK_SIMULATOR_URL: tiktok.url },
    out: text => {
      said.out += text
    },
    err: text => {
      said.err += text
    },
    isInteractive,
    stdin: (async function* () {})(),
  }
  const code = await run(['--database', `file:${kit.databasePath}`, ...args], cli)
  return { code, ...said }
}

const there = (): string[] => [...(tiktok.simulator.world.adAccounts.get(advertiser)?.bound.keys() ?? [])]

describe('sparkkit codes', () => {
  test('binds codes, with a bar for whoever watches, and takes them out again', async () => {
    const posts = [await coded(), await coded(), await coded()]
    const ids = posts.map(({ id }) => id)
    const bound = await sparkkit(['codes', 'bind', ...ids, '--ad-account', advertiser], { isInteractive: true })
    expect(bound.code, bound.err).toBe(0)
    expect(bound.out.trim().split('\n')).toEqual(ids.map(id => expect.stringMatching(new RegExp(`^${id} {2}bound`))))
    expect(bound.err).toContain('3/3 codes')
    expect(there().toSorted()).toEqual(posts.map(({ postId }) => postId).toSorted())
    const unbound = await sparkkit(['--json', 'codes', 'unbind', ...ids, '--ad-account', advertiser])
    expect(JSON.parse(unbound.out).results.map(({ binding }: { binding: { status: string } }) => binding.status)).toEqual(
      Array(3).fill('unbound'),
    )
    expect(there()).toEqual([])
  })

  test('tells what could not be bound, and what to do', async () => {
    const [good, bad] = [await coded(), await coded('nested_duet')]
    const { code, out } = await sparkkit(['codes', 'bind', good.id, bad.id, 'code_01h455vb4pex5vsknk084sn02q', '--ad-account', advertiser])
    expect(code).toBe(1)
    const lines = out.trim().split('\n')
    expect(lines[0]).toMatch(/ {2}bound/)
    expect(lines[1]).toMatch(/ {2}failed {2}Duets and stitches/)
    expect(lines[2]).toMatch(/ {2}failed {2}No such resource/)
  })

  test('needs an ad account', async () => {
    const { code, err } = await sparkkit(['codes', 'bind', 'code_01h455vb4pex5vsknk084sn02q'])
    expect([code, err]).toEqual([2, expect.stringContaining('--ad-account')])
  })
})
