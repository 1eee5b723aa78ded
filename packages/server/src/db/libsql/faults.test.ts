import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openEmbedded } from './client.ts'
import { endlessQuery, full, openHandles, runScript, sleep, testDatabase } from './testing.ts'

const createNumbers = 'CREATE TABLE numbers (n INTEGER PRIMARY KEY)'

describe('a worker thread that dies', () => {
  test('in the middle of a transaction leaves nothing of it, and the next one runs', async () => {
    await using database = await testDatabase()
    const { client, workers } = database
    await client.execute(createNumbers)
    const transaction = await client.transaction('write')
    await transaction.execute('INSERT INTO numbers VALUES (1)')
    const waiting = client.execute('INSERT INTO numbers VALUES (2)')
    await workers[0]?.terminate()
    await expect(transaction.execute('INSERT INTO numbers VALUES (3)')).rejects.toMatchObject({ code: 'TRANSACTION_CLOSED' })
    await transaction.rollback()
    await waiting
    expect((await client.execute('SELECT n FROM numbers')).rows).toEqual([{ n: 2 }])
  })

  test('in the middle of a query fails that query; what waited behind it is carried out by its successor', async () => {
    await using database = await testDatabase({ readers: 1 })
    const { client, workers } = database
    const endless = client.execute(endlessQuery).catch((error: unknown) => error)
    const behind = client.execute('SELECT 1 AS one')
    await sleep(50)
    await workers[1]?.terminate()
    expect(await endless).toMatchObject({
      code: 'SPARKKIT_WORKER_RESTARTED',
      message: expect.stringContaining('nothing of it was applied'),
    })
    expect((await behind).rows).toEqual([{ one: 1 }])
    expect(workers.length).toBe(3)
  })

  test('and does not answer at all is left behind: its call fails, the calls after it do not', async () => {
    await using database = await testDatabase({ readers: 1, queryTimeoutMs: 100, busyTimeoutMs: 10 })
    const { client } = database
    const sql = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT count(*) FROM n'
    // A statement known to be quick runs where nothing can interrupt it.
    for (let i = 0; i < 4; i++) await client.execute({ sql, args: [10] })
    const stuck = client.execute({ sql, args: [30_000_000] }).catch((error: unknown) => error)
    const behind = client.execute('SELECT 1 AS one')
    expect(await stuck).toMatchObject({ code: 'SPARKKIT_QUERY_TIMEOUT' })
    expect((await behind).rows).toEqual([{ one: 1 }])
    await Promise.all(database.workers.slice(1).map(worker => worker.terminate()))
  })

  test('at random moments under load keeps what was acknowledged and never applies half a batch', async () => {
    await using database = await testDatabase()
    const { client, workers } = database
    await client.execute('CREATE TABLE pairs (n INTEGER PRIMARY KEY, twin INTEGER NOT NULL)')
    const acknowledged: number[] = []
    const codes = new Set<unknown>()
    let n = 0
    let busy = true
    const write = async (): Promise<void> => {
      while (busy) {
        const mine = ++n * 2
        const sql = 'INSERT INTO pairs VALUES (?, ?)'
        await client
          .batch(
            [
              [sql, [mine, mine + 1]],
              [sql, [mine + 1, mine]],
            ],
            'write',
          )
          .then(
            () => acknowledged.push(mine),
            (error: { code?: unknown }) => codes.add(error.code),
          )
      }
    }
    const writers = Array.from({ length: 8 }, write)
    for (let kill = 0; kill < (full ? 40 : 5); kill++) {
      const before = acknowledged.length
      while (acknowledged.length === before) await sleep(5)
      await sleep(100 * Math.random())
      await workers
        .filter(worker => worker.threadId > 0 && worker.threadName === 'sparkkit-libsql-writer')
        .at(-1)
        ?.terminate()
    }
    busy = false
    await Promise.all(writers)
    const { rows } = await client.execute('SELECT n FROM pairs')
    const present = new Set(rows.map(row => row[0]))
    expect(acknowledged.filter(value => !present.has(value))).toEqual([])
    expect((await client.execute('SELECT count(*) FROM pairs WHERE twin NOT IN (SELECT n FROM pairs)')).rows[0]?.[0]).toBe(0)
    expect([...codes].filter(code => code !== 'SPARKKIT_WORKER_RESTARTED')).toEqual([])
  })
})

