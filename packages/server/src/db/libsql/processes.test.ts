import { describe, expect, test } from 'vitest'
import { firstLine, runScript, testDatabase } from './testing.ts'

const createCounters = 'CREATE TABLE counters (id INTEGER PRIMARY KEY, n INTEGER NOT NULL); INSERT INTO counters VALUES (1, 0)'

const lockHolder = `
  import Database from 'libsql'
  const db = new Database(process.argv[1])
  db.exec('BEGIN IMMEDIATE')
  db.exec('UPDATE counters SET n = n + 1')
  console.log('locked')
  setTimeout(() => { db.exec('COMMIT'); process.exit() }, Number(process.argv[2]))
`

describe('a second process on the file', () => {
  test('that holds the write lock for 3 s delays writes and loses none, while reads go on', async () => {
    await using database = await testDatabase()
    const { client } = database
    await client.executeMultiple(createCounters)
    const { lines, ended } = runScript(lockHolder, [database.path, '3000'])
    await firstLine(lines)
    const started = Date.now()
    const writes = Promise.all(Array.from({ length: 50 }, () => client.execute('UPDATE counters SET n = n + 1')))
    const transaction = client.transaction('write').then(async tx => {
      await tx.execute('UPDATE counters SET n = n + 1')
      await tx.commit()
    })
    expect((await client.execute('SELECT n FROM counters')).rows).toEqual([{ n: 0 }])
    expect(Date.now() - started).toBeLessThan(1500)
    await Promise.all([writes, transaction, ended])
    expect((await client.execute('SELECT n FROM counters')).rows).toEqual([{ n: 52 }])
  })

  test('that writes through an engine of its own loses no update and meets no busy error', async () => {
    await using database = await testDatabase()
    const { client } = database
    await client.executeMultiple(createCounters)
    const script = `
      const { openEmbedded } = await import('./index.ts')
      const client = await openEmbedded({ path: process.argv[1], readers: 1 })
      console.log('ready')
      const increment = async () => {
        const tx = await client.transaction('write')
        await tx.execute('UPDATE counters SET n = n + 1')
        await tx.commit()
      }
      await Promise.all(Array.from({ length: 150 }, increment))
      await client.closeAndWait()
    `
    const { lines, ended } = runScript(script, [database.path])
    await firstLine(lines)
    for (let i = 0; i < 150; i++) await client.execute('UPDATE counters SET n = n + 1')
    expect(await ended).toBe(0)
    expect((await client.execute('SELECT n FROM counters')).rows).toEqual([{ n: 300 }])
  })

  test('that holds it too long makes writes fail as busy, and the connection works again afterwards', async () => {
    await using database = await testDatabase({ busyTimeoutMs: 100 })
    const { client } = database
    await client.executeMultiple(createCounters)
    const { lines, ended } = runScript(lockHolder, [database.path, '700'])
    await firstLine(lines)
    await expect(client.execute('UPDATE counters SET n = 9')).rejects.toMatchObject({ code: 'SQLITE_BUSY' })
    await expect(client.batch(['UPDATE counters SET n = 9'], 'write')).rejects.toMatchObject({ code: 'SQLITE_BUSY' })
    await expect(client.transaction('write')).rejects.toMatchObject({ code: 'SQLITE_BUSY' })
    await expect(client.execute('PRAGMA user_version = 3')).rejects.toMatchObject({ code: 'SQLITE_BUSY' })
    await ended
    for (let i = 0; i < 20; i++) await client.batch(['UPDATE counters SET n = n + 1', 'SELECT 1'], 'write')
    expect((await client.execute('SELECT n FROM counters')).rows).toEqual([{ n: 21 }])
  })
})
