import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestKit, TestTenant } from '../testing/index.ts'
import { onEveryEngine } from '../testing/on-every-engine.ts'
import { fits, inOrder, itemOf, type ModelPost, type ModelQuery, modelPosts, modelQueries, rounds, SORTS } from '../testing/post-model.ts'
import { ingest } from '../testing/scenario.ts'

const numbers = (first: number, count: number): number[] => Array.from({ length: count }, (_, index) => first + index)
const queryString = (query: object): string =>
  new URLSearchParams(Object.fromEntries(Object.entries(query).map(([key, value]) => [key, String(value)]))).toString()
const numberOf = ({ externalId }: { externalId: string }): number => Number(externalId.replace('post-', ''))

onEveryEngine('lists of posts', (createKit, engine) => {
  const runs = rounds(engine === 'libsql' ? 40 : 15)
  let kit: TestKit
  let tenant: TestTenant
  const known: ModelPost[] = []
  const bring = async (posts: readonly ModelPost[]): Promise<void> => {
    if (posts.length === 0) return
    await ingest(tenant, ...posts.map(itemOf))
    known.push(...posts)
  }

  beforeAll(async () => {
    kit = await createKit()
    tenant = await kit.tenant()
    const stranger = await kit.tenant()
    const [posts = []] = fc.sample(modelPosts(numbers(1, 60)), { numRuns: 1, seed: 7 })
    await bring(posts)
    await ingest(stranger, ...posts.map(itemOf))
  })
  afterAll(() => kit.close())

  const page = async (query: ModelQuery & { sort?: string; limit?: number; cursor?: string }) => {
    const { status, body, text } = await tenant.call('GET', `/v1/content?${queryString(query)}`)
    expect(status, text).toBe(200)
    return { found: body.data.map(numberOf) as number[], nextCursor: body.nextCursor as string | null }
  }

  test('any filters, in any order, give the posts that fit and no others', async () => {
    await fc.assert(
      fc.asyncProperty(modelQueries, fc.constantFrom(...SORTS), async (asked, sort) => {
        const { found } = await page({ ...asked.query, sort, limit: 100 })
        const expected = inOrder(
          known.filter(post => fits(post, asked)),
          sort,
        )
        expect(found).toEqual(expected.map(post => post.number))
      }),
      { numRuns: runs },
    )
  })

  test('facets count what the list would show, each under all filters but its own', async () => {
    const countBy = (posts: readonly ModelPost[], of: (post: ModelPost) => string) =>
      Object.fromEntries([...Map.groupBy(posts, of)].map(([value, group]) => [value, group.length]))
    await fc.assert(
      fc.asyncProperty(modelQueries, async asked => {
        const under = (own?: keyof ModelQuery) => {
          const { [own ?? 'platform']: _, ...others } = asked.query
          return known.filter(post => fits(post, { ...asked, query: own ? others : asked.query }))
        }
        const { status, body, text } = await tenant.call('GET', `/v1/content/facets?${queryString(asked.query)}`)
        expect(status, text).toBe(200)
        const eligible = under('sparkEligible').filter(post => fits(post, { query: { sparkEligible: true }, words: [] })).length
        expect(body).toEqual({
          total: under().length,
          platform: countBy(under('platform'), post => post.platform),
          mediaType: countBy(under('mediaType'), post => post.mediaType),
          sparkStatus: under().length > 0 ? { none: under().length } : {},
          sparkEligible: { true: eligible, false: under('sparkEligible').length - eligible },
        })
      }),
      { numRuns: Math.ceil(runs / 2) },
    )
  })

  test('pages show no post twice and miss none that was there from the start, whatever comes in between them', async () => {
    let next = 1000
    const walks = fc.record({
      asked: modelQueries,
      sort: fc.constantFrom(...SORTS),
      limit: fc.integer({ min: 1, max: 30 }),
      arrivals: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 4 }),
      seed: fc.integer(),
    })
    await fc.assert(
      fc.asyncProperty(walks, async ({ asked, sort, limit, arrivals, seed }) => {
        const first = known.filter(post => fits(post, asked)).map(post => post.number)
        const seen: number[] = []
        for (let cursor: string | undefined, step = 0; ; step += 1) {
          const { found, nextCursor } = await page({ ...asked.query, sort, limit, ...(cursor !== undefined && { cursor }) })
          seen.push(...found)
          if (nextCursor === null) break
          expect(found).toHaveLength(limit)
          cursor = nextCursor
          const [fresh = []] = fc.sample(modelPosts(numbers(next, arrivals[step] ?? 0)), { numRuns: 1, seed })
          next += fresh.length
          await bring(fresh)
        }
        expect(new Set(seen).size).toBe(seen.length)
        expect(first.filter(number => !seen.includes(number))).toEqual([])
        const shown = known.filter(post => seen.includes(post.number))
        expect(shown.every(post => fits(post, asked))).toBe(true)
        expect(seen).toEqual(inOrder(shown, sort).map(post => post.number))
      }),
      { numRuns: Math.ceil(runs / 2) },
    )
  })

  test('a word is found whatever its script, accents, case or the signs around it', async () => {
    const own = await kit.tenant()
    const captions = [
      'Çılgın GÜNEŞ 🌞',
      'naïve café—déjà-vu',
      'ﬁne ½ Ⅻ',
      '東京タワーで日焼け止め',
      'Ünïcödé #Über_Tag @some.one',
      "it's O'Neill's",
    ]
    await ingest(own, ...captions.map((caption, index) => ({ platform: 'instagram', platformId: String(index), caption })))
    const found = async (q: string) => {
      const { status, body, text } = await own.call('GET', `/v1/content?sort=postedAt&q=${encodeURIComponent(q)}`)
      expect(status, text).toBe(200)
      return body.data.map((post: { platformId: string }) => Number(post.platformId))
    }
    expect(await found('cilgin')).toEqual([0])
    expect(await found('gunes 🌞')).toEqual([0])
    expect(await found('deja cafe')).toEqual([1])
    expect(await found('fine')).toEqual([2])
    expect(await found('東京* 日焼け止め')).toEqual([3])
    expect(await found('unicode uber*')).toEqual([4])
    expect(await found('one')).toEqual([4])
    expect(await found('ONEILL OR')).toEqual([])
    expect(await found('"it" AND')).toEqual([])
    for (const harmless of ['"', '*', '(', "'", ':*', '\\', '&', '|', '!', '<->', '-', 'a:b*c', '%', '_', '´`']) await found(harmless)
    expect(await found('* "')).toEqual([])
  })
})
