import { ELIGIBILITY_REASONS, SPARK_STATUSES, searchQuery, searchTokens } from '@sparkkit/core'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { reading, type Scope, type Workspace } from '../../context.ts'
import type { TestKit, TestTenant } from '../../testing/index.ts'
import { onEveryEngine } from '../../testing/on-every-engine.ts'
import { findWorkspace } from '../access/index.ts'
import { contentJson, toContent, withThumbnail } from './resource.ts'
import type { ContentRow } from './store.ts'

const NOW = Date.UTC(2026, 5, 1)
const DAY = 86_400_000
const POSTS = 1600

/** A small generator, so that a failure comes again. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
const random = randomFrom(7)
const pick = <T>(values: readonly [T, ...T[]]): T => values[Math.floor(random() * values.length)] ?? values[0]

const WORDS = ['glow', 'serum', 'Crème', 'naïve', '日本語', 'launch', 'a\\b', '"quoted"', 'tab\there', '😀', 'ﬁne'] as const
const TAGS = ['glow', 'ad', 'skin', 'Été', 'rare'] as const

function inventItem(index: number) {
  const isTiktok = random() < 0.7
  const words = Array.from({ length: 1 + Math.floor(random() * 6) }, () => pick(WORDS))
  return {
    platform: isTiktok ? 'tiktok' : 'instagram',
    platformId: isTiktok ? undefined : `ig${index}`,
    url: isTiktok
      ? `https://www.tiktok.com/@mara/video/${(BigInt(Math.floor((NOW - random() * 400 * DAY) / 1000)) << 32n) + BigInt(index)}`
      : undefined,
    mediaType: isTiktok ? 'video' : pick(['feed', 'reel', 'story']),
    creator: { platformUserId: `${Math.floor(random() * 40)}`, handle: `mara${Math.floor(random() * 40)}` },
    caption: words.join(' '),
    hashtags: index % 900 === 5 ? ['rare'] : TAGS.slice(0, 4).filter(() => random() < 0.2),
    postedAt: isTiktok ? undefined : new Date(NOW - Math.floor(random() * 400 * DAY)).toISOString(),
    metrics: random() < 0.2 ? {} : { views: Math.floor(random() ** 6 * 1_000_000), likes: 3, ...(random() < 0.5 && { saves: 0 }) },
    facts: { isPublic: random() < 0.9, durationSeconds: Math.round(random() * 100_000) / 1000 },
    externalId: index % 50 === 0 ? `ext-${index}` : undefined,
    metadata: random() < 0.2 ? { thumbnailUrl: '{"id":"x"}', 'k"ey': 'ü\n' } : {},
  }
}

interface Grid {
  kit: TestKit
  tenant: TestTenant
  scope: Scope
  rows: ContentRow[]
  silent: Set<string>
}

async function fill({ kit, tenant }: Pick<Grid, 'kit' | 'tenant'>): Promise<void> {
  const items = Array.from({ length: POSTS }, (_, index) => inventItem(index))
  for (let start = 0; start < POSTS; start += 1000) {
    const { body } = await tenant.call('POST', '/v1/content/batch', { items: items.slice(start, start + 1000) })
    expect(body.results.filter((result: { status: string }) => result.status !== 'created')).toEqual([])
  }
  const { db, tables } = kit.kit.services.engine
  const rows = await db.select().from(tables.content)
  for (const [index, { id }] of rows.entries()) {
    if (index % 23 !== 0) continue
    const sparkStatus = SPARK_STATUSES[(index / 23) % SPARK_STATUSES.length] ?? 'none'
    const isLive = sparkStatus === 'approved'
    const openRequestId = sparkStatus === 'requested' || sparkStatus === 'queued' ? 'req_01h455vb4pex5vsknk084sn02q' : null
    const codeEndsAt = isLive ? NOW + (index % 2 === 0 ? DAY : -DAY) : null
    await db
      .update(tables.content)
      .set({ sparkStatus, openRequestId, liveCodeId: isLive ? 'code_01h455vb4pex5vsknk084sn02q' : null, codeEndsAt })
      .where(eq(tables.content.id, id))
  }
}

async function open(createKit: () => Promise<TestKit>): Promise<Grid> {
  const kit = await createKit()
  const tenant = await kit.tenant()
  const other = await kit.tenant()
  await other.call('POST', '/v1/content/batch', { items: [{ platform: 'instagram', platformId: 'x1', caption: 'glow serum #ad' }] })
  await fill({ kit, tenant })
  const { engine } = kit.kit.services
  const { db, tables } = engine
  const silent = (await db.select().from(tables.creators)).filter(creator => Number(creator.platformUserId) % 9 === 4).map(({ id }) => id)
  for (const id of silent) await db.update(tables.creators).set({ doNotContact: true }).where(eq(tables.creators.id, id))
  const workspace: Workspace | undefined = await findWorkspace(engine, tenant.workspaceId)
  if (!workspace) throw new Error('The workspace is gone.')
  const rows = await db.select().from(tables.content).where(eq(tables.content.workspaceNo, workspace.no)).orderBy(tables.content.seq)
  return {
    kit,
    tenant,
    scope: { services: kit.kit.services, workspace, actor: { type: 'system' }, requestId: null },
    rows,
    silent: new Set(silent),
  }
}

type Filters = Record<string, string>

const finds = (row: ContentRow, q: string): boolean => {
  const words = row.searchText.split(' ')
  return searchQuery(q).terms.every(term => words.some(word => (term.prefix ? word.startsWith(term.text) : word === term.text)))
}

/** What the filters mean, said once more in plain words. */
function admits({ silent }: Grid, row: ContentRow, filters: Filters): boolean {
  const askable = row.eligible && !row.openRequestId && (!row.liveCodeId || (row.codeEndsAt ?? 0) <= NOW) && !silent.has(row.creatorId)
  const holds: Record<string, (value: string) => boolean> = {
    platform: value => value.split(',').includes(row.platform),
    mediaType: value => value.split(',').includes(row.mediaType),
    sparkStatus: value => value.split(',').includes(row.sparkStatus),
    sparkEligible: value => askable === (value === 'true'),
    hashtag: value => value.split(',').some(tag => row.hashtags.includes(tag.toLowerCase())),
    creatorId: value => value.split(',').includes(row.creatorId),
    creator: value => row.creatorHandle === value,
    postedFrom: value => row.postedAt >= Date.parse(value),
    postedTo: value => row.postedAt < Date.parse(value),
    minViews: value => row.views !== null && row.views >= Number(value),
    maxViews: value => row.views !== null && row.views <= Number(value),
    externalId: value => row.externalId === value,
    q: value => finds(row, value),
  }
  return Object.entries(filters).every(([name, value]) => holds[name]?.(value))
}

