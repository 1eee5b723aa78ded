import { spawn } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestKit, TEST_KEY_RING, TEST_PUBLIC_URL, type TestKit, type TestTenant } from '../../testing/index.ts'
import { LEASE_MS } from './run-import.ts'
import { countContent, outcomeOf, tiktokUrl, upload } from './testing.ts'

const ROUNDS = process.env.ROUNDS === 'full' ? 40 : 3
const ROWS = 2000 + 1000 * ROUNDS
const POSTS = ROWS - Math.ceil(ROWS / 10) - Math.ceil(ROWS / 100)

let kit: TestKit
let tenant: TestTenant

beforeAll(async () => {
  kit = await createTestKit({ testEngine: 'libsql' })
  tenant = await kit.tenant()
})
afterAll(() => kit.close())

/** Every tenth row repeats the one before, every hundredth is bad. */
const rowAt = (nth: number): string => {
  if (nth % 100 === 55) return `${tiktokUrl(nth)},"row\n${nth}",many`
  return nth % 10 === 0 ? `${tiktokUrl(nth + 1)},"row\n${nth + 1}",${nth + 1}` : `${tiktokUrl(nth)},"row\n${nth}",${nth}`
}

const rowsDone = async (id: string): Promise<number> => (await tenant.call('GET', `/v1/imports/${id}`)).body.rowsDone

/** A process that settles rows. Its clock is ahead, so that the lease of the one killed before it has ended. */
function startWorker(round: number) {
  const main = new URL('../../create-sparkkit.ts', import.meta.url).href
  const config = { databaseUrl: `file:${kit.databasePath}`, keyRing: TEST_KEY_RING, publicUrl: TEST_PUBLIC_URL }
  const code = `
    const { createSparkKit } = await import(${JSON.stringify(main)})
    const kit = await createSparkKit({ ...${JSON.stringify(config)}, now: () => Date.now() + ${round * (LEASE_MS + 1000)} })
    kit.worker.start()
    setInterval(() => {}, 1000)`
  return spawn(process.execPath, ['--input-type=module', '--eval', code], { stdio: ['ignore', 'ignore', 'inherit'] })
}

const killed = (child: ReturnType<typeof startWorker>): Promise<void> =>
  new Promise(resolve => {
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })

test(`an import whose process is killed ${ROUNDS} times while it runs settles every row once`, { timeout: 300_000 }, async () => {
  const body = `url,caption,metrics.views\n${Array.from({ length: ROWS }, (_, nth) => rowAt(nth)).join('\n')}\n`
  const { id } = (await upload(kit, tenant, { body })).body
  const places: number[] = []
  for (let round = 1; round <= ROUNDS; round += 1) {
    const before = places.at(-1) ?? 0
    const child = startWorker(round)
    while ((await rowsDone(id)) <= before) await new Promise(resolve => setTimeout(resolve, 5))
    await new Promise(resolve => setTimeout(resolve, (round * 37) % 100))
    await killed(child)
    places.push(await rowsDone(id))
  }
  expect(
    places.every(place => place > 0 && place < ROWS),
    `killed behind rows ${places}`,
  ).toBe(true)

  await kit.restart({ now: () => Date.now() + (ROUNDS + 1) * (LEASE_MS + 1000) })
  await kit.kit.worker.drain()
  const { outcome, issues } = await outcomeOf(tenant, id)
  expect(outcome).toMatchObject({ status: 'completed', rowsDone: ROWS, failed: ROWS / 100, created: POSTS, updated: 0 })
  expect(outcome.unchanged).toBe(ROWS - POSTS - ROWS / 100)
  expect(await countContent(tenant)).toBe(POSTS)
  expect(issues.map(issue => issue.line)).toEqual(Array.from({ length: ROWS / 100 }, (_, nth) => 2 + 2 * (nth * 100 + 55)))
  const { body: log } = await tenant.call('GET', '/v1/events')
  expect(log.data.map((event: { type: string }) => event.type)).toEqual(['import.completed'])
})
