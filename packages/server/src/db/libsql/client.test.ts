import { Buffer } from 'node:buffer'
import { eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/libsql'
import { blob, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { describe, expect, test } from 'vitest'
import { testDatabase } from './testing.ts'

const notes = sqliteTable('notes', {
  id: integer().primaryKey(),
  title: text().notNull(),
  done: integer({ mode: 'boolean' }).notNull().default(false),
  at: integer({ mode: 'timestamp_ms' }),
  bytes: blob({ mode: 'buffer' }),
})

const createNotes =
  'CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT NOT NULL UNIQUE, done INTEGER NOT NULL DEFAULT 0, at INTEGER, bytes BLOB)'

describe('drizzle on the embedded engine', () => {
  test('creates, reads, joins, updates and deletes rows', async () => {
    await using database = await testDatabase()
    const db = drizzle(database.client)
    await db.run(sql.raw(createNotes))
    const at = new Date(1_760_000_000_000)
    const created = await db
      .insert(notes)
      .values({ title: 'one', done: true, at, bytes: Buffer.from([1, 2, 3]) })
      .returning()
    expect(created).toEqual([{ id: 1, title: 'one', done: true, at, bytes: Buffer.from([1, 2, 3]) }])
    await db.insert(notes).values([{ title: 'two' }, { title: 'three' }])
    const same = await db.select({ a: notes.id, b: notes.id, title: notes.title }).from(notes).where(eq(notes.title, 'two'))
    expect(same).toEqual([{ a: 2, b: 2, title: 'two' }])
    const updated = await db.update(notes).set({ done: true }).where(eq(notes.done, false))
    expect(updated.rowsAffected).toBe(2)
    await db.delete(notes).where(eq(notes.id, 1))
    expect(await db.$count(notes)).toBe(2)
    expect(await db.all(sql`SELECT id, title FROM notes ORDER BY id`)).toEqual([
      { id: 2, title: 'two' },
      { id: 3, title: 'three' },
    ])
    expect(await db.get(sql`SELECT count(*) AS n FROM notes`)).toEqual({ n: 2 })
    const [all, one] = await db.batch([db.select().from(notes), db.select({ id: notes.id }).from(notes).orderBy(notes.id).limit(1)])
    expect([all.length, one]).toEqual([2, [{ id: 2 }]])
  })

  test('a nested transaction that throws takes only its own changes back', async () => {
    await using database = await testDatabase()
    const db = drizzle(database.client)
    await db.run(sql.raw(createNotes))
    await db.transaction(async tx => {
      await tx.insert(notes).values({ title: 'outer' })
      const inner = tx.transaction(async nested => {
        await nested.insert(notes).values({ title: 'inner' })
        throw new Error('inner fails')
      })
      await expect(inner).rejects.toThrow('inner fails')
      await tx.transaction(nested => nested.insert(notes).values({ title: 'second inner' }))
    })
    expect((await db.select().from(notes)).map(note => note.title)).toEqual(['outer', 'second inner'])
  })

  test('a transaction that throws leaves nothing and its error is the one thrown', async () => {
    await using database = await testDatabase()
    const db = drizzle(database.client)
    await db.run(sql.raw(createNotes))
    const failed = db.transaction(async tx => {
      await tx.insert(notes).values({ title: 'gone' })
      throw new Error('changed my mind')
    })
    await expect(failed).rejects.toThrow('changed my mind')
    expect(await db.$count(notes)).toBe(0)
    await expect(database.client.execute("INSERT INTO notes (title) VALUES ('a'), ('a')")).rejects.toMatchObject({
      code: 'SQLITE_CONSTRAINT',
      extendedCode: 'SQLITE_CONSTRAINT_UNIQUE',
    })
  })
})

describe('values', () => {
  test('bytes go in as any byte type and come out as an array buffer', async () => {
    await using database = await testDatabase()
    const pooled = Buffer.from('abc')
    for (const bytes of [pooled, new Uint8Array([97, 98, 99]), new Uint8Array([97, 98, 99]).buffer]) {
      const { rows } = await database.client.execute({ sql: 'SELECT ?, typeof(?)', args: [bytes, bytes] })
      expect(rows[0]?.[0]).toBeInstanceOf(ArrayBuffer)
      expect(Buffer.from(rows[0]?.[0] as ArrayBuffer).toString()).toBe('abc')
      expect(rows[0]?.[1]).toBe('blob')
    }
    const empty = await database.client.execute({ sql: 'SELECT ?', args: [new Uint8Array(0)] })
    expect(empty.rows[0]?.[0]).toEqual(new ArrayBuffer(0))
  })

  test('integers are bound as integers, fractions as reals, booleans as 0 and 1, dates as milliseconds', async () => {
    await using database = await testDatabase()
    const { rows } = await database.client.execute({
      sql: 'SELECT json_array(?, ?, ?, ?), typeof(?), typeof(?)',
      args: [5, 1.5, true, new Date(7), 5, 2 ** 60 + 0.5],
    })
    expect([...Array.from({ length: 3 }, (_, i) => rows[0]?.[i])]).toEqual(['[5,1.5,1,7]', 'integer', 'real'])
  })

  test('an integer beyond 2^53 is a RangeError, read or returned; a large real is not', async () => {
    await using database = await testDatabase()
    const { client } = database
    await client.execute('CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER)')
    await expect(client.execute('SELECT 9007199254740993')).rejects.toThrow(RangeError)
    await expect(client.execute({ sql: 'INSERT INTO t (n) VALUES (?) RETURNING n', args: [2n ** 60n] })).rejects.toThrow(/2\^53/)
    expect((await client.execute('SELECT count(*) FROM t')).rows[0]?.[0]).toBe(0)
    expect((await client.execute('SELECT 1e300, 9007199254740991')).rows[0]).toMatchObject({ 0: 1e300, 1: 9007199254740991 })
    const kept = await client.execute({ sql: 'INSERT INTO t (id) VALUES (?)', args: [2n ** 60n + 1n] })
    expect(kept.lastInsertRowid).toBe(2n ** 60n + 1n)
    expect((await client.execute('SELECT CAST(id AS TEXT) AS id FROM t')).rows).toEqual([{ id: '1152921504606846977' }])
  })

  test.each([
    ['undefined', undefined, TypeError],
    ['NaN', Number.NaN, RangeError],
    ['a bigint beyond 64 bits', 2n ** 63n, RangeError],
    ['a NUL character', 'a\0b', RangeError],
    ['an invalid date', new Date(Number.NaN), RangeError],
    ['an object', {}, TypeError],
  ])('%s cannot be bound', async (_, value, type) => {
    await using database = await testDatabase()
    await expect(database.client.execute({ sql: 'SELECT ?', args: [value as never] })).rejects.toThrow(type)
  })

  test('lone surrogates become U+FFFD, in text and inside JSON, where the driver would end the process', async () => {
    await using database = await testDatabase()
    const words = ['a\ud800b', 'c\udc00', '\ud83d\ude00', '\\ud800', 'x\n"y']
    const { rows } = await database.client.execute({ sql: 'SELECT value FROM json_each(?)', args: [JSON.stringify(words)] })
    expect(rows.map(row => row.value)).toEqual(words.map(word => word.toWellFormed()))
    const plain = await database.client.execute({ sql: 'SELECT ?', args: ['a\ud800b'] })
    expect(plain.rows[0]?.[0]).toBe('a\ufffdb')
  })

  test('named arguments work with any prefix, and a missing argument is null, not the last call’s value', async () => {
    await using database = await testDatabase()
    const named = await database.client.execute({ sql: 'SELECT :a, $b, @c', args: { ':a': 1, b: 2, '@c': 3 } })
    expect(named.rows[0]).toMatchObject({ 0: 1, 1: 2, 2: 3 })
    for (const args of [[1, 2], [3], []]) {
      const { rows } = await database.client.execute({ sql: 'SELECT ?1 AS a, ?2 AS b', args })
      expect(rows).toEqual([{ a: args[0] ?? null, b: args[1] ?? null }])
    }
  })
})

describe('results', () => {
  test('rows answer by index, by name and by length; equal names keep the first', async () => {
    await using database = await testDatabase()
    const result = await database.client.execute('SELECT 1 AS a, 2 AS b, 3 AS a, 4 AS "7", 5 AS length, 6 AS __proto__')
    const row = result.rows[0]
    expect(Object.entries(row ?? {})).toEqual([
      ['7', 4],
      ['a', 1],
      ['b', 2],
      ['__proto__', 6],
    ])
    expect(Array.prototype.slice.call(row)).toEqual([1, 2, 3, 4, 5, 6])
    expect(row?.length).toBe(6)
    expect(JSON.parse(JSON.stringify(result))).toMatchObject({ rows: [[1, 2, 3, 4, 5, 6]] })
  })

  test('columns, their types, affected rows and the last rowid are told, also with RETURNING', async () => {
    await using database = await testDatabase()
    const { client } = database
    await client.execute('CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)')
    for (const round of [1, 2, 3, 4]) {
      const inserted = await client.execute({
        sql: 'INSERT INTO t (name) VALUES (?), (?) RETURNING id, upper(name) AS up',
        args: ['a', 'b'],
      })
      expect(inserted).toMatchObject({
        columns: ['id', 'up'],
        columnTypes: ['INTEGER', ''],
        rowsAffected: 2,
        lastInsertRowid: BigInt(round * 2),
      })
    }
    expect((await client.execute("UPDATE t SET name = 'x' WHERE id > 6 RETURNING id")).rowsAffected).toBe(2)
    expect((await client.execute("UPDATE t SET name = 'x' WHERE id > 600 RETURNING id")).rowsAffected).toBe(0)
    expect((await client.execute('PRAGMA user_version')).rowsAffected).toBe(0)
    expect((await client.execute('DELETE FROM t')).rowsAffected).toBe(8)
  })

  test('SELECT * follows a schema change', async () => {
    await using database = await testDatabase()
    const { client } = database
    await client.executeMultiple('CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 2)')
    for (let i = 0; i < 6; i++) expect((await client.execute('SELECT * FROM t')).columns).toEqual(['a', 'b'])
    await client.execute('ALTER TABLE t RENAME COLUMN b TO c')
    for (let i = 0; i < 6; i++) expect((await client.execute('SELECT * FROM t')).columns).toEqual(['a', 'c'])
    await client.batch(['ALTER TABLE t ADD COLUMN d'], 'write')
    for (let i = 0; i < 6; i++) expect((await client.execute('SELECT * FROM t')).rows).toEqual([{ a: 1, c: 2, d: null }])
  })

  test('a result of many rows comes whole, first run and later runs alike', async () => {
    await using database = await testDatabase()
    for (let i = 0; i < 5; i++) {
      const { rows } = await database.client.execute(
        'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1234) SELECT i FROM n',
      )
      expect(rows.map(row => row[0])).toEqual(Array.from({ length: 1234 }, (_, index) => index + 1))
    }
  })
})

describe('batches', () => {
  test('a batch is all or nothing and names the statement that failed', async () => {
    await using database = await testDatabase()
    const { client } = database
    await client.execute('CREATE TABLE t (id INTEGER PRIMARY KEY)')
    const failing = client.batch(['INSERT INTO t VALUES (1)', { sql: 'INSERT INTO t VALUES (?)', args: [1] }], 'write')
    await expect(failing).rejects.toMatchObject({ statementIndex: 1, code: 'SQLITE_CONSTRAINT' })
    const [inserted, read] = await client.batch([['INSERT INTO t VALUES (?)', [7]], 'SELECT id FROM t'], 'write')
    expect([inserted?.rowsAffected, read?.rows]).toEqual([1, [{ id: 7 }]])
    await expect(client.batch(['BEGIN', 'SELECT 1'])).rejects.toMatchObject({ code: 'SPARKKIT_TRANSACTION_CONTROL' })
  })

  test('a migration may rebuild a referenced table, and one that orphans rows is rolled back', async () => {
    await using database = await testDatabase()
    const { client } = database
    await client.executeMultiple(
      'CREATE TABLE p (id INTEGER PRIMARY KEY); CREATE TABLE c (p INTEGER REFERENCES p (id) ON DELETE CASCADE); INSERT INTO p VALUES (1); INSERT INTO c VALUES (1)',
    )
    await client.migrate([
      'CREATE TABLE p2 (id INTEGER PRIMARY KEY, n)',
      'INSERT INTO p2 (id) SELECT id FROM p',
      'DROP TABLE p',
      'ALTER TABLE p2 RENAME TO p',
    ])
    expect((await client.execute('SELECT count(*) AS n FROM c')).rows).toEqual([{ n: 1 }])
    await expect(client.migrate(['DELETE FROM p'])).rejects.toMatchObject({ extendedCode: 'SQLITE_CONSTRAINT_FOREIGNKEY' })
    expect((await client.execute('SELECT count(*) AS n FROM p')).rows).toEqual([{ n: 1 }])
    expect((await client.execute('PRAGMA foreign_keys')).rows[0]?.[0]).toBe(1)
  })

  test('transaction control outside a transaction is refused, and a script that leaves one open is rolled back', async () => {
    await using database = await testDatabase()
    const { client } = database
    await client.execute('CREATE TABLE t (id INTEGER PRIMARY KEY)')
    await expect(client.execute('BEGIN')).rejects.toMatchObject({ code: 'SPARKKIT_TRANSACTION_CONTROL' })
    await expect(client.executeMultiple('BEGIN; INSERT INTO t VALUES (1)')).rejects.toMatchObject({ code: 'SPARKKIT_TRANSACTION_CONTROL' })
    await client.executeMultiple('BEGIN; INSERT INTO t VALUES (2); COMMIT')
    expect((await client.execute('SELECT id FROM t')).rows).toEqual([{ id: 2 }])
  })
})
