import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openEmbedded } from './client.ts'
import { endlessQuery, firstLine, full, openHandles, runScript, sleep, testDatabase } from './testing.ts'

describe('closing', () => {
  test('lets statements under way finish, refuses what comes later, and leaves no handle and no log file', async () => {
    await using database = await testDatabase()
    const { client, path } = database
    await client.execute('CREATE TABLE t (n)')
    const transaction = await client.transaction('write')
    await transaction.execute('INSERT INTO t VALUES (1)')
    const waiting = client.execute('INSERT INTO t VALUES (2)')
    const reading = Promise.all(Array.from({ length: 20 }, () => client.execute('SELECT count(*) AS n FROM t')))
    const closing = client.closeAndWait()
    await expect(waiting).rejects.toMatchObject({ code: 'CLIENT_CLOSED' })
    expect((await reading).map(({ rows }) => rows)).toEqual(Array.from({ length: 20 }, () => [{ n: 0 }]))
    await closing
    expect(client.closed).toBe(true)
    await expect(client.execute('SELECT 1')).rejects.toMatchObject({ code: 'CLIENT_CLOSED' })
    await expect(client.transaction()).rejects.toMatchObject({ code: 'CLIENT_CLOSED' })
    await expect(transaction.commit()).rejects.toMatchObject({ code: 'CLIENT_CLOSED' })
    expect(await openHandles(path)).toEqual([])
    expect([existsSync(path), existsSync(`${path}-wal`), existsSync(`${path}-shm`)]).toEqual([true, false, false])
  })

  test('close() stops a query that would never end', async () => {
    await using database = await testDatabase()
    const endless = database.client.execute(endlessQuery).catch((error: unknown) => error)
    await sleep(50)
    database.client.close()
    expect(await endless).toMatchObject({ code: 'SQLITE_INTERRUPT' })
    await database.client.closeAndWait()
    expect(await openHandles(database.path)).toEqual([])
  })

  test('opening and closing many times leaves no handles behind', async () => {
    await using database = await testDatabase()
    await database.client.closeAndWait()
    for (let i = 0; i < (full ? 200 : 5); i++) {
      const client = await openEmbedded({ path: database.path, readers: 1 })
      await client.batch(['CREATE TABLE IF NOT EXISTS t (n)', 'INSERT INTO t VALUES (1)'], 'write')
      await client.closeAndWait()
    }
    expect(await openHandles(database.path)).toEqual([])
  })

  test.each([
    ['closed', 'await client.closeAndWait()'],
    ['closed without waiting', 'client.close()'],
    ['never closed', ''],
    ['left with an open transaction', "await client.transaction('write')"],
    [
      'in the middle of a query at process.exit()',
      `client.execute('${endlessQuery}').catch(() => {}); setTimeout(() => process.exit(0), 50)`,
    ],
    ['in the middle of its start at process.exit()', 'openEmbedded({ path: process.argv[1] }); setTimeout(() => process.exit(0), 10)'],
  ])('a script whose client is %s ends by itself', async (_, last) => {
    await using database = await testDatabase()
    const script = `
      const { openEmbedded } = await import('./index.ts')
      const client = await openEmbedded({ path: process.argv[1] })
      await client.execute('CREATE TABLE t (n)')
      await Promise.all([1, 2, 3].map(n => client.execute({ sql: 'INSERT INTO t VALUES (?)', args: [n] })))
      ${last}
    `
    const { ended } = runScript(script, [database.path])
    expect(await Promise.race([ended, sleep(30_000)])).toBe(0)
    expect((await database.client.execute('SELECT count(*) AS n FROM t')).rows).toEqual([{ n: 3 }])
  })
})

test('a backup is whole and consistent while writes go on', async () => {
  await using database = await testDatabase()
  const { client, path } = database
  await client.executeMultiple('CREATE TABLE a (n INTEGER PRIMARY KEY); CREATE TABLE b (n INTEGER PRIMARY KEY)')
  let writing = true
  const write = async (): Promise<number> => {
    let n = 0
    while (writing) {
      await client.batch([`INSERT INTO a VALUES (${++n})`, `INSERT INTO b VALUES (${n})`], 'write')
    }
    return n
  }
  const written = write()
  await sleep(50)
  await client.backup(`${path}.copy`)
  expect((await stat(`${path}.copy`)).mode & 0o777, 'for its owner only').toBe(0o600)
  writing = false
  const total = await written
  await expect(client.backup(`${path}.copy`)).rejects.toThrow(/already exists/)
  const copy = await openEmbedded({ path: `${path}.copy`, readers: 1 })
  const { rows } = await copy.execute('SELECT (SELECT count(*) FROM a) AS a, (SELECT count(*) FROM b) AS b')
  await copy.closeAndWait()
  expect(rows[0]?.a).toBe(rows[0]?.b)
  expect(rows[0]?.a).toBeGreaterThan(0)
  expect(rows[0]?.a).toBeLessThanOrEqual(total)
})

test('a backup that fails leaves nothing that could be taken for one', async () => {
  await using database = await testDatabase()
  const { client, path } = database
  await client.executeMultiple('CREATE TABLE a (n); CREATE INDEX a_n ON a (n)')
  await client.execute('WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 50000) INSERT INTO a SELECT n FROM r')
  await client.execute('PRAGMA wal_checkpoint(TRUNCATE)')
  const file = await open(path, 'r+')
  await file.write(randomBytes(200_000), 0, 200_000, 100_000)
  await file.close()
  await expect(client.backup(`${path}.copy`)).rejects.toThrow(/malformed/)
  expect((await readdir(dirname(path))).filter(name => /copy|partial/.test(name))).toEqual([])
})

test('memory stays flat over many statements', { timeout: 300_000 }, async () => {
  const statements = full ? 1_000_000 : 100_000
  const script = `
    const { openEmbedded } = await import('./index.ts')
    const client = await openEmbedded({ path: process.argv[1] })
    await client.executeMultiple("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t VALUES (1, 'x')")
    const some = async count => {
      const one = async () => {
        for (let i = 0; i < count / 8; i++) await client.execute({ sql: 'SELECT id, a FROM t WHERE id = ?', args: [1] })
      }
      await Promise.all(Array.from({ length: 8 }, one))
      return process.memoryUsage.rss()
    }
    const before = await some(${statements / 2})
    const after = await some(${statements})
    console.log((after / before).toFixed(3))
    await client.closeAndWait()
  `
  await using database = await testDatabase()
  const { lines } = runScript(script, [database.path])
  expect(Number(await firstLine(lines))).toBeLessThan(1.25)
})
