import { drizzle } from 'drizzle-orm/libsql'
import { integer, sqliteTable } from 'drizzle-orm/sqlite-core'
import { describe, expect, test } from 'vitest'
import { endlessQuery, sleep, testDatabase } from './testing.ts'

const counters = sqliteTable('counters', { id: integer().primaryKey(), n: integer().notNull() })
const createCounters = 'CREATE TABLE counters (id INTEGER PRIMARY KEY, n INTEGER NOT NULL); INSERT INTO counters VALUES (1, 0)'

describe('writers at once', () => {
  test('200 concurrent write transactions all succeed and none loses an update', async () => {
    await using database = await testDatabase()
    await database.client.executeMultiple(createCounters)
    const db = drizzle(database.client)
    const increment = (): Promise<void> =>
      db.transaction(async tx => {
        const [row] = await tx.select().from(counters)
        await sleep(0)
        await tx.update(counters).set({ n: (row?.n ?? 0) + 1 })
      })
    await Promise.all(Array.from({ length: 200 }, increment))
    expect(await db.select().from(counters)).toEqual([{ id: 1, n: 200 }])
  })

  test('transactions and single statements run in the order they were asked for', async () => {
    await using database = await testDatabase()
    const { client } = database
    await client.execute('CREATE TABLE log (at INTEGER PRIMARY KEY, who INTEGER)')
    const insert = 'INSERT INTO log (who) VALUES (?)'
    const whole = async (who: number): Promise<void> => {
      const transaction = await client.transaction('write')
      await transaction.execute({ sql: insert, args: [who] })
      await sleep(1)
      await transaction.execute({ sql: insert, args: [who] })
      await transaction.commit()
    }
    const single = (who: number) => client.execute({ sql: insert, args: [who] })
    await Promise.all([whole(1), single(2), single(3), whole(4), whole(5), single(6)])
    const { rows } = await client.execute('SELECT who FROM log ORDER BY at')
    expect(rows.map(row => row[0])).toEqual([1, 1, 2, 3, 4, 4, 5, 5, 6])
  })

  test('writes that share a commit stand or fall alone', async () => {
    await using database = await testDatabase()
    const { client } = database
    await client.execute('CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER NOT NULL)')
    const statements = ['(1, 1)', '(2, NULL)', '(1, 2)', '(3, 3)', '(4)'].map(values => `INSERT INTO t VALUES ${values}`)
    const rolling = 'INSERT OR ROLLBACK INTO t VALUES (3, 4)'
    const settled = await Promise.allSettled([...statements, rolling, 'INSERT INTO t VALUES (5, 5)'].map(sql => client.execute(sql)))
    expect(settled.map(({ status }) => status)).toEqual([
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
    ])
    expect((await client.execute('SELECT id FROM t')).rows).toEqual([{ id: 1 }, { id: 3 }, { id: 5 }])
  })

  test('a deferred constraint fails the write that broke it and no other', async () => {
    await using database = await testDatabase()
    const { client } = database
    await client.executeMultiple(
      'CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p REFERENCES p (id) DEFERRABLE INITIALLY DEFERRED)',
    )
    const writes = ['INSERT INTO p VALUES (1)', 'INSERT INTO c VALUES (9)', 'INSERT INTO c VALUES (1)']
    const settled = await Promise.allSettled(writes.map(sql => client.execute(sql)))
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect((await client.execute('SELECT p FROM c')).rows).toEqual([{ p: 1 }])
  })
})

