import { readFile } from 'node:fs/promises'
import { TEST_PUBLIC_URL, type TestKit, type TestTenant } from '../../testing/index.ts'
import type { Import, ImportIssue } from './contract.ts'

/** Twelve invented posts, with Spanish column names, a byte order mark, CRLF and every kind of quoting. */
export const readFixture = (): Promise<Buffer> => readFile(new URL('fixtures/publicaciones.csv', import.meta.url))

export const FIXTURE_MAPPING = {
  url: 'url',
  caption: 'titulo',
  hashtags: 'hashtags',
  postedAt: 'fecha_publicacion',
  'metrics.views': 'vistas',
}

/** The id TikTok would give a video made at this time. */
export const tiktokId = (iso: string, nth: number): string => ((BigInt(Math.floor(Date.parse(iso) / 1000)) << 32n) | BigInt(nth)).toString()

export const tiktokUrl = (nth: number, iso = '2025-03-01T12:00:00Z'): string =>
  `https://www.tiktok.com/@mara.glow/video/${tiktokId(iso, nth)}`

export interface Upload {
  body: NonNullable<ConstructorParameters<typeof Response>[0]>
  mapping?: Record<string, string>
  contentType?: string | null
  events?: string
}

export async function upload(kit: TestKit, tenant: TestTenant, { body, mapping, contentType = 'text/csv', events }: Upload) {
  const query = new URLSearchParams({ ...(mapping && { mapping: JSON.stringify(mapping) }), ...(events && { events }) })
  const headers = { authorization: `Bearer ${tenant.key}`, ...(contentType !== null && { 'content-type': contentType }) }
  const request = new Request(`${TEST_PUBLIC_URL}/v1/imports?${query}`, { method: 'POST', headers, body, duplex: 'half' })
  const response = await kit.kit.fetch(request)
  return { status: response.status, location: response.headers.get('location'), body: JSON.parse(await response.text()) }
}

/** Uploads, lets the worker settle every row and gives what became of them. */
export async function settle(kit: TestKit, tenant: TestTenant, input: Upload): Promise<{ outcome: Import; issues: ImportIssue[] }> {
  const accepted = await upload(kit, tenant, input)
  if (accepted.status !== 202) throw new Error(JSON.stringify(accepted.body))
  await kit.kit.worker.drain()
  return outcomeOf(tenant, accepted.body.id)
}

export async function outcomeOf(tenant: TestTenant, id: string): Promise<{ outcome: Import; issues: ImportIssue[] }> {
  const { body: outcome } = await tenant.call('GET', `/v1/imports/${id}`)
  const issues: ImportIssue[] = []
  for (let cursor = ''; ; ) {
    const { body } = await tenant.call('GET', `/v1/imports/${id}/issues?limit=100${cursor && `&cursor=${cursor}`}`)
    issues.push(...body.data)
    if (body.nextCursor === null) return { outcome, issues }
    cursor = body.nextCursor
  }
}

export async function countContent(tenant: TestTenant): Promise<number> {
  const { body } = await tenant.call('GET', '/v1/content/facets')
  return body.total
}
