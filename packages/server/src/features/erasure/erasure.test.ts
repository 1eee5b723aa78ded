import { readFile } from 'node:fs/promises'
import { getTableName } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newKeyRingKey } from '../../security/key-ring.ts'
import { rotateKeys } from '../../security/rotate-keys.ts'
import { TEST_KEY_RING, type TestKit, type TestTenant } from '../../testing/index.ts'
import { onEveryEngine } from '../../testing/on-every-engine.ts'
import { ask, creator, eventsOf, ingest, sparkCode, tiktokId } from '../../testing/scenario.ts'
import { drawJpeg, type PictureServer, servePictures } from '../thumbnails/testing.ts'
import { createReceiver, type Receiver } from '../webhooks/testing.ts'
import { erasureTask } from './task.ts'

const START = Date.parse('2026-03-01T12:00:00Z')
const POSTS = 120
const HANDLE = 'ana.kreis'
const USER = '6789000111222333444'
const postId = (number: number): string => tiktokId(Date.UTC(2026, 0, 1) + number * 3_600_000, number)
const urlOf = (number: number): string => `https://www.tiktok.com/@${HANDLE}/video/${postId(number)}`

/** Everything that names the person, spelled so that nothing else contains it. */
const NAMES = [
  'ana.kreis',
  'kreis',
  'ana wears',
  'crm-ana',
  '6789000111222333444',
  'anastasia',
  'anatag',
  'ana-echo',
  postId(1),
  postId(120),
]
const KEPT_OUT = { status: 'failed', problem: { code: 'creator_erased' } }

