import { randomBytes } from 'node:crypto'
import { open, readFile } from 'node:fs/promises'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectProblem } from '../testing/endpoint-proof.ts'
import { createTestKit, type TestKit, type TestTenant } from '../testing/index.ts'
import { postUrl } from '../testing/scenario.ts'

let kit: TestKit
let tenant: TestTenant

beforeAll(async () => {
  kit = await createTestKit({ testEngine: 'libsql' })
  tenant = await kit.tenant()
})
afterAll(() => kit.close())

const limitPages = async (pages: number | 'none'): Promise<void> => {
  const { db, dialect } = kit.kit.services.engine
  const [now] = await dialect.all<{ page_count: number }>(db, sql`PRAGMA page_count`)
  const limit = pages === 'none' ? 1_000_000 : (now?.page_count ?? 0) + pages
  await dialect.all(db, sql.raw(`PRAGMA max_page_count = ${limit}`))
}
const send = (from: number) =>
  tenant.call('POST', '/v1/content/batch', {
    items: Array.from({ length: 500 }, (_, index) => ({ url: postUrl(from + index), caption: 'a caption '.repeat(40) })),
  })

test('a full disk answers 503 with Retry-After, reads go on, and writes go on without a restart once there is room', async () => {
  expect((await send(0)).status).toBe(200)
  await limitPages(10)
  const refused = await send(1000)
  expectProblem(refused, 503, 'unavailable')
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  const facets = async () => (await tenant.call('GET', '/v1/content/facets')).body.total
  expect(await facets()).toBe(500)
  await limitPages('none')
  expect((await send(1000)).status).toBe(200)
  expect(await facets()).toBe(1000)
})

test('a damaged file answers 503 with Retry-After, and serves without a restart once a copy is written over it', async () => {
  const { db, dialect } = kit.kit.services.engine
  await dialect.all(db, sql`PRAGMA wal_checkpoint(TRUNCATE)`)
  const whole = await readFile(kit.databasePath)
  const file = await open(kit.databasePath, 'r+')
  await file.write(randomBytes(whole.length - 4096), 0, whole.length - 4096, 4096)
  const search = (words: string) => tenant.call('GET', `/v1/content?q=${words}`)
  const refused = await search('a+caption')
  expectProblem(refused, 503, 'unavailable')
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  await file.write(whole, 0, whole.length, 0)
  await file.close()
  expect((await search('caption')).body.data).toHaveLength(50)
  expect((await send(2000)).status).toBe(200)
})