describe('readers', () => {
  test('read on while a transaction is open, see its changes after its commit, and at once', async () => {
    await using database = await testDatabase()
    const { client } = database
    await client.executeMultiple(createCounters)
    const transaction = await client.transaction('write')
    await transaction.execute('UPDATE counters SET n = 7')
    expect((await client.execute('SELECT n FROM counters')).rows).toEqual([{ n: 0 }])
    expect((await transaction.execute('SELECT n FROM counters')).rows).toEqual([{ n: 7 }])
    await transaction.commit()
    expect((await client.execute('SELECT n FROM counters')).rows).toEqual([{ n: 7 }])
  })

  test('keep answering while one long statement writes', async () => {
    await using database = await testDatabase()
    const { client } = database
    await client.executeMultiple(createCounters)
    let writing = true
    const numbers = 'WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 400000)'
    const write = client.execute(`${numbers} INSERT INTO counters SELECT i, i FROM n`).finally(() => {
      writing = false
    })
    let reads = 0
    for (; writing; reads++) expect((await client.execute('SELECT count(*) AS n FROM counters')).rows[0]?.[0]).toBeOneOf([1, 400_000])
    await write
    expect(reads).toBeGreaterThan(5)
  })

  test('answer quick reads beside a slow one, whichever order they came in', async () => {
    await using database = await testDatabase()
    const { client } = database
    const slow = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) SELECT count(*) FROM n'
    let slowDone = false
    const heavy = client.execute(slow).then(() => {
      slowDone = true
    })
    const before = await Promise.all(
      Array.from({ length: 40 }, (_, n) => client.execute({ sql: 'SELECT ?', args: [n] }).then(() => slowDone)),
    )
    expect(before.filter(done => !done).length).toBeGreaterThanOrEqual(39)
    await heavy
  })

  test('a read that finds every reader busy with transactions is answered when one of them has room', async () => {
    await using database = await testDatabase({ readers: 1 })
    const { client } = database
    const slow = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT count(*) FROM n'
    const transaction = await client.transaction('read')
    const busy = transaction.execute(slow)
    await sleep(10)
    const { rows } = await client.execute('SELECT 1')
    expect(rows[0]?.[0]).toBe(1)
    await busy
    await transaction.commit()
  })

  test('a read transaction keeps its snapshot, takes no write lock and cannot write', async () => {
    await using database = await testDatabase({ readers: 1 })
    const { client } = database
    await client.executeMultiple(createCounters)
    const snapshots = await Promise.all(Array.from({ length: 6 }, () => client.transaction('read')))
    const counts = () => Promise.all(snapshots.map(async snapshot => (await snapshot.execute('SELECT n FROM counters')).rows[0]?.[0]))
    expect(await counts()).toEqual([0, 0, 0, 0, 0, 0])
    await client.execute('UPDATE counters SET n = 1')
    expect(await counts()).toEqual([0, 0, 0, 0, 0, 0])
    expect((await client.execute('SELECT n FROM counters')).rows).toEqual([{ n: 1 }])
    await expect(snapshots[0]?.execute('UPDATE counters SET n = 2')).rejects.toMatchObject({ code: 'SQLITE_READONLY' })
    await Promise.all(snapshots.map(snapshot => snapshot.commit()))
    expect((await client.batch(['SELECT n FROM counters'], 'read'))[0]?.rows).toEqual([{ n: 1 }])
  })
})

describe('limits', () => {
  test('a query beyond its limit is stopped while others go on', async () => {
    await using database = await testDatabase({ queryTimeoutMs: 400, readers: 2 })
    const { client } = database
    const endless = client.execute(endlessQuery).catch((error: unknown) => error)
    let answered = 0
    const stop = Date.now() + 300
    while (Date.now() < stop) answered += (await client.execute('SELECT 1')).rows.length
    expect(await endless).toMatchObject({ code: 'SPARKKIT_QUERY_TIMEOUT' })
    expect(answered).toBeGreaterThan(20)
    const streaming = client.execute('WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n')
    await expect(streaming).rejects.toMatchObject({ code: 'SPARKKIT_QUERY_TIMEOUT' })
    expect((await Promise.all([1, 2, 3].map(n => client.execute(`SELECT ${n} AS n`)))).map(result => result.rows[0]?.n)).toEqual([1, 2, 3])
    expect(database.workers.length).toBe(3)
  })

  test('a write beyond its limit is stopped and leaves nothing', async () => {
    await using database = await testDatabase({ queryTimeoutMs: 300 })
    const { client } = database
    await client.executeMultiple(createCounters)
    const endless = 'WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n) INSERT INTO counters SELECT i, i FROM n'
    await expect(client.execute(endless)).rejects.toMatchObject({ code: 'SPARKKIT_QUERY_TIMEOUT' })
    const transaction = await client.transaction('write')
    await transaction.execute('UPDATE counters SET n = 5')
    await expect(transaction.execute(endless)).rejects.toMatchObject({ code: 'SPARKKIT_QUERY_TIMEOUT' })
    await expect(transaction.commit()).rejects.toMatchObject({ code: 'TRANSACTION_CLOSED' })
    await client.execute('UPDATE counters SET n = n + 1')
    expect((await client.execute('SELECT id, n FROM counters')).rows).toEqual([{ id: 1, n: 1 }])
  })

  test('a transaction beyond its time is rolled back, says so, and the next one runs', async () => {
    await using database = await testDatabase({ transactionTimeoutMs: 150 })
    const { client } = database
    await client.executeMultiple(createCounters)
    const db = drizzle(client)
    const stuck = db.transaction(async tx => {
      await tx.update(counters).set({ n: 100 })
      // The mistake the limit is for: this waits for the very transaction it is called from.
      await db.update(counters).set({ n: 1 })
      await tx.update(counters).set({ n: 200 })
    })
    const next = client.execute('SELECT n FROM counters')
    await expect(stuck).rejects.toMatchObject({ cause: { code: 'SPARKKIT_TRANSACTION_TIMEOUT' } })
    await next
    expect((await client.execute('SELECT n FROM counters')).rows).toEqual([{ n: 1 }])
    const idle = await client.transaction('write')
    await sleep(250)
    expect(idle.closed).toBe(true)
    await expect(idle.commit()).rejects.toMatchObject({ code: 'SPARKKIT_TRANSACTION_TIMEOUT' })
    await idle.rollback()
  })
})