describe('a file that cannot serve', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sparkkit-faults-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  test.each([
    ['another kind of file', async (path: string) => writeFile(path, 'not a database '.repeat(500)), 'SQLITE_NOTADB'],
    ['a folder', async (path: string) => void (await mkdir(path)), 'SQLITE_CANTOPEN'],
  ])('%s is refused with the code of SQLite', async (name, make, code) => {
    const path = join(folder, name.replaceAll(' ', '-'))
    await make(path)
    await expect(openEmbedded({ path })).rejects.toMatchObject({ name: 'LibsqlError', code })
    expect(await openHandles(path)).toEqual([])
  })

  test('a database in memory is refused', async () => {
    await expect(openEmbedded({ path: ':memory:' })).rejects.toMatchObject({ code: 'SPARKKIT_UNSUPPORTED' })
  })

  test('a folder that is not there is refused', async () => {
    await expect(openEmbedded({ path: join(folder, 'missing', 'x.db') })).rejects.toMatchObject({ code: 'SQLITE_CANTOPEN' })
  })

  test.skipIf(process.getuid?.() === 0)('a read-only folder is refused', async () => {
    const path = join(folder, 'read-only')
    await mkdir(path)
    await chmod(path, 0o500)
    await expect(openEmbedded({ path: join(path, 'x.db') })).rejects.toMatchObject({ code: 'SQLITE_CANTOPEN' })
  })

  test('a torn page is reported by the query that meets it, and the rest still answers', async () => {
    const path = join(folder, 'torn.db')
    const first = await openEmbedded({ path })
    await first.executeMultiple(`CREATE TABLE good (a); CREATE TABLE bad (a TEXT);
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) INSERT INTO bad SELECT printf('%0100d', i) FROM n`)
    await first.closeAndWait()
    const bytes = await readFile(path)
    bytes.fill(0xff, 4096 * 5, 4096 * 20)
    await writeFile(path, bytes)
    const client = await openEmbedded({ path })
    await expect(client.execute('SELECT sum(length(a)) FROM bad')).rejects.toMatchObject({ code: 'SQLITE_CORRUPT' })
    expect((await client.execute('SELECT count(*) AS n FROM good')).rows).toEqual([{ n: 0 }])
    await client.closeAndWait()
  })

  test('a full disk fails the write, ends its transaction, and writes go on once there is room', async () => {
    await using database = await testDatabase()
    const { client } = database
    await client.execute('CREATE TABLE t (a BLOB)')
    await client.execute('PRAGMA max_page_count = 40')
    const big = { sql: 'INSERT INTO t VALUES (zeroblob(500000))' }
    await expect(client.execute(big)).rejects.toMatchObject({ code: 'SQLITE_FULL' })
    const transaction = await client.transaction('write')
    await transaction.execute('INSERT INTO t VALUES (1)')
    await expect(transaction.execute(big)).rejects.toMatchObject({ code: 'SQLITE_FULL' })
    await transaction.rollback()
    await client.execute('PRAGMA max_page_count = 4000')
    await client.execute(big)
    expect((await client.execute('SELECT count(*) AS n FROM t')).rows).toEqual([{ n: 1 }])
  })
})

const acknowledgingWriter = `
  const { openEmbedded } = await import('./index.ts')
  const client = await openEmbedded({ path: process.argv[1] })
  let n = Number(process.argv[2])
  const one = async () => {
    for (;;) {
      const mine = n++
      if (mine % 3) await client.execute({ sql: 'INSERT INTO numbers VALUES (?)', args: [mine] })
      else {
        const tx = await client.transaction('write')
        await tx.execute({ sql: 'INSERT INTO numbers VALUES (?)', args: [mine] })
        await tx.commit()
      }
      process.stdout.write(mine + '\\n')
    }
  }
  await Promise.all([one(), one(), one(), one()])
`

test('kill -9 at random moments loses no acknowledged write and leaves the file intact', { timeout: 300_000 }, async () => {
  await using database = await testDatabase()
  const { client, path } = database
  await client.execute(createNumbers)
  const acknowledged: number[] = []
  const rounds = full ? 40 : 3
  for (let round = 0; round < rounds; round++) {
    const { child, lines, ended } = runScript(acknowledgingWriter, [path, String(round * 1_000_000)])
    const earlier = acknowledged.length
    for await (const line of lines) {
      if (acknowledged.push(Number(line)) === earlier + 1) setTimeout(() => child.kill('SIGKILL'), 30 + 200 * Math.random())
    }
    await ended
    const { rows } = await client.execute({
      sql: 'SELECT count(*) FROM numbers WHERE n IN (SELECT value FROM json_each(?))',
      args: [JSON.stringify(acknowledged)],
    })
    expect(rows[0]?.[0]).toBe(acknowledged.length)
    expect((await client.execute('PRAGMA integrity_check')).rows[0]?.[0]).toBe('ok')
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(rounds)
})