const QUERIES: readonly Filters[] = [
  {},
  { platform: 'tiktok', sparkEligible: 'true' },
  { platform: 'instagram', sparkEligible: 'true' },
  { platform: 'instagram', mediaType: 'story', minViews: '900000' },
  { sparkEligible: 'true' },
  { sparkEligible: 'false', platform: 'tiktok' },
  { sparkStatus: 'approved' },
  { sparkStatus: 'approved,rejected', platform: 'tiktok' },
  { sparkStatus: 'none,expired', mediaType: 'reel' },
  { minViews: '1000', maxViews: '50000' },
  { maxViews: '0' },
  { postedFrom: '2025-11-01', minViews: '10', platform: 'tiktok' },
  { postedFrom: '2026-01-01T10:00:30Z', postedTo: '2026-01-20T10:00:30Z' },
  { postedTo: '2025-07-01', q: 'glow' },
  { creator: 'mara7' },
  { creator: 'mara7', q: 'serum', hashtag: 'ad' },
  { hashtag: 'ad,SKIN,rare' },
  { hashtag: 'rare' },
  { hashtag: 'rare', platform: 'instagram', mediaType: 'feed' },
  { hashtag: 'été', sparkStatus: 'queued' },
  { externalId: 'ext-250' },
  { q: 'glow' },
  { q: 'glow creme' },
  { q: 'ser*' },
  { q: '日本語 😀' },
  { q: 'fine', hashtag: 'glow', platform: 'instagram' },
  { q: 'nothinglikethis' },
  { q: '"' },
]
const SORTS = ['-postedAt', 'postedAt', '-views', 'views'] as const

function expectedIds(grid: Grid, filters: Filters, sort: (typeof SORTS)[number]): string[] {
  const key = (row: ContentRow): number => (sort.endsWith('views') ? (row.views ?? -1) : 0)
  const rows = grid.rows
    .filter(row => admits(grid, row, filters) && !(filters.q && searchTokens(filters.q).length === 0))
    .sort((a, b) => key(a) - key(b) || a.seq - b.seq)
  return (sort.startsWith('-') ? rows.reverse() : rows).map(row => row.id)
}

async function pagesOf(grid: Grid, query: Filters): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | null = null
  for (let page = 0; page < 4; page += 1) {
    const parameters = new URLSearchParams({ ...query, ...(cursor !== null && { cursor }) })
    const { status, body, text } = await grid.tenant.call('GET', `/v1/content?${parameters}`)
    expect(status, text).toBe(200)
    ids.push(...body.data.map((post: { id: string }) => post.id))
    cursor = body.nextCursor
    if (cursor === null) return [...ids, 'end']
  }
  return ids
}

