import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSparkKit } from '../create-sparkkit.ts'
import { createTestDatabase, postgresUrl, TEST_ENGINES, type TestDatabase } from '../testing/databases.ts'
import { TEST_KEY_RING, TEST_PUBLIC_URL } from '../testing/index.ts'
import { onEveryEngine } from '../testing/on-every-engine.ts'
import { type Engine, openEngine } from './engine.ts'
import { MigrationError, readMigrations } from './migrate.ts'

onEveryEngine(
  'migrations',
  (_createKit, name) => {
    let database: TestDatabase
    const open: Engine[] = []
    const connect = async (): Promise<Engine> => {
      const { engine, databaseUrl } = await database.connect()
      const opened = engine ?? (await openEngine(databaseUrl))
      open.push(opened)
      return opened
    }
    const run = (engine: Engine, statement: string) => engine.dialect.all(engine.db, sql.raw(statement))
    const names = async (): Promise<string[]> =>
      (await readMigrations(name === 'libsql' ? 'sqlite' : 'postgres')).map(migration => migration.name)

    beforeEach(async () => {
      database = await createTestDatabase(name)
    })
    afterEach(async () => {
      await Promise.all(open.splice(0).map(engine => engine.close()))
      await database.remove()
    })

    test('are all missing from an empty database, and none after they ran', async () => {
      const engine = await connect()
      expect(await engine.migrations.state()).toEqual({ applied: [], pending: await names() })
      expect(await engine.migrations.run()).toEqual(await names())
      expect(await engine.migrations.state()).toEqual({ applied: await names(), pending: [] })
      expect(await engine.migrations.run()).toEqual([])
    })

    test('altered after they ran are noticed', async () => {
      const engine = await connect()
      await engine.migrations.run()
      await run(engine, "UPDATE sparkkit_migrations SET hash = 'other' WHERE name LIKE '0001%'")
      await expect(engine.migrations.state()).rejects.toThrow(/0001_\w+ was altered/)
      await expect(engine.migrations.run()).rejects.toThrow(MigrationError)
    })

    test('of a newer version are noticed, and nothing is touched', async () => {
      const engine = await connect()
      await engine.migrations.run()
      await run(engine, "INSERT INTO sparkkit_migrations (name, hash, applied_at) VALUES ('9999_future', 'x', 0)")
      await expect(engine.migrations.run()).rejects.toThrow(/9999_future, which this version of SparkKit does not know/)
    })

    test('that fail leave nothing of themselves', async () => {
      const engine = await connect()
      await run(engine, 'CREATE TABLE sparkkit_migrations (name text PRIMARY KEY, hash text NOT NULL, applied_at bigint NOT NULL)')
      await run(engine, 'CREATE TABLE webhook_endpoints (id text)')
      await expect(engine.migrations.run()).rejects.toThrow(/0000_\w+ failed/)
      expect((await engine.migrations.state()).applied).toEqual([])
      await expect(run(engine, 'SELECT 1 FROM content')).rejects.toThrow()
      await run(engine, 'DROP TABLE webhook_endpoints')
      expect(await engine.migrations.run()).toEqual(await names())
    })

    test('that are missing stop a start that may not run them, by name', async () => {
      const { engine, databaseUrl } = await database.connect()
      const config = { databaseUrl, keyRing: TEST_KEY_RING, publicUrl: TEST_PUBLIC_URL, migrate: false, ...(engine && { engine }) }
      await expect(createSparkKit(config)).rejects.toThrow(/lacks 0000_\w+.*sparkkit migrate/)
    })

    if (name === 'libsql') {
      test("do not touch a file with somebody else's tables", async () => {
        const engine = await connect()
        await run(engine, 'CREATE TABLE customers (id text)')
        await expect(engine.migrations.run()).rejects.toThrow("not SparkKit's: customers")
        await expect(engine.migrations.state()).rejects.toThrow(MigrationError)
        expect(await run(engine, "SELECT name FROM sqlite_schema WHERE type = 'table'")).toEqual([{ name: 'customers' }])
      })
    }

    if (name === 'pglite') return
    test('are applied once when several processes start at the same time', async () => {
      const engines = await Promise.all([connect(), connect(), connect()])
      const ran = await Promise.all(engines.map(engine => engine.migrations.run()))
      expect(ran.flat().toSorted()).toEqual(await names())
    })
  },
  // A server says all that PGlite would, and starts faster.
  postgresUrl() ? ['libsql', 'postgres'] : TEST_ENGINES,
)
