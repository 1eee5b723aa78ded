import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestKit, type TestKit, type TestTenant } from '../../testing/index.ts'

let kit: TestKit
let brand: TestTenant
let id: string

const VIDEO = 'https://www.tiktok.com/@mara.glow/video/7195686135157296390'
const CODE = '#p4KxVb2mQe7+Lr/9sTzWc1YhN0uJfGdA3oXiPq8vBn5='

beforeAll(async () => {
  kit = await createTestKit({ now: () => Date.UTC(2026, 10, 20, 12) })
})
afterAll(() => kit.close())
beforeEach(async () => {
  brand = await kit.tenant({ mode: 'sandbox' })
  await brand.call('POST', '/v1/content/batch', { items: [{ url: VIDEO }] })
  id = (await brand.call('POST', '/v1/spark-codes', { content: VIDEO, code: CODE, endsAt: '2026-12-01' })).body.id
})

const patch = (body: object) => brand.call('PATCH', `/v1/spark-codes/${id}`, body)
const events = async () => {
  await kit.kit.worker.drain()
  return (await brand.call('GET', '/v1/events?type=spark_code.*')).body.data
}

describe('a code', () => {
  test('gets a later end, and the post with it', async () => {
    const { status, body } = await patch({ endsAt: '2027-01-15', externalId: 'c-1', metadata: { po: '77' } })
    expect([status, body.endsAt, body.externalId, body.metadata, body.windowSource]).toEqual([
      200,
      '2027-01-15T00:00:00.000Z',
      'c-1',
      { po: '77' },
      'declared',
    ])
    expect((await brand.call('GET', '/v1/content')).body.data[0].codeEndsAt).toBe('2027-01-15T00:00:00.000Z')
    const log = await events()
    expect(log.map(({ type }: { type: string }) => type)).toEqual(['spark_code.received', 'spark_code.updated', 'spark_code.extended'])
    expect(log[1].previous).toEqual({ externalId: null, metadata: {} })
    expect(log[2]).toMatchObject({ data: { externalId: 'c-1' }, previous: { endsAt: '2026-12-01T00:00:00.000Z' } })
  })

  test('that has expired is live again', async () => {
    await brand.call('POST', '/v1/sandbox/advance', { to: '2026-12-05' })
    expect((await brand.call('GET', `/v1/spark-codes/${id}`)).body.status).toBe('expired')
    expect((await patch({ endsAt: '2026-12-20' })).body.status).toBe('live')
  })

  test.each(['2026-11-25', '2026-11-01'])('never ends sooner (%s)', async endsAt => {
    const { status, body } = await patch({ endsAt, metadata: { kept: 'no' } })
    expect([status, body.code]).toEqual([400, 'invalid_request'])
    expect((await brand.call('GET', `/v1/spark-codes/${id}`)).body).toMatchObject({ endsAt: '2026-12-01T00:00:00.000Z', metadata: {} })
  })

  test('that was superseded is not extended', async () => {
    await brand.call('POST', '/v1/spark-codes', { content: VIDEO, code: CODE.replace('p4Kx', 'q5Ly') })
    const { status, body } = await patch({ endsAt: '2027-02-01' })
    expect([status, body.code]).toEqual([409, 'spark_code_not_live'])
  })

  test('has an external id of its own', async () => {
    await brand.call('POST', '/v1/spark-codes', { content: VIDEO, code: CODE.replace('p4Kx', 'q5Ly'), externalId: 'taken' })
    expect((await patch({ externalId: 'taken' })).body.code).toBe('conflict')
  })

  test('of another workspace answers like missing', async () => {
    brand = await kit.tenant()
    expect((await patch({ metadata: {} })).status).toBe(404)
  })
})
