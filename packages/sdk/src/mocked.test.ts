import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { NotFoundError, SparkKit } from './index.ts'

const BASE = 'https://sparkkit.example'
const service = setupServer()

beforeAll(() => service.listen())
afterEach(() => service.resetHandlers())
afterAll(() => service.close())

const client = (): SparkKit => new SparkKit({ apiKey: 'sparkkit_sandbox_x', baseUrl: BASE, maxRetries: 1 })

test('a service mocked with msw answers like the real one', async () => {
  service.use(
    http.get(`${BASE}/v1/content`, ({ request }) => {
      const isSecond = new URL(request.url).searchParams.get('cursor') === 'two'
      return HttpResponse.json({ data: [{ id: isSecond ? 'cnt_b' : 'cnt_a' }], nextCursor: isSecond ? null : 'two' })
    }),
  )
  const ids: string[] = []
  for await (const post of client().content.list({ sparkEligible: true })) ids.push(post.id)
  expect(ids).toEqual(['cnt_a', 'cnt_b'])
})

test('a mocked problem becomes the error of its family', async () => {
  const problem = { type: 'about:blank', title: 'Not found', status: 404, code: 'not_found', detail: 'gone', requestId: 'r1' }
  service.use(http.get(`${BASE}/v1/content/:id`, () => HttpResponse.json(problem, { status: 404 })))
  const error = await client()
    .content.get('cnt_x')
    .catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(NotFoundError)
  expect(error).toMatchObject({ code: 'not_found', requestId: 'r1' })
})
