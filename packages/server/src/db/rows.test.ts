import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestKit } from '../testing/index.ts'
import { onEveryEngine } from '../testing/on-every-engine.ts'
import { insertRows, updateRows } from './rows.ts'

const TEXTS = [
  '',
  ' ',
  'it\'s "quoted"',
  'back\\slash \\u0041 \\n',
  'line\r\nbreak\ttab',
  '日本 🧴 👩‍🔬 مرطب',
  '%_$1 :x ? {a}',
  'null',
  'true',
  '1e3',
  '{"a":1}',
]

onEveryEngine('rows', createKit => {
  let kit: TestKit
  beforeAll(async () => {
    kit = await createKit()
  })
  afterAll(() => kit.close())

  const creators = () => kit.kit.services.engine.tables.creators
  const find = async (id: string) => {
    const { db } = kit.kit.services.engine
    const [row] = await db.select().from(creators()).where(eq(creators().id, id))
    return row
  }
  const row = (id: string, more: object = {}) => ({
    workspaceNo: 1,
    id,
    platform: 'tiktok' as const,
    platformUserId: null,
    handle: null,
    displayName: null,
    doNotContact: false,
    externalId: null,
    metadata: {},
    erasedAt: null,
    createdAt: 0,
    updatedAt: 0,
    ...more,
  })

  test('come back as they were put in: texts, integers, flags, JSON and nulls', async () => {
    const { engine } = kit.kit.services
    const rows = TEXTS.map((text, index) =>
      row(`text-${index}`, {
        displayName: text,
        doNotContact: index % 2 === 0,
        metadata: { [text]: text },
        createdAt: Number.MAX_SAFE_INTEGER - index,
      }),
    )
    await insertRows(engine, creators(), rows)
    for (const each of rows) expect(await find(each.id)).toEqual(each)
  })

  test('keep their values apart when many are changed in one statement', async () => {
    const { engine } = kit.kit.services
    await insertRows(engine, creators(), [row('a'), row('b', { displayName: 'b' }), row('c', { displayName: 'c' })])
    const changes = [
      { workspaceNo: 1, id: 'a', displayName: 'A', doNotContact: true, metadata: { x: '1' }, updatedAt: -5 },
      { workspaceNo: 1, id: 'b', displayName: null, doNotContact: false, metadata: {}, updatedAt: 7 },
      { workspaceNo: 2, id: 'c', displayName: 'not here', doNotContact: true, metadata: {}, updatedAt: 9 },
    ]
    await updateRows(engine, creators(), { by: ['workspaceNo', 'id'], rows: changes })
    expect(await find('a')).toEqual(row('a', changes[0]))
    expect(await find('b')).toEqual(row('b', changes[1]))
    expect(await find('c')).toEqual(row('c', { displayName: 'c' }))
  })

  test('that exist already do as the conflict clause says', async () => {
    const { engine } = kit.kit.services
    await insertRows(engine, creators(), [row('twice', { displayName: 'first' })])
    const conflict = sql`ON CONFLICT (workspace_no, id) DO NOTHING`
    await insertRows(engine, creators(), { rows: [row('twice', { displayName: 'second' }), row('once')], conflict })
    expect((await find('twice'))?.displayName).toBe('first')
    expect(await find('once')).toBeDefined()
    await expect(insertRows(engine, creators(), [row('new'), row('twice')])).rejects.toThrow()
    expect(await find('new'), 'a statement that fails leaves nothing').toBeUndefined()
  })

  test('of thousands are one statement', async () => {
    const { engine } = kit.kit.services
    await insertRows(
      engine,
      creators(),
      Array.from({ length: 5000 }, (_, index) => row(`many-${index}`, { handle: 'many' })),
    )
    expect(await engine.db.$count(creators(), eq(creators().handle, 'many'))).toBe(5000)
  })

  test('none are no statement', async () => {
    await insertRows(kit.kit.services.engine, creators(), [])
    await updateRows(kit.kit.services.engine, creators(), { by: ['id'], rows: [] })
  })

  test('lose what no text may hold: NUL, and half a surrogate pair', async () => {
    await insertRows(kit.kit.services.engine, creators(), [row('odd', { displayName: 'a\0b\ud83dc' })])
    expect((await find('odd'))?.displayName).toBe('ab\ufffdc')
  })

  test('counted or added up by hand-written SQL are numbers', async () => {
    const { db, dialect } = kit.kit.services.engine
    const [sum] = await dialect.all<{ n: number; last: number; none: number | null }>(
      db,
      sql`SELECT count(*) AS n, max(created_at) AS last, max(CASE WHEN id = 'nobody' THEN created_at END) AS none FROM creators WHERE id LIKE 'text-%'`,
    )
    expect(sum).toEqual({ n: TEXTS.length, last: Number.MAX_SAFE_INTEGER, none: null })
  })
})
