import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { TestKit, TestTenant } from '../testing/index.ts'
import { onEveryEngine } from '../testing/on-every-engine.ts'
import { type RawAnswer, request } from './testing.ts'

const CODE = '#p4KxVb2mQe7+Lr/9sTzWc1YhN0uJfGdA3oXiPq8vBn5='
const VIDEO = 'https://www.tiktok.com/@mara.glow/video/7195686135157296390'

onEveryEngine('a POST with a key', createKit => {
  let kit: TestKit
  let brand: TestTenant
  let clock: number

  beforeAll(async () => {
    kit = await createKit({ now: () => clock })
  })
  afterAll(() => kit.close())
  beforeEach(async () => {
    clock = Date.now()
    brand = await kit.tenant()
  })

  const post = (key: string, path: string, body?: unknown): Promise<RawAnswer> =>
    request(kit, brand, { method: 'POST', path, body, headers: { 'idempotency-key': key } })
  const isReplay = (answer: RawAnswer): boolean => answer.headers.get('idempotent-replayed') === 'true'
  const addPost = () => brand.call('POST', '/v1/content/batch', { items: [{ url: VIDEO }] })
  const rowCount = () => kit.kit.services.engine.db.$count(kit.kit.services.engine.tables.idempotencyKeys)

  /** As if the process had died after this much: the answer never came, the lease ran out. */
  async function crash(more: { outcomes?: null } = {}): Promise<void> {
    const { db, tables } = kit.kit.services.engine
    await db.update(tables.idempotencyKeys).set({ status: null, headers: null, body: null, leasedUntil: clock, ...more })
  }

  describe('a key used again', () => {
    test('gets the first answer byte for byte, says so, and has no second effect', async () => {
      await addPost()
      const key = randomUUID()
      const first = await post(key, '/v1/spark-requests', { content: [VIDEO] })
      expect([first.status, isReplay(first)]).toEqual([200, false])
      const again = await post(key, '/v1/spark-requests', { content: [VIDEO] })
      expect([again.status, again.text, isReplay(again)]).toEqual([200, first.text, true])
      expect(again.headers.get('content-type')).toBe(first.headers.get('content-type'))
      expect((await brand.call('GET', '/v1/spark-requests')).body.data).toHaveLength(1)
    })

    test('is the same quoted and unquoted', async () => {
      const key = randomUUID()
      const first = await post(`"${key}"`, '/v1/content/batch', { items: [{ url: VIDEO }] })
      const again = await post(key, '/v1/content/batch', { items: [{ url: VIDEO }] })
      expect([first.body.results[0].status, again.body.results[0].status, isReplay(again)]).toEqual(['created', 'created', true])
    })

    test('replays refusals of the work itself, location headers and empty answers too', async () => {
      const refused = await post('k1', '/v1/spark-codes', { content: VIDEO, code: CODE })
      expect([refused.status, refused.body.code]).toEqual([404, 'content_not_found'])
      await addPost()
      const again = await post('k1', '/v1/spark-codes', { content: VIDEO, code: CODE })
      expect([again.status, again.text, isReplay(again)]).toEqual([404, refused.text, true])

      const made = await post('k2', '/v1/webhook-endpoints', { url: 'https://example.com/hook' })
      const madeAgain = await post('k2', '/v1/webhook-endpoints', { url: 'https://example.com/hook' })
      expect([madeAgain.status, madeAgain.text, madeAgain.headers.get('location')]).toEqual([201, made.text, made.headers.get('location')])
      expect(made.headers.get('location')).toContain(made.body.id)

      await post('k3', `/v1/webhook-endpoints/${made.body.id}/test`)
      const empty = await post('k3', `/v1/webhook-endpoints/${made.body.id}/test`)
      expect([empty.status, empty.text, isReplay(empty)]).toEqual([202, '', true])
    })

    test.each([
      ['body', '/v1/content/batch', { items: [{ url: `${VIDEO}?other=1` }] }],
      ['path', '/v1/spark-requests', { items: [{ url: VIDEO }] }],
    ])('with another %s is a mismatch', async (_what, path, body) => {
      const key = randomUUID()
      await post(key, '/v1/content/batch', { items: [{ url: VIDEO }] })
      const { status, body: problem } = await post(key, path, body)
      expect([status, problem.code]).toEqual([422, 'idempotency_mismatch'])
    })

    test('belongs to its caller', async () => {
      const key = randomUUID()
      await post(key, '/v1/content/batch', { items: [{ url: VIDEO }] })
      brand = await kit.tenant()
      const other = await post(key, '/v1/content/batch', { items: [] })
      expect(other.status).toBe(400)
      expect((await post(key, '/v1/content/batch', { items: [{ url: VIDEO }] })).body.results[0].status).toBe('created')
    })

    test('is a new key a day later, and the worker forgets it', async () => {
      const key = randomUUID()
      await post(key, '/v1/content/batch', { items: [{ url: VIDEO }] })
      clock += 24 * 3_600_000
      const later = await post(key, '/v1/content/batch', { items: [{ url: VIDEO }] })
      expect([later.body.results[0].status, isReplay(later)]).toEqual(['unchanged', false])
      clock += 25 * 3_600_000
      await kit.kit.worker.drain()
      expect(await rowCount()).toBe(0)
    })
  })

  describe('one effect', () => {
    test('of twenty requests at once with one key; the others wait or get the same answer', async () => {
      await addPost()
      const answers = await Promise.all(Array.from({ length: 20 }, () => post('one', '/v1/spark-requests', { content: [VIDEO] })))
      const done = answers.filter(answer => answer.status === 200)
      const waiting = answers.filter(answer => answer.status !== 200)
      expect(new Set(done.map(answer => answer.text)).size).toBe(1)
      expect(done.filter(answer => !isReplay(answer))).toHaveLength(1)
      for (const { status, body, headers } of waiting) {
        expect([status, body.code]).toEqual([409, 'idempotency_conflict'])
        expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
      }
      expect((await brand.call('GET', '/v1/spark-requests')).body.data).toHaveLength(1)
      expect((await post('one', '/v1/spark-requests', { content: [VIDEO] })).text).toBe(done[0]?.text)
    })

    test('of a request whose process died before its work was written: the lease runs out and the retry does it', async () => {
      await addPost()
      const { engine } = kit.kit.services
      await post('dies', '/v1/content/batch', { items: [{ url: VIDEO }] })
      await engine.db
        .update(engine.tables.idempotencyKeys)
        .set({ status: null, headers: null, body: null, outcomes: null, leasedUntil: clock + 60_000 })
      expect((await post('dies', '/v1/content/batch', { items: [{ url: VIDEO }] })).status).toBe(409)
      clock += 60_000
      const retried = await post('dies', '/v1/content/batch', { items: [{ url: VIDEO }] })
      expect([retried.status, retried.body.results[0].status, isReplay(retried)]).toEqual([200, 'unchanged', false])
    })

    test('of a request whose process died after its work was written but before it answered', async () => {
      await addPost()
      const first = await post('late', '/v1/spark-requests', { content: [VIDEO] })
      await crash()
      const retried = await post('late', '/v1/spark-requests', { content: [VIDEO] })
      expect([retried.status, retried.text, isReplay(retried)]).toEqual([200, first.text, true])
      expect((await brand.call('GET', '/v1/spark-requests')).body.data).toHaveLength(1)
    })

    test('of a request that was overtaken while it ran: whoever lost the key writes nothing', async () => {
      await addPost()
      const { engine } = kit.kit.services
      const { transaction } = engine
      let overtaken = false
      Object.assign(engine, {
        transaction: async (run: Parameters<typeof transaction>[0]) => {
          if (!overtaken) {
            overtaken = true
            await engine.db.update(engine.tables.idempotencyKeys).set({ owner: 'another process' })
          }
          return transaction(run)
        },
      })
      try {
        const { status, body } = await post('slow', '/v1/spark-requests', { content: [VIDEO] })
        expect([overtaken, status, body.code]).toEqual([true, 409, 'idempotency_conflict'])
      } finally {
        Object.assign(engine, { transaction })
      }
      expect((await brand.call('GET', '/v1/spark-requests')).body.data).toEqual([])
    })
  })

  describe('what is kept', () => {
    test('nothing of a request that was refused before any work', async () => {
      const bad = await post('typo', '/v1/content/batch', { itemz: [] })
      expect(bad.status).toBe(400)
      expect((await post('typo', '/v1/content/batch', '{')).body.code).toBe('invalid_json')
      const good = await post('typo', '/v1/content/batch', { items: [{ url: VIDEO }] })
      expect([good.status, isReplay(good)]).toEqual([200, false])
    })

    test('nothing of a failure of ours', async () => {
      const { engine } = kit.kit.services
      const { transaction } = engine
      Object.assign(engine, { transaction: async () => Promise.reject(new Error('disk on fire')) })
      expect((await post('fails', '/v1/content/batch', { items: [{ url: VIDEO }] })).status).toBe(500)
      Object.assign(engine, { transaction })
      expect((await post('fails', '/v1/content/batch', { items: [{ url: VIDEO }] })).body.results[0].status).toBe('created')
    })

    test('secrets in answers lie sealed, also between the write and the answer', async () => {
      await addPost()
      const made = await post('add', '/v1/spark-codes', { content: VIDEO, code: CODE })
      const revealed = await post('show', `/v1/spark-codes/${made.body.id}/reveal`)
      const embed = await post('token', '/v1/embed-tokens', { scopes: ['content:read'], origins: ['https://a.example'], actor: 'ana' })
      const hook = await post('hook', '/v1/webhook-endpoints', { url: 'https://example.com/hook' })
      const asked = await post('ask', '/v1/spark-requests', { content: [VIDEO], renews: true })
      const secrets = [revealed.body.code, embed.body.token, hook.body.secret, asked.body.approvalLinks[0].url.split('/').at(-1)]
      expect(secrets.every(secret => typeof secret === 'string' && secret.length > 20)).toBe(true)
      expect((await post('show', `/v1/spark-codes/${made.body.id}/reveal`)).text).toBe(revealed.text)
      expect(
        (await post('token', '/v1/embed-tokens', { scopes: ['content:read'], origins: ['https://a.example'], actor: 'ana' })).text,
      ).toBe(embed.text)
      const { engine } = kit.kit.services
      const rows = JSON.stringify(await engine.db.select().from(engine.tables.idempotencyKeys))
      const files = await Promise.all(
        [kit.databasePath, `${kit.databasePath}-wal`].map(file => readFile(file).catch(() => Buffer.alloc(0))),
      )
      for (const secret of secrets.map(text => text.replace(/^whsec_/, ''))) {
        expect([rows.includes(secret), files.some(file => file.includes(secret))]).toEqual([false, false])
      }
      expect(rows).toContain('"outcomes"')
    })

    test.each(['', 'x'.repeat(256), 'naïve'])('the key %j is refused', async key => {
      const { status, body } = await post(key, '/v1/content/batch', { items: [{ url: VIDEO }] })
      expect([status, body.code, body.errors?.[0].path]).toEqual([400, 'invalid_request', 'header.idempotency-key'])
    })
  })
})
