import '../elements/content-grid/define.ts'
import { expect, test } from 'vitest'
import { SparkkitContentGrid } from '../elements/content-grid/content-grid.ts'
import { fakeWorkspace, postsOf } from '../testing/fake-workspace.ts'
import { all, mount, until } from '../testing/settle.ts'

const frames = async (count: number): Promise<void> => {
  for (let left = count; left > 0; left--) await new Promise(resolve => requestAnimationFrame(resolve))
}

const placesInView = (grid: SparkkitContentGrid): number[] =>
  all(grid, '[data-index]')
    .filter(card => card.getBoundingClientRect().bottom > 0 && card.getBoundingClientRect().top < window.innerHeight)
    .map(card => Number(card.dataset.index))

async function gridOf(count: number): Promise<SparkkitContentGrid> {
  const posts = postsOf(count)
  const service = fakeWorkspace(posts)
  service.script('GET /v1/content', () => ({ data: posts, nextCursor: null }))
  service.script('GET /v1/content/facets', () => ({
    total: count,
    platform: {},
    mediaType: {},
    sparkStatus: {},
    sparkEligible: { true: count, false: 0 },
  }))
  const grid = new SparkkitContentGrid()
  grid.client = service.client
  mount(grid)
  await until(() => all(grid, 'article').length > 0)
  return grid
}

test('of 100,000 posts only those in view are drawn, wherever one scrolls, and none is blank', async () => {
  const grid = await gridOf(100_000)
  const { scrollHeight } = document.documentElement
  for (const share of [0, 0.25, 0.5, 0.99, 0.1, 1]) {
    window.scrollTo(0, share * scrollHeight)
    await frames(4)
    const places = placesInView(grid)
    expect(places.length).toBeGreaterThanOrEqual(4)
    expect(places).toEqual(places.map((_, at) => (places[0] ?? 0) + at))
    expect(all(grid, 'article').length).toBeLessThan(60)
  }
  expect(placesInView(grid)).toContain(99_999)
  window.scrollTo(0, 0)
})

test('columns follow the width, and rows stay as high as their cards', async () => {
  const grid = await gridOf(200)
  for (const [width, columns] of [
    ['1280px', 4],
    ['920px', 3],
    ['390px', 2],
  ] as const) {
    grid.style.width = width
    await frames(6)
    const tops = all(grid, '[data-index]').map(card => card.getBoundingClientRect())
    expect(tops.filter(({ top }) => top === tops[0]?.top)).toHaveLength(columns)
    const [first, below] = [tops[0], tops[columns]]
    expect(below?.top ?? 0).toBeGreaterThanOrEqual((first?.bottom ?? 0) + 12)
    expect(below?.top ?? 0).toBeLessThanOrEqual((first?.bottom ?? 0) + 24)
  }
})

test('a grid that scrolls inside its own box draws what is in the box', async () => {
  const grid = await gridOf(1000)
  grid.style.height = '600px'
  grid.style.overflow = 'auto'
  grid.scrollTop = 20_000
  await frames(4)
  const { top, bottom } = grid.getBoundingClientRect()
  const seen = all(grid, '[data-index]').filter(
    card => card.getBoundingClientRect().bottom > top && card.getBoundingClientRect().top < bottom,
  )
  expect(seen.length).toBeGreaterThanOrEqual(4)
})
