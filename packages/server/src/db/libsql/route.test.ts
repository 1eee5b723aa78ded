import { describe, expect, test } from 'vitest'
import { canBeGrouped, canBeWrapped, changesSchema, routeOf } from './route.ts'

describe('a statement that stands alone', () => {
  test.each([
    'SELECT 1',
    '  select * from t',
    '-- a note\nSELECT 1',
    '/* insert */ SELECT 1',
    ';SELECT 1',
    'VALUES (1), (2)',
    'EXPLAIN QUERY PLAN DELETE FROM t',
    'WITH a AS (SELECT 1) SELECT * FROM a',
    'WITH RECURSIVE a(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM a) SELECT * FROM a',
    "WITH a AS (SELECT 'delete') SELECT replace(x, 'a', 'b') FROM a",
    'WITH "insert" AS (SELECT 1) SELECT * FROM "insert"',
    'with [update] as (select 1) values (1)',
    "WITH a AS (SELECT ')') SELECT 1",
    'WITH a AS (SELECT 1) -- insert\n SELECT 1',
    "SELECT 'insert into t returning id'",
  ])('reads: %s', sql => {
    expect(routeOf(sql)).toBe('reader')
  })

  test.each([
    'INSERT INTO t VALUES (1) RETURNING id',
    'UPDATE t SET a = 1',
    'DELETE FROM t',
    'REPLACE INTO t VALUES (1)',
    'WITH a AS (SELECT 1) INSERT INTO t SELECT * FROM a',
    'WITH a AS (SELECT 1), b(x) AS (SELECT 2) UPDATE t SET a = 1 RETURNING *',
    'WITH a AS (SELECT 1) DELETE FROM t',
    "WITH a AS (SELECT '(') /* ( */ DELETE FROM t",
    'CREATE TABLE t (a)',
    'PRAGMA user_version',
    'VACUUM',
    'ATTACH ? AS other',
    'SELECT last_insert_rowid()',
    'SELECT changes ()',
    'selec 1',
    '',
  ])('goes to the writer: %s', sql => {
    expect(routeOf(sql)).toBe('writer')
  })

  test.each(['BEGIN', 'begin immediate', 'COMMIT', 'END', 'ROLLBACK', 'ROLLBACK TO a', 'SAVEPOINT a', 'RELEASE a'])(
    'is refused: %s',
    sql => {
      expect(routeOf(sql)).toBe('refused')
    },
  )
})

test('only statements that SQLite allows inside a transaction are wrapped in one', () => {
  expect(['INSERT INTO t VALUES (1)', 'CREATE INDEX i ON t (a)', 'DROP TABLE t'].every(canBeWrapped)).toBe(true)
  expect(['VACUUM', 'PRAGMA foreign_keys = OFF', 'ATTACH ? AS a', 'DETACH a'].some(canBeWrapped)).toBe(false)
})

test('only row changes share a commit, and only schema changes drop prepared statements', () => {
  expect(canBeGrouped('insert into t values (1)')).toBe(true)
  expect(canBeGrouped('CREATE TABLE t (a)')).toBe(false)
  expect(changesSchema('ALTER TABLE t ADD b')).toBe(true)
  expect(changesSchema('UPDATE t SET a = 1')).toBe(false)
})