onEveryEngine('erasure', createKit => {
  let kit: TestKit
  let brand: TestTenant
  let hook: Receiver
  let pictures: PictureServer
  let erasedId = ''

  beforeAll(async () => {
    kit = await createKit({ now: () => START })
    const jpeg = await drawJpeg('#c81e5a')
    pictures = await servePictures((_request, response) => response.end(jpeg))
    hook = await createReceiver(({ body }) => ({ status: 200, body: /ana\.kreis/.test(body) ? 'ana-echo' : 'ok' }))
    brand = await kit.tenant()
    expect((await brand.call('POST', '/v1/webhook-endpoints', { url: hook.url, events: ['*'] })).status).toBe(201)
  })
  afterAll(async () => {
    await Promise.all([hook.close(), pictures.close()])
    await kit.close()
  })

  const item = (number: number) => ({
    url: urlOf(number),
    creator: { platformUserId: USER, handle: HANDLE, displayName: 'Anastasia Kreis' },
    caption: `Ana wears number ${number} #anatag`,
    metadata: { note: 'friend of Anastasia' },
    ...(number <= 3 && { thumbnailUrl: `${pictures.url}/${HANDLE}/${number}`, externalId: `crm-ana-${number}` }),
  })
  const fill = async (tenant: TestTenant) => {
    const ids = await ingest(tenant, ...Array.from({ length: POSTS }, (_, index) => item(index + 1)))
    const { body } = await tenant.call('GET', `/v1/content/${ids[0]}`)
    return { ids, creatorId: String(body.creator.id) }
  }
  /** Every cell of every table as text. */
  const everything = async (): Promise<Map<string, string>> => {
    const { db, tables } = kit.kit.services.engine
    const texts = new Map<string, string>()
    for (const table of Object.values(tables)) {
      const rows = await db.select().from(table as typeof tables.content)
      texts.set(getTableName(table), JSON.stringify(rows).toLowerCase())
    }
    return texts
  }
  const whereNamed = async (): Promise<string[]> =>
    [...(await everything())].flatMap(([table, text]) => NAMES.filter(name => text.includes(name)).map(name => `${table}: ${name}`))

  test('nothing in the database names a creator who was erased, and the log keeps its places', async () => {
    const { ids, creatorId } = await fill(brand)
    await brand.call('PATCH', `/v1/creators/${creatorId}`, { externalId: 'crm-ana', metadata: { real: 'Anastasia' } })
    const asked = await ask(brand, ids.slice(0, 4), { feeNote: '40 € for Anastasia' })
    const person = creator(kit, asked.token)
    await person.open({})
    const code = sparkCode('ana')
    expect((await person.approve({ requestId: asked.requestIds[0] ?? '', code })).status).toBe(200)
    expect((await person.reject({ requestId: asked.requestIds[1] ?? '', reason: 'Ana wears nothing of yours' })).status).toBe(200)
    const codeId = (await brand.call('GET', `/v1/content/${ids[0]}`)).body.liveCodeId
    await brand.call('PATCH', `/v1/spark-codes/${codeId}`, { metadata: { of: 'Anastasia' } })
    await brand.call('POST', `/v1/spark-codes/${codeId}/reveal`)
    const report = new FormData()
    report.set('file', new Blob([`url,metrics.views\n${urlOf(1)},${HANDLE}\n`]), 'posts.csv')
    const upload = new Request('https://sparkkit.test/v1/imports', {
      method: 'POST',
      body: report,
      headers: { authorization: `Bearer ${brand.key}` },
    })
    expect((await kit.kit.fetch(upload)).status).toBeLessThan(300)
    const handed = await brand.call('POST', '/v1/handoffs', { name: 'agency', filter: { hashtag: ['summer', `#${HANDLE}`] } })
    const handedBefore = await brand.call('POST', '/v1/handoffs', { name: 'agency', filter: { hashtag: [HANDLE] } })
    await brand.call('PATCH', `/v1/handoffs/${handedBefore.body.id}`, { filter: { hashtag: ['summer'] } })
    const before = await eventsOf(kit, brand)
    expect(await whereNamed()).toEqual(
      expect.arrayContaining(['events: ana.kreis', 'handoffs: ana.kreis', 'import_issues: ana.kreis', 'delivery_attempts: ana-echo']),
    )
    expect((await brand.call('GET', '/v1/content?q=anastasia')).status).toBe(200)
    expect((await brand.call('GET', '/v1/content?q=wears&limit=1')).body.data).toHaveLength(1)

    erasedId = creatorId
    const answer = await brand.call('POST', `/v1/creators/${creatorId}/erase`)
    expect([answer.status, answer.body.handle, answer.body.displayName, answer.body.doNotContact]).toEqual([202, null, null, true])
    expect(answer.body.erasedAt).not.toBeNull()
    // A part of it, then another process.
    for (let batches = 0; batches < 4; batches += 1) await erasureTask.run(kit.kit.services, () => {})
    await kit.restart()
    await kit.kit.worker.drain()

    expect(await whereNamed()).toEqual([])
    if (kit.engine === 'libsql') {
      await kit.restart()
      const bytes = (await readFile(kit.databasePath)).toString('latin1').toLowerCase()
      expect(
        NAMES.filter(name => bytes.includes(name)),
        'not even in the bytes of the file',
      ).toEqual([])
    }
    const after = await eventsOf(kit, brand)
    const placed = (events: object[]) => events.map(event => ({ ...event, data: undefined, previous: undefined }))
    expect(placed(after.slice(0, before.length))).toEqual(placed(before))
    const told = after.slice(before.length).map(({ type }) => type)
    expect(told.toSorted()).toEqual(
      ['approval_link.revoked', 'creator.erased', 'spark_code.withdrawn', 'spark_request.cancelled', 'spark_request.cancelled'].toSorted(),
    )
    expect(after.at(-1)).toMatchObject({ type: 'creator.erased', actor: { type: 'api_key' }, data: { id: creatorId, handle: null } })
    expect(hook.received.at(-1)?.body).toContain('creator.erased')

    expect((await person.look()).status).toBe(404)
    expect((await brand.call('GET', '/v1/content?q=wears')).body.data).toEqual([])
    expect((await brand.call('GET', '/v1/content?hashtag=anatag')).body.data).toEqual([])
    const { body: post } = await brand.call('GET', `/v1/content/${ids[0]}`)
    expect(post).toMatchObject({ url: null, platformId: null, caption: '', hashtags: [], sparkStatus: 'withdrawn', metadata: {} })
    const picture = await kit.kit.fetch(new Request(post.thumbnailUrl))
    expect(picture.headers.get('content-type')).toBe('image/svg+xml')

    const { filter } = (await brand.call('GET', `/v1/handoffs/${handed.body.id}`)).body
    expect(filter, 'no wider than before').toEqual({ hashtag: ['summer', creatorId] })

    const receipt = (await brand.call('GET', `/v1/spark-requests/${asked.requestIds[0]}/receipt`)).body
    expect(receipt).toMatchObject({ creator: { handle: null }, post: { url: null, caption: '' }, asked: { days: 30, feeNote: null } })

    const revealed = await brand.call('POST', `/v1/spark-codes/${codeId}/reveal`)
    expect([revealed.status, revealed.body.code]).toEqual([409, 'creator_erased'])
    const exported = await brand.call('GET', '/v1/spark-codes/export?status=withdrawn')
    expect([exported.status, exported.text.includes(code)]).toEqual([200, false])
    const asking = await brand.call('POST', '/v1/spark-requests', { content: [ids[5]] })
    expect(asking.body.results[0]).toMatchObject({ status: 'failed', problem: { code: 'do_not_contact' } })
  })

  test('erasing again changes nothing, and nobody changes the erased', async () => {
    const before = await eventsOf(kit, brand)
    const first = await brand.call('GET', `/v1/creators/${erasedId}`)
    const answers = await Promise.all([1, 2].map(() => brand.call('POST', `/v1/creators/${erasedId}/erase`)))
    for (const { status, body } of answers) expect([status, body]).toEqual([202, first.body])
    expect(await eventsOf(kit, brand)).toHaveLength(before.length)
    const patched = await brand.call('PATCH', `/v1/creators/${erasedId}`, { displayName: 'Ana' })
    expect([patched.status, patched.body.code]).toEqual([409, 'creator_erased'])
  })

  test('the erased do not come in again, by any of their names, and others do', async () => {
    const { body } = await brand.call('POST', '/v1/content/batch', {
      items: [
        item(1),
        { url: urlOf(500) },
        { platform: 'tiktok', platformId: postId(7) },
        { platform: 'tiktok', platformId: postId(501), creator: { platformUserId: USER } },
        { platform: 'tiktok', platformId: postId(502), creator: { handle: HANDLE } },
        // The handle passed to somebody else.
        { platform: 'tiktok', platformId: postId(503), creator: { handle: HANDLE, platformUserId: '1' } },
        { platform: 'instagram', platformId: postId(504), creator: { handle: HANDLE } },
      ],
    })
    const verdicts = body.results.map((row: { status: string; problem?: { code: string } }) => row.problem?.code ?? row.status)
    expect(verdicts).toEqual([...Array(5).fill('creator_erased'), 'created', 'created'])
    expect(body.results[0]).toMatchObject(KEPT_OUT)
  })

  test('a change of keys opens all that is sealed, and still keeps them out', async () => {
    await kit.restart({ keyRing: `${newKeyRingKey('next')},${TEST_KEY_RING}` })
    const { isComplete, resealed, unreadable } = await rotateKeys(kit.kit.services)
    expect([isComplete, resealed.erasure_keys, Object.values(unreadable).reduce((sum, count) => sum + count, 0)]).toEqual([true, 1, 0])
    const { body } = await brand.call('POST', '/v1/content/batch', { items: [item(1)] })
    expect(body.results[0]).toMatchObject(KEPT_OUT)
  })

  test('another workspace keeps the same person, and cannot erase this one', async () => {
    const other = await kit.tenant()
    const { ids, creatorId } = await fill(other)
    const answer = await brand.call('POST', `/v1/creators/${creatorId}/erase`)
    expect([answer.status, answer.body.code]).toEqual([404, 'not_found'])
    await kit.kit.worker.drain()
    expect((await other.call('GET', `/v1/content/${ids[0]}`)).body.creator.handle).toBe(HANDLE)
  })

  test('a key that may write creators may not erase them', async () => {
    const writer = await kit.tenant({ scopes: ['content:read', 'content:write'] })
    const { creatorId } = await fill(writer)
    const answer = await writer.call('POST', `/v1/creators/${creatorId}/erase`)
    expect([answer.status, answer.body.code]).toEqual([403, 'insufficient_scope'])
  })

  test('in a sandbox, whose clock stands still, creators are erased too', async () => {
    const sandbox = await kit.tenant({ mode: 'sandbox' })
    const { ids, creatorId } = await fill(sandbox)
    await sandbox.call('POST', `/v1/creators/${creatorId}/erase`)
    await kit.kit.worker.drain()
    expect((await sandbox.call('GET', `/v1/content/${ids.at(-1)}`)).body).toMatchObject({ url: null, caption: '' })
  })
})
