import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { getTableColumns, getTableName, is, Table } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { TEST_PUBLIC_URL, type TestKit, type TestTenant } from '../testing/index.ts'
import { onEveryEngine } from '../testing/on-every-engine.ts'
import { newKeyRingKey } from './key-ring.ts'
import { rotateKeys } from './rotate-keys.ts'
import { sealedTables } from './sealed-columns.ts'

const OLD = newKeyRingKey('k1')
const NEW = newKeyRingKey('k2')
const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
const POSTS = 460

onEveryEngine('keys', (createKit, engine) => {
  let kit: TestKit
  let tenant: TestTenant
  let ids: string[]
  let links: { id: string; url: string; requestIds: string[] }[]

  const codeOf = (n: number, kind = 'a'): string => `#p4KxVb2mQe7+Lr/9sTzWc1YhN0uJfGdA3o${kind}Xi${String(n).padStart(6, '0')}5=`
  const url = (n: number): string => `https://www.tiktok.com/@creator${n % 20}/video/${7_195_686_135_157_000_000n + BigInt(n)}`

  async function send(path: string, body: string, headers: Record<string, string>): Promise<{ status: number; text: string }> {
    const response = await kit.kit.fetch(
      new Request(`${TEST_PUBLIC_URL}${path}`, { method: 'POST', headers: { authorization: `Bearer ${tenant.key}`, ...headers }, body }),
    )
    return { status: response.status, text: await response.text() }
  }
  /** An answer that holds secrets: kept sealed, to be given again. */
  const createEndpoint = () =>
    send('/v1/webhook-endpoints', JSON.stringify({ url: 'https://example.com/hooks', headers: { 'x-secret': 'sesame' } }), {
      'content-type': 'application/json',
      'idempotency-key': 'endpoint-1',
    })
  let endpoint: { status: number; text: string }

  beforeAll(async () => {
    kit = await createKit({ keyRing: OLD })
    tenant = await kit.tenant()
    const batch = await tenant.call('POST', '/v1/content/batch', { items: Array.from({ length: POSTS }, (_, n) => ({ url: url(n) })) })
    ids = batch.body.results.map((row: { id: string }) => row.id)
    const csv = ['url,code,days', ...ids.slice(20).map((_, n) => `${url(n + 20)},${codeOf(n + 20)},30`)].join('\n')
    const imported = await send('/v1/spark-codes/import', csv, { 'content-type': 'text/csv' })
    expect(JSON.parse(imported.text).summary.created).toBe(POSTS - 20)
    links = (await tenant.call('POST', '/v1/spark-requests', { content: ids.slice(0, 20) })).body.approvalLinks
    expect(links).toHaveLength(20)
    endpoint = await createEndpoint()
    expect(endpoint.status, endpoint.text).toBe(201)
    const id = JSON.parse(endpoint.text).id
    expect((await tenant.call('POST', `/v1/webhook-endpoints/${id}/rotate-secret`, {})).status).toBeLessThan(300)
  })
  afterAll(() => kit.close())

  async function codes(): Promise<Map<string, string>> {
    const found = new Map<string, string>()
    for (let cursor = ''; ; ) {
      const { body } = await tenant.call('GET', `/v1/spark-codes?limit=100${cursor}`)
      for (const { contentId, id } of body.data) found.set(contentId, id)
      if (body.nextCursor === null) return found
      cursor = `&cursor=${body.nextCursor}`
    }
  }

  async function expectReveals(n: number, code: string): Promise<void> {
    const id = (await codes()).get(ids[n] ?? '')
    expect((await tenant.call('POST', `/v1/spark-codes/${id}/reveal`)).body.code).toBe(code)
  }

  /** A code that another post has is refused, under whatever key it was given. */
  async function expectKnown(n: number): Promise<void> {
    const answer = await tenant.call('POST', '/v1/spark-codes', { content: ids[n === 20 ? 21 : 20], code: codeOf(n) })
    expect(answer.body.code, answer.text).toBe('spark_code_used_elsewhere')
  }

  const tokenOf = (n: number): string => links[n]?.url.split('/').at(-1) ?? ''

  async function approve(n: number): Promise<void> {
    const answer = await kit.call('POST', `/v1/approvals/${tokenOf(n)}/approve`, {
      requestId: links[n]?.requestIds[0],
      code: codeOf(n, 'b'),
    })
    expect(answer.status, answer.text).toBe(200)
  }

  test('every sealed column of the schema is one that is sealed anew', () => {
    const { tables } = kit.kit.services.engine
    const listed = sealedTables(tables).flatMap(({ name, columns, lists }) =>
      [...Object.keys(columns), ...Object.keys(lists ?? {})].map(column => `${name}.${column}`),
    )
    const looksSealed = Object.values(tables).flatMap((table: unknown) => {
      if (!is(table, Table)) return []
      const name = getTableName(table)
      return Object.keys(getTableColumns(table)).flatMap(column => (/sealed|secret/i.test(column) ? [`${name}.${column}`] : []))
    })
    expect(looksSealed.length).toBeGreaterThan(4)
    expect(listed).toEqual(expect.arrayContaining(looksSealed.filter(name => !name.endsWith('secretRotatedAt'))))
  })

  describe('a rotation of the key ring', () => {
    test('goes on while creators answer, codes are revealed and duplicates are found', async () => {
      const cursor = (await tenant.call('GET', '/v1/spark-codes?limit=10')).body.nextCursor
      await kit.restart({ keyRing: `${NEW},${OLD}` })
      expect((await tenant.call('GET', `/v1/spark-codes?limit=10&cursor=${cursor}`)).status).toBe(200)
      const [rotation] = await Promise.all([
        rotateKeys(kit.kit.services),
        ...[0, 1, 2, 3, 4, 5].map(approve),
        ...[20, 200, 459].map(n => expectReveals(n, codeOf(n))),
        ...[20, 300, 459].map(expectKnown),
      ])
      expect(rotation).toMatchObject({
        isComplete: true,
        unreadable: {},
        resealed: { spark_codes: POSTS - 20, approval_links: 20, webhook_endpoints: 1 },
      })
      expect(rotation.resealed.idempotency_keys).toBeGreaterThan(0)
    })

    test('leaves nothing that needs the old key: reveal, duplicates, links, secrets and kept answers work without it', async () => {
      await kit.restart({ keyRing: NEW })
      for (const n of [0, 5]) await expectReveals(n, codeOf(n, 'b'))
      for (const n of [20, 219, 220, 459]) await expectReveals(n, codeOf(n))
      for (const n of [20, 300]) await expectKnown(n)
      await approve(6)
      const message = await tenant.call('GET', `/v1/approval-links/${links[7]?.id}/message`)
      expect(message.body.url).toBe(links[7]?.url)
      const { id } = JSON.parse(endpoint.text)
      expect((await tenant.call('GET', `/v1/webhook-endpoints/${id}/secret`)).status).toBe(200)
      expect(await createEndpoint()).toEqual(endpoint)
    })

    test('finds nothing to do the second time, and says what it cannot open', async () => {
      await kit.restart({ keyRing: newKeyRingKey('k3') })
      const rotation = await rotateKeys(kit.kit.services)
      expect(rotation.isComplete).toBe(false)
      expect(rotation.unreadable.spark_codes).toBe(POSTS - 20 + 7)
      await kit.restart({ keyRing: NEW })
      expect(await rotateKeys(kit.kit.services)).toMatchObject({ isComplete: true, resealed: { spark_codes: 0 } })
    })

    test.runIf(engine === 'libsql')('is a command that says when the old key may go', async () => {
      const third = newKeyRingKey('k3')
      const run = (keyRing: string) =>
        spawnSync(process.execPath, [MAIN, 'keyring', 'rotate', '--database', `file:${kit.databasePath}`], {
          env: { PATH: process.env.PATH, SPARKKIT_KEY_RING: keyRing },
          encoding: 'utf8',
        })
      const done = run(`${third},${NEW}`)
      expect(done.stderr).toBe('')
      expect(done.stdout).toContain('Nothing needs k2 any more')
      expect(done.status).toBe(0)
      const failed = run(newKeyRingKey('k4'))
      expect(failed.stderr).toContain('No key of the ring opens')
      expect(failed.status).toBe(1)
      await kit.restart({ keyRing: third })
      await expectReveals(20, codeOf(20))
    })
  })
})
