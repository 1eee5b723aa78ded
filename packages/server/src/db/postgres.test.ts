import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSparkKit, type SparkKit } from '../create-sparkkit.ts'
import { createReceiver, type Receiver } from '../features/webhooks/testing.ts'
import { createLogger } from '../logging.ts'
import { createTestDatabase, postgresUrl, type TestDatabase } from '../testing/databases.ts'
import { expectProblem } from '../testing/endpoint-proof.ts'
import { expectSound } from '../testing/expect-sound.ts'
import { TEST_KEY_RING, TEST_PUBLIC_URL, type TestKit, type TestTenant } from '../testing/index.ts'
import { onEveryEngine } from '../testing/on-every-engine.ts'
import { askedPost, creator, eventsOf, postUrl, sparkCode } from '../testing/scenario.ts'
import { createSilentProxy, type SilentProxy } from '../testing/silent-proxy.ts'
import type { Database } from './dialect.ts'
import type { Engine } from './engine.ts'
import { openPostgres, retrying } from './postgres.ts'

const failing = (code: string) => Object.assign(new Error(code), { code })

test('only what another transaction caused is tried again, five times at most', async () => {
  for (const [code, tries] of [
    ['40001', 5],
    ['40P01', 5],
    ['23505', 5],
    ['42P01', 1],
    ['57P01', 1],
  ] as const) {
    let tried = 0
    const attempt = retrying(async () => {
      tried += 1
      throw new Error('wrapped', { cause: failing(code) })
    })
    await expect(attempt).rejects.toThrow('wrapped')
    expect([code, tried]).toEqual([code, tries])
  }
})

onEveryEngine(
  'a PostgreSQL server',
  createKit => {
    let kit: TestKit
    let tenant: TestTenant
    beforeAll(async () => {
      kit = await createKit()
      tenant = await kit.tenant()
    })
    afterAll(() => kit.close())

    const all = (db: Database, query: ReturnType<typeof sql>) => kit.kit.services.engine.dialect.all(db, query)
    const cutConnections = () =>
      all(
        kit.kit.services.engine.db,
        sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
      )

    test('that cuts a connection in the middle of a transaction costs that transaction, and nothing is half done', async () => {
      const { engine } = kit.kit.services
      const cut = engine.transaction(async db => {
        await db.update(engine.tables.workspaces).set({ name: 'half done' })
        await all(db, sql`SELECT pg_terminate_backend(pg_backend_pid())`)
      })
      await expect(cut).rejects.toThrow()
      expect((await tenant.call('GET', '/v1/workspace')).body.name).not.toBe('half done')
    })

    test('that cuts a call answers 503 with Retry-After, and the next call goes through', async () => {
      const { engine } = kit.kit.services
      const cutWaiting = sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'`
      const answer = await engine.transaction(async db => {
        await all(db, sql`SELECT * FROM workspaces FOR UPDATE`)
        const waiting = tenant.call('PATCH', '/v1/workspace', { name: 'waits' })
        while ((await all(engine.db, cutWaiting)).length === 0) await new Promise(resolve => setTimeout(resolve, 10))
        return waiting
      })
      expectProblem(answer, 503, 'unavailable')
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
      expect((await tenant.call('PATCH', '/v1/workspace', { name: 'goes through' })).status).toBe(200)
    })

    test('that restarts is found again without a restart of ours', async () => {
      await Promise.all([1, 2, 3, 4].map(() => tenant.call('GET', '/v1/content')))
      await cutConnections()
      await new Promise(resolve => setTimeout(resolve, 50))
      for (let call = 0; call < 5; call += 1) expect((await tenant.call('GET', '/v1/content')).status).toBe(200)
    })

    test('that ends a deadlock lets both transactions through in the end', async () => {
      const { engine } = kit.kit.services
      let held = 0
      const bothHold = async (): Promise<void> => {
        held += 1
        while (held < 2) await new Promise(resolve => setTimeout(resolve, 5))
      }
      const cross = (first: string, second: string) =>
        engine.transaction(async db => {
          await engine.dialect.lock(db, first)
          await bothHold()
          await engine.dialect.lock(db, second)
          return `${first}${second}`
        })
      expect(await Promise.all([cross('a', 'b'), cross('b', 'a')])).toEqual(['ab', 'ba'])
    })
  },
  ['postgres'],
)

