import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { SparkKit } from '../client.ts'
import { AbortedError } from '../errors.ts'
import { type Answer, failureOf, fakeService, type Received, transportTo } from '../testing/fake-service.ts'
import { EventsResource } from './events.ts'
import { ImportsResource } from './imports.ts'

const clientOf = (url: string): SparkKit => new SparkKit({ apiKey: 'sk_secret', baseUrl: url })

test('a logged client shows no credential', () => {
  const client = clientOf('http://localhost:8787')
  expect(inspect(client, { depth: 9, showHidden: true })).not.toContain('sk_secret')
  expect(JSON.stringify(client)).not.toContain('sk_secret')
})

describe('queries', () => {
  test('one value, many values, dates and flags go out as the API reads them', async () => {
    const service = await fakeService([{ body: { data: [], nextCursor: null } }])
    const postedFrom = new Date('2026-11-01')
    await clientOf(service.url).content.list({
      platform: 'tiktok',
      sparkStatus: ['none', 'expired'],
      postedFrom,
      sparkEligible: false,
      q: undefined,
    })
    expect(decodeURIComponent(service.received[0]?.url ?? '')).toBe(
      '/v1/content?platform=tiktok&sparkStatus=none&sparkStatus=expired&postedFrom=2026-11-01T00:00:00.000Z&sparkEligible=false',
    )
  })
})

describe('imports', () => {
  const csv = 'link\nhttps://www.tiktok.com/@mara/video/7195686135157296390'

  test.each([
    { what: 'text', file: csv, sent: '/v1/imports' },
    { what: 'bytes', file: new TextEncoder().encode(csv), sent: '/v1/imports' },
    { what: 'a stream', file: new Blob([csv]).stream(), sent: '/v1/imports' },
    {
      what: 'a file of the type Windows gives it',
      file: new File([csv], 'q3.csv', { type: 'application/vnd.ms-excel' }),
      sent: '/v1/imports?fileName=q3.csv',
    },
  ])('a file that is $what goes out as CSV', async ({ file, sent }) => {
    const service = await fakeService([{ status: 202 }])
    await clientOf(service.url).imports.create(file)
    expect(service.received.map(({ url, body, headers }) => [url, body, headers['content-type']])).toEqual([[sent, csv, 'text/csv']])
  })

  test('mapping, name and events go with the file', async () => {
    const service = await fakeService([{ status: 202 }])
    await clientOf(service.url).imports.create(csv, { mapping: { url: 'link' }, fileName: 'a.csv', events: 'per_content' })
    const { searchParams } = new URL(service.received[0]?.url ?? '', service.url)
    expect(Object.fromEntries(searchParams)).toEqual({ mapping: '{"url":"link"}', fileName: 'a.csv', events: 'per_content' })
  })

  test('waiting looks until the import has ended, ever more slowly, and tells the progress', async () => {
    const script = ['pending', 'running', 'running', 'running', 'running', 'running', 'running', 'failed'].map(status => ({
      body: { status },
    }))
    const { transport, waits } = transportTo(await fakeService(script))
    const seen: string[] = []
    const ended = await new ImportsResource(transport).waitFor('imp_1', { onProgress: ({ status }) => seen.push(status) })
    expect(ended.status).toBe('failed')
    expect(seen).toHaveLength(8)
    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000])
  })

  test('waiting ends when the caller aborts', async () => {
    const service = await fakeService([{ body: { status: 'running' } }])
    const error = await failureOf(clientOf(service.url).imports.waitFor('imp_1', { signal: AbortSignal.timeout(20) }))
    expect(error).toBeInstanceOf(AbortedError)
  })
})

describe('following the feed', () => {
  /** Two events a page; the third page's worth turns up only when asked a second time. */
  function feed({ url }: Received, asked: number): Answer {
    const { searchParams } = new URL(url, 'http://x')
    const from = Number(searchParams.get('cursor') ?? searchParams.get('afterSequence') ?? 0)
    const last = asked < 4 ? 3 : 4
    const data = [1, 2, 3, 4].filter(sequence => sequence > from && sequence <= last).slice(0, 2)
    const end = data.at(-1) ?? from
    return { body: { data: data.map(sequence => ({ sequence })), nextCursor: end < last ? String(end) : null } }
  }

  test('reads to the end, waits, and goes on behind the last event', async () => {
    const service = await fakeService(call => feed(call, service.received.length))
    const { transport, waits } = transportTo(service)
    const seen: number[] = []
    for await (const { sequence } of new EventsResource(transport).follow({ type: 'content.*', limit: 2 }, { pollMs: 50 })) {
      seen.push(sequence)
      if (sequence === 4) break
    }
    expect(seen).toEqual([1, 2, 3, 4])
    expect(waits).toEqual([50, 50])
    const types = '/v1/events?limit=2&type=content.*'
    expect(service.received.map(({ url }) => url)).toEqual([
      types,
      `${types}&cursor=2`,
      `${types}&afterSequence=3`,
      `${types}&afterSequence=3`,
    ])
  })
})

test('an export is text without its byte order mark, or the bytes as they came', async () => {
  const service = await fakeService([{ body: '\ufeff"code"\r\n', headers: { 'content-type': 'text/csv' } }])
  const { sparkCodes } = clientOf(service.url)
  expect(await sparkCodes.exportCsv()).toBe('"code"\r\n')
  const bytes = await sparkCodes.exportCsv({ status: 'live' }, { as: 'stream' })
  expect(new Uint8Array(await new Response(bytes).arrayBuffer()).slice(0, 4)).toEqual(new Uint8Array([0xef, 0xbb, 0xbf, 0x22]))
  expect(service.received.map(({ headers }) => headers.accept)).toEqual(['text/csv', 'text/csv'])
})
