import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { reading } from '../../context.ts'
import type { TestKit, TestTenant } from '../../testing/index.ts'
import { onEveryEngine } from '../../testing/on-every-engine.ts'
import { findWorkspace } from '../access/index.ts'
import { CHUNK_BYTES, receiveFile } from './receive-file.ts'
import { findChunk } from './store.ts'
import { countContent, FIXTURE_MAPPING, outcomeOf, readFixture, settle, tiktokUrl, upload } from './testing.ts'

onEveryEngine('imports', createKit => {
  let kit: TestKit
  let tenant: TestTenant

  beforeAll(async () => {
    kit = await createKit()
  })
  beforeEach(async () => {
    tenant = await kit.tenant()
  })
  afterAll(() => kit.close())

  const eventTypes = async (): Promise<string[]> => {
    const { body } = await tenant.call('GET', '/v1/events')
    return body.data.map((event: { type: string }) => event.type)
  }

  const counts = ({ rowsDone, created, updated, unchanged, failed }: Record<string, unknown>) => ({
    rowsDone,
    created,
    updated,
    unchanged,
    failed,
  })

  describe('a file', () => {
    test('with a byte order mark, CRLF, quoted line breaks and foreign column names is imported whole', async () => {
      const { outcome, issues } = await settle(kit, tenant, { body: await readFixture(), mapping: FIXTURE_MAPPING })
      expect(outcome).toMatchObject({ status: 'completed', rowsDone: 12, created: 12, failed: 0, warnings: 0, progress: 1, error: null })
      expect(issues).toEqual([])
      const { body } = await tenant.call('GET', '/v1/content?q=convenci%C3%B3')
      expect(body.data).toMatchObject([
        {
          platform: 'tiktok',
          mediaType: 'video',
          caption: 'Probé tres cremas\ny solo una me convenció',
          creator: { handle: 'tomas.prueba' },
          metrics: { views: 990 },
        },
      ])
      const tagged = await tenant.call('GET', '/v1/content?hashtag=resena')
      expect(tagged.body.data[0].hashtags.toSorted()).toEqual(['lumen', 'pielsensible', 'resena'])
    })

    test('imported a second time changes nothing, and writes no event but its own', async () => {
      const input = { body: await readFixture(), mapping: FIXTURE_MAPPING }
      await settle(kit, tenant, input)
      const { outcome } = await settle(kit, tenant, input)
      expect(counts(outcome)).toEqual({ rowsDone: 12, created: 0, updated: 0, unchanged: 12, failed: 0 })
      expect(await countContent(tenant)).toBe(12)
      expect(await eventTypes()).toEqual(['import.completed', 'import.completed'])
    })

    test('with bad rows in the middle imports the good ones and reports the others by line', async () => {
      const rows = [
        'url,views,when,caption',
        `${tiktokUrl(1)},10,2025-03-01,"two`,
        'lines"',
        `${tiktokUrl(2)},-4,2025-02-30,both cells are wrong`,
        'https://example.com/not-a-post,1,2025-03-01,no post',
        `${tiktokUrl(3)},1`,
        `${tiktokUrl(4)},1,2025-03-01,one,too many`,
        '',
        `${tiktokUrl(5)},1,2025-03-01,"never closed`,
        `${tiktokUrl(6)},1.5M,2025-03-01,fine,,,`,
        `,1,2025-03-01,no url`,
        `${tiktokUrl(7)},7,2024-01-01,dated a year before its id`,
      ]
      const mapping = { 'metrics.views': 'views', postedAt: 'when' }
      const { outcome, issues } = await settle(kit, tenant, { body: rows.join('\n'), mapping })
      expect(outcome).toMatchObject({ status: 'completed', rowsDone: 9, created: 3, failed: 6, warnings: 1 })
      expect(issues.map(({ line, severity, code, field }) => [line, severity, code, field])).toEqual([
        [4, 'error', 'invalid_value', 'metrics.views'],
        [4, 'error', 'invalid_value', 'postedAt'],
        [5, 'error', 'invalid_post_url', 'url'],
        [6, 'error', 'wrong_columns', ''],
        [7, 'error', 'wrong_columns', ''],
        [9, 'error', 'quote_not_closed', ''],
        [11, 'error', 'invalid_request', ''],
        [12, 'warning', 'posted_at_disagrees', 'postedAt'],
      ])
      const { body } = await tenant.call('GET', '/v1/content?sort=-views')
      expect(body.data.map((post: { caption: string }) => post.caption)).toEqual(['fine', 'two\nlines', 'dated a year before its id'])
    })

    test('that holds a post twice has it once, and the later row counts', async () => {
      const body = `url,metrics.views\n${tiktokUrl(1)},10\n${tiktokUrl(2)},5\n${tiktokUrl(1)},10\n${tiktokUrl(1)},11\n`
      const { outcome } = await settle(kit, tenant, { body })
      expect(counts(outcome)).toEqual({ rowsDone: 4, created: 2, updated: 1, unchanged: 1, failed: 0 })
      expect(await countContent(tenant)).toBe(2)
      const { body: page } = await tenant.call('GET', '/v1/content?sort=-views')
      expect(page.data[0].metrics.views).toBe(11)
    })

    test('of many chunks and batches, cut anywhere, is settled row by row', async () => {
      const caption = 'ñandú '.repeat(60)
      const rows = Array.from({ length: 1400 }, (_, nth) => `${tiktokUrl(nth)},"${caption}${nth},\n#lumen",${nth === 700 ? 'x' : nth}`)
      const text = `url,caption,metrics.views\r\n${rows.join('\r\n')}`
      expect(Buffer.byteLength(text)).toBeGreaterThan(2 * CHUNK_BYTES)
      const { outcome, issues } = await settle(kit, tenant, { body: text })
      expect(counts(outcome)).toEqual({ rowsDone: 1400, created: 1399, updated: 0, unchanged: 0, failed: 1 })
      expect(issues.map(issue => issue.line)).toEqual([2 + 700 * 2])
      expect(await countContent(tenant)).toBe(1399)
    })

    test('is gone once it is settled', async () => {
      const { outcome } = await settle(kit, tenant, { body: `url\n${tiktokUrl(1)}\n` })
      const workspace = await findWorkspace(kit.kit.services.engine, tenant.workspaceId)
      if (!workspace) throw new Error('no workspace')
      const ctx = reading({ services: kit.kit.services, workspace, actor: { type: 'system' }, requestId: null })
      expect(await findChunk(ctx, outcome.id, 0)).toBeUndefined()
    })
  })

  describe('a form', () => {
    test.each(['before', 'behind'])('with the mapping %s the file is taken in as the raw file is', async place => {
      const form = new FormData()
      if (place === 'before') form.set('mapping', JSON.stringify(FIXTURE_MAPPING))
      form.set('file', new File([new Uint8Array(await readFixture())], 'publicaciones.csv', { type: 'text/csv' }))
      if (place === 'behind') form.set('mapping', JSON.stringify(FIXTURE_MAPPING))
      const { outcome } = await settle(kit, tenant, { body: form, contentType: null })
      expect(outcome).toMatchObject({ created: 12, fileName: 'publicaciones.csv' })
    })

    test('without a file, cut off, or without a boundary is refused', async () => {
      const form = new FormData()
      form.set('mapping', '{}')
      expect(await upload(kit, tenant, { body: form, contentType: null })).toMatchObject({
        status: 422,
        body: { code: 'import_unreadable' },
      })
      const cut = '--b\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\nurl\nhttps://'
      expect(await upload(kit, tenant, { body: cut, contentType: 'multipart/form-data; boundary=b' })).toMatchObject({
        status: 422,
        body: { code: 'import_unreadable' },
      })
      expect(await upload(kit, tenant, { body: cut, contentType: 'multipart/form-data' })).toMatchObject({ status: 400 })
    })
  })

  describe('refused at once, with nothing kept:', () => {
    const latin1 = Buffer.from(`url,caption\n${tiktokUrl(1)},se\u00f1al\n`, 'latin1')
    const url = `url\n${tiktokUrl(1)}\n`
    test.each([
      ['an empty file', { body: '' }, { status: 422, code: 'import_unreadable', says: /empty/ }],
      ['a header without rows', { body: 'url,caption\n\n \n' }, { status: 422, code: 'import_unreadable', says: /no rows/ }],
      ['a file that is not text', { body: Buffer.from([80, 75, 3, 4, 0]) }, { status: 422, code: 'import_unreadable', says: /not text/ }],
      [
        'a column that is not there',
        { body: 'link\nx\n', mapping: { url: 'url' } },
        { status: 422, code: 'import_mapping_invalid', says: /"url".*"link"/ },
      ],
      [
        'a field we do not know',
        { body: url, mapping: { views: 'url' } },
        { status: 422, code: 'import_mapping_invalid', says: /views.*metrics\.views/ },
      ],
      ['no field that names the post', { body: 'caption\nx\n' }, { status: 422, code: 'import_mapping_invalid', says: /platformId/ }],
      ['empty lines only', { body: '\n\n,,\n' }, { status: 422, code: 'import_unreadable', says: /no header/ }],
      ['a file in UTF-16', { body: Buffer.from('\ufeffurl', 'utf16le') }, { status: 422, code: 'import_unreadable', says: /UTF-16/ }],
      ['a file in Latin-1', { body: latin1 }, { status: 422, code: 'import_unreadable', says: /UTF-8/ }],
      [
        'a column that is there twice',
        { body: 'url,url\nx,y\n' },
        { status: 422, code: 'import_mapping_invalid', says: /more than one column "url"/ },
      ],
      ['an unknown kind of events', { body: url, events: 'all' }, { status: 400, code: 'invalid_request', says: /events/ }],
      ['JSON', { body: '{}', contentType: 'application/json' }, { status: 415, code: 'unsupported_media_type', says: /text\/csv/ }],
    ])('%s', async (_name, input, { status, code, says }) => {
      const answer = await upload(kit, tenant, input)
      expect(answer).toMatchObject({ status, body: { code, detail: expect.stringMatching(says) } })
      const { body } = await tenant.call('GET', '/v1/imports')
      expect(body.data).toEqual([])
    })

    test('an upload that breaks off', async () => {
      const pieces = [`url\n${`${tiktokUrl(1)}\n`.repeat(9000)}`]
      const body = new ReadableStream({
        pull(controller) {
          const piece = pieces.pop()
          if (piece === undefined) controller.error(new Error('connection reset'))
          else controller.enqueue(new TextEncoder().encode(piece))
        },
      })
      expect(await upload(kit, tenant, { body })).toMatchObject({ status: 422, body: { code: 'import_unreadable' } })
      const { db, tables } = kit.kit.services.engine
      expect(await db.$count(tables.importChunks)).toBe(0)
    })

    test('a file of more than 256 MiB, after which none of it is stored', async () => {
      const workspace = await findWorkspace(kit.kit.services.engine, tenant.workspaceId)
      if (!workspace) throw new Error('no workspace')
      const scope = { services: kit.kit.services, workspace, actor: { type: 'system' as const }, requestId: null }
      async function* endless() {
        yield new Uint8Array(CHUNK_BYTES).fill(97)
        // Counted before it is stored, so a piece this large costs no space on disk.
        yield new Uint8Array(256 * 1024 * 1024)
      }
      await expect(receiveFile(scope, { importId: 'imp_large', file: endless(), onHead: () => {} })).rejects.toMatchObject({
        code: 'payload_too_large',
      })
      expect(await findChunk(reading(scope), 'imp_large', 0)).toBeUndefined()
    })
  })

  describe('the log', () => {
    test('tells of an import once, with its final counters', async () => {
      const { outcome } = await settle(kit, tenant, { body: `url\n${tiktokUrl(1)}\n${tiktokUrl(2)}\n` })
      const { body } = await tenant.call('GET', '/v1/events')
      expect(body.data).toMatchObject([{ type: 'import.completed', actor: { type: 'api_key' }, data: outcome }])
    })

    test('tells of every new post where that is asked for', async () => {
      await settle(kit, tenant, { body: `url\n${tiktokUrl(1)}\n${tiktokUrl(2)}\n`, events: 'per_content' })
      expect((await eventTypes()).toSorted()).toEqual(['content.created', 'content.created', 'import.completed'])
    })
  })

  describe('imports are listed', () => {
    test('newest first, page by page, and issues in the order of the file', async () => {
      const ids: string[] = []
      for (let nth = 0; nth < 3; nth += 1) {
        const bad = Array.from({ length: 150 }, (_, row) => `${tiktokUrl(row)},x`).join('\n')
        ids.unshift((await upload(kit, tenant, { body: `url,metrics.views\n${bad}\n` })).body.id)
      }
      await kit.kit.worker.drain()
      const first = await tenant.call('GET', '/v1/imports?limit=2')
      const second = await tenant.call('GET', `/v1/imports?limit=2&cursor=${first.body.nextCursor}`)
      expect([...first.body.data, ...second.body.data].map(row => row.id)).toEqual(ids)
      expect(second.body.nextCursor).toBeNull()
      const { issues } = await outcomeOf(tenant, ids[0] ?? '')
      expect(issues.map(issue => issue.line)).toEqual(Array.from({ length: 150 }, (_, row) => row + 2))
      const errors = await tenant.call('GET', `/v1/imports/${ids[0]}/issues?severity=warning`)
      expect(errors.body.data).toEqual([])
    })

    test('to their own workspace only, and a cursor of another list is refused', async () => {
      const { body } = await upload(kit, tenant, { body: `url\n${tiktokUrl(1)}\n` })
      const stranger = await kit.tenant()
      for (const path of [`/v1/imports/${body.id}`, `/v1/imports/${body.id}/issues`]) {
        expect((await tenant.call('GET', path)).status).toBe(200)
        const missing = await stranger.call('GET', path)
        expect(missing.status).toBe(404)
        expect(missing.body.code).toBe('not_found')
        expect((await kit.call('GET', path)).status).toBe(401)
      }
      expect((await tenant.call('GET', '/v1/imports?cursor=abc.def')).body.code).toBe('invalid_cursor')
      const reader = await kit.tenant({ scopes: ['content:read'] })
      expect((await upload(kit, reader, { body: 'url\nx\n' })).body.code).toBe('insufficient_scope')
    })
  })
})