onEveryEngine('a PostgreSQL server that takes too long', () => {
  const limits = { connect: 300, statement: 300, silence: 600, idleTransaction: 100 }
  let database: TestDatabase
  let proxy: SilentProxy
  let engine: Engine
  let kit: SparkKit
  const ask = (query: string) => engine.dialect.all(engine.db, sql.raw(query))
  const call = () => kit.fetch(new Request(`${TEST_PUBLIC_URL}/v1/content`, { headers: { authorization: 'Bearer sparkkit_live_nobody' } }))

  beforeAll(async () => {
    database = await createTestDatabase('postgres')
    const url = new URL((await database.connect()).databaseUrl)
    proxy = await createSilentProxy({ host: url.hostname, port: Number(url.port) })
    url.host = `127.0.0.1:${proxy.port}`
    engine = await openPostgres(url.href, limits)
    kit = await createSparkKit({
      databaseUrl: '',
      engine,
      keyRing: TEST_KEY_RING,
      publicUrl: TEST_PUBLIC_URL,
      logger: createLogger('silent'),
    })
  })
  afterAll(async () => {
    await kit.close()
    await proxy.close()
    await database.remove()
  })

  test('over one statement stops that statement alone', async () => {
    const slow = ask('SELECT pg_sleep(5)')
    const quick = Promise.all([1, 2, 3].map(() => ask('SELECT 1 AS one')))
    await expect(slow).rejects.toMatchObject({ cause: { code: '57014' } })
    expect((await quick).flat()).toEqual([{ one: 1 }, { one: 1 }, { one: 1 }])
  })

  test('over a transaction in which nothing happens ends it, and who waits for its locks goes on', async () => {
    const idle = engine.transaction(async db => {
      await engine.dialect.lock(db, 'held')
      await new Promise(resolve => setTimeout(resolve, 500))
      await db.$count(engine.tables.workspaces)
    })
    const waiting = engine.transaction(db => engine.dialect.lock(db, 'held'))
    await expect(idle).rejects.toThrow()
    await waiting
  })

  test('to say anything answers 503 with Retry-After, until it is heard again', async () => {
    expect((await call()).status).toBe(401)
    proxy.fallSilent()
    const answers = await Promise.all(Array.from({ length: 20 }, call))
    expect(new Set(answers.map(answer => answer.status))).toEqual(new Set([503]))
    expect(Number(answers[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
    proxy.recover()
    expect((await call()).status).toBe(401)
  })

  test('to be reached at all fails a start', async () => {
    proxy.fallSilent()
    const url = `postgres://user:password@127.0.0.1:${proxy.port}/none`
    const silent = await openPostgres(url, limits)
    await expect(silent.migrations.state()).rejects.toThrow(/timeout/)
    await expect(silent.migrations.run()).rejects.toThrow(/timeout/)
    await silent.close()
    proxy.recover()
  })
}, ['postgres'])

onEveryEngine('a PostgreSQL server that speaks TLS', () => {
  const isEncrypted = async (parameters: Record<string, string>): Promise<unknown> => {
    const url = new URL(postgresUrl() ?? '')
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
    const { db, dialect, close } = await openPostgres(url.href)
    try {
      const [row] = await dialect.all<{ ssl: boolean }>(db, sql`SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()`)
      return row?.ssl
    } finally {
      await close()
    }
  }
  // Of the server that `pnpm test` starts; one of somebody's own may speak no TLS.
  const certificate = process.env.SPARKKIT_TEST_POSTGRES_CERTIFICATE
  test.skipIf(!certificate && !process.env.CI)('is asked for it by the URL, and must prove who it is', async () => {
    expect(await isEncrypted({})).toBe(false)
    expect(await isEncrypted({ sslmode: 'verify-full', sslrootcert: certificate ?? '' })).toBe(true)
    expect(await isEncrypted({ sslmode: 'no-verify' })).toBe(true)
    await expect(isEncrypted({ sslmode: 'verify-full' })).rejects.toMatchObject({ cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } })
  })
}, ['postgres'])

onEveryEngine(
  'two API processes and two workers on one PostgreSQL',
  createKit => {
    let kit: TestKit
    let second: SparkKit
    let hook: Receiver

    beforeAll(async () => {
      kit = await createKit()
      second = await kit.another()
      hook = await createReceiver()
    })
    afterAll(async () => {
      await hook.close()
      await second.close()
      await kit.close()
    })

    test('do every job once, and lose none when one of them stops', async () => {
      const brand = await kit.tenant()
      const alike: TestKit = { ...kit, kit: second }
      await brand.call('POST', '/v1/webhook-endpoints', { url: hook.url })
      kit.kit.worker.start()
      second.worker.start()
      const asked = await Promise.all(Array.from({ length: 12 }, (_, number) => askedPost(brand, number)))
      await Promise.all(
        asked.flatMap(({ token, requestId }, number) =>
          [kit, alike].map(each => creator(each, token).approve({ requestId, code: sparkCode(`both ${number}`) })),
        ),
      )
      await second.worker.stop()
      await brand.call('POST', '/v1/content/batch', { items: [{ url: postUrl(500) }] })
      const events = await eventsOf(kit, brand)
      await kit.kit.worker.stop()
      await expectSound(kit, brand)
      // An endpoint is not told of its own making.
      const told = events.filter(event => !event.type.startsWith('webhook_endpoint.'))
      expect(hook.ids().toSorted()).toEqual(told.map(event => String(Reflect.get(event, 'id'))).toSorted())
    })
  },
  ['postgres'],
)