onEveryEngine('the grid', createKit => {
  let grid: Grid
  beforeAll(async () => {
    grid = await open(() => createKit({ now: () => NOW }))
  })
  afterAll(() => grid.kit.close())

  test('the database prints a post as the service does', async () => {
    const ctx = reading(grid.scope)
    const odd: ContentRow[] = grid.rows.slice(0, 30).map((row, index) => ({
      ...row,
      id: `cnt_odd${index}`,
      seq: row.seq + 1_000_000_000,
      externalId: index === 0 ? 'one "odd" \u0001 id' : null,
      caption: pick(['', '\u007f\u2028\u2029\ud83d\ude00', '"}],{"id":"cnt_forged"', "it's \\ back", 'ü\r\n\t\b\f']),
      postedAt: Date.UTC(2005, 0, 1) + Math.floor(random() * 3_000_000_000_000),
      durationSeconds: pick([null, 0, 0.1, 12, 86_400, 59.999]),
      likes: pick([null, 0, Number.MAX_SAFE_INTEGER]),
      views: pick([null, 0, 2 ** 40]),
      metricsAt: pick([null, NOW + 1, NOW + 999]),
      codeEndsAt: pick([null, 1, NOW - 1]),
      eligible: random() < 0.5,
      eligibilityReasons: pick([[], [{ code: 'story', ...ELIGIBILITY_REASONS.story }]]),
      metadata: pick([{}, { a: '1', 'b"': '' }]),
      hashtags: pick([[], ['a', 'ü"']]),
    }))
    for (const row of odd) await ctx.db.insert(ctx.tables.content).values(row)
    const json = contentJson(ctx).as<string>('json')
    const { content } = ctx.tables
    const printed = await ctx.db.select({ id: content.id, json }).from(content).where(eq(content.workspaceNo, grid.scope.workspace.no))
    await Promise.all(odd.map(({ id }) => ctx.db.delete(content).where(eq(content.id, id))))
    const texts = new Map(printed.map(row => [row.id, row.json]))
    const everyRow = [...grid.rows, ...odd]
    expect(texts.size).toBe(everyRow.length)
    for (const row of everyRow) {
      expect(JSON.parse(withThumbnail(ctx, { id: row.id, fields: texts.get(row.id) ?? '' }))).toEqual(toContent(ctx, row))
    }
  })

  test.each(SORTS)('pages hold what the filters say, sorted by %s, in whatever way they are found', async sort => {
    for (const filters of QUERIES) {
      const wanted = expectedIds(grid, filters, sort)
      const ids = await pagesOf(grid, { ...filters, sort, limit: '37' })
      expect({ filters, ids }).toEqual({ filters, ids: wanted.length > 148 ? wanted.slice(0, 148) : [...wanted, 'end'] })
    }
  })

  test('each facet counts under all the other filters', async () => {
    const without = (filters: Filters, name: string): Filters => Object.fromEntries(Object.entries(filters).filter(([key]) => key !== name))
    for (const filters of QUERIES) {
      if (filters.q === '"') continue
      const rowsUnder = (name: string) => grid.rows.filter(row => admits(grid, row, without(filters, name)))
      const counts = (name: 'platform' | 'mediaType' | 'sparkStatus') => {
        const rows = Object.groupBy(rowsUnder(name), row => row[name])
        return Object.fromEntries(Object.entries(rows).map(([value, some]) => [value, some.length]))
      }
      const askable = rowsUnder('sparkEligible').filter(row => admits(grid, row, { sparkEligible: 'true' })).length
      const { body } = await grid.tenant.call('GET', `/v1/content/facets?${new URLSearchParams(filters)}`)
      expect({ filters, ...body }).toEqual({
        filters,
        total: rowsUnder('').length,
        platform: counts('platform'),
        mediaType: counts('mediaType'),
        sparkStatus: counts('sparkStatus'),
        sparkEligible: { true: askable, false: rowsUnder('sparkEligible').length - askable },
      })
    }
  })

  test('a refresh of counters moves a post to its place by views and leaves the rest of it', async () => {
    const { db, tables } = grid.kit.kit.services.engine
    const before = grid.rows.filter(row => row.platform === 'instagram').slice(0, 3)
    const items = before.map((row, index) => ({
      platform: row.platform,
      platformId: row.platformId,
      metrics: { views: 5_000_000 + index },
    }))
    const { body } = await grid.tenant.call('POST', '/v1/content/batch', { items })
    expect(body.results.map((result: { status: string }) => result.status)).toEqual(['updated', 'updated', 'updated'])
    const answer = await grid.tenant.call('GET', '/v1/content?sort=-views&limit=3&q=mara*')
    expect(answer.body.data.map((post: { id: string }) => post.id)).toEqual(before.map(row => row.id).reverse())
    for (const row of before) {
      const [after] = await db.select().from(tables.content).where(eq(tables.content.id, row.id))
      expect(after).toEqual({ ...row, views: 5_000_000 + before.indexOf(row), metricsAt: NOW, updatedAt: NOW })
    }
  })
})
