import { ID_PREFIXES } from '@sparkkit/core'
import { describe, expect, test } from 'vitest'
import { request } from '../http/testing.ts'
import { newId } from '../security/ids.ts'
import type { TestAnswer, TestKit, TestTenant } from './index.ts'

export interface Call {
  path: string
  body?: unknown
}

export interface EndpointCase {
  /** As in the OpenAPI document: `POST /v1/spark-requests/{id}/cancel`. */
  operation: string
  /** What a call that succeeds answers. */
  status: number
  /** Makes what the call is about in this workspace, and the call. */
  prepare: (tenant: TestTenant) => Promise<Call>
  /** Spoils the call, and says what it answers then. */
  invalid: { spoil: (call: Call) => Call; status: number; code: string }
  /** Another workspace gets what it gets for a missing resource, what one without any gets, or something of its own. */
  elsewhere: 'missing' | 'empty' | 'own'
}

/** A query parameter nobody knows. */
export const strayParameter = {
  spoil: (call: Call): Call => ({ ...call, path: `${call.path}${call.path.includes('?') ? '&' : '?'}stray=1` }),
  status: 400,
  code: 'invalid_request',
}

export const spoiledBody = (body: unknown) => ({ spoil: (call: Call): Call => ({ ...call, body }), status: 400, code: 'invalid_request' })

const ID = new RegExp(`\\b(${Object.values(ID_PREFIXES).join('|')})_[0-7][0-9a-hjkmnp-tv-z]{25}\\b`, 'g')
/** Moments of the asking, and names of what was asked for. */
const neutral = ({ text }: TestAnswer): string => text.replace(/"requestId":"[^"]*"/, '').replace(ID, '<id>')

function withoutSuch(call: Call): Call {
  const made = new Map<string, string>()
  const fresh = (text: string): string =>
    text.replace(ID, id => {
      const [prefix = ''] = id.split('_')
      const other = made.get(id) ?? `${prefix}_${newId('event').split('_')[1]}`
      made.set(id, other)
      return other
    })
  return { path: fresh(call.path), ...(call.body !== undefined && { body: JSON.parse(fresh(JSON.stringify(call.body))) }) }
}

export function expectProblem(answer: TestAnswer, status: number, code: string): void {
  expect([answer.status, answer.body?.code], answer.text).toEqual([status, code])
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(answer.body).toMatchObject({ status, type: `https://sparkkit.test/docs/errors/${code}`, title: expect.any(String) })
  expect(answer.body.requestId).toBe(answer.headers.get('x-request-id'))
}

/** The four things every endpoint proves: success, validation, unauthenticated, and that another workspace finds nothing. */
export function proveEndpoint(kit: () => TestKit, endpoint: EndpointCase): void {
  const [method = 'GET'] = endpoint.operation.split(' ')
  describe(endpoint.operation, () => {
    test('answers', async () => {
      const tenant = await kit().tenant()
      const { path, body } = await endpoint.prepare(tenant)
      const answer = await tenant.call(method, path, body)
      expect(answer.status, answer.text).toBe(endpoint.status)
    })

    test('refuses what does not fit', async () => {
      const tenant = await kit().tenant()
      const { path, body } = endpoint.invalid.spoil(await endpoint.prepare(tenant))
      expectProblem(await tenant.call(method, path, body), endpoint.invalid.status, endpoint.invalid.code)
    })

    test('asks who calls', async () => {
      const { path, body } = await endpoint.prepare(await kit().tenant())
      expectProblem(await kit().call(method, path, body), 401, 'unauthenticated')
      const key = { authorization: `Bearer sparkkit_live_${'x'.repeat(43)}` }
      expectProblem(await request(kit(), null, { method, path, body, headers: key }), 401, 'unauthenticated')
    })

    test('shows another workspace nothing', async () => {
      const [owner, other, stranger] = [await kit().tenant(), await kit().tenant(), await kit().tenant()]
      const call = await endpoint.prepare(owner)
      const answer = await other.call(method, call.path, call.body)
      if (endpoint.elsewhere === 'own') {
        const shown: string[] = (await owner.call(method, call.path, call.body)).text.match(ID) ?? []
        expect((answer.text.match(ID) ?? []).filter(id => shown.includes(id))).toEqual([])
        return
      }
      const compared = endpoint.elsewhere === 'missing' ? { by: other, call: withoutSuch(call) } : { by: stranger, call }
      const nothing = await compared.by.call(method, compared.call.path, compared.call.body)
      expect([answer.status, neutral(answer)]).toEqual([nothing.status, neutral(nothing)])
      if (endpoint.operation.includes('{')) expectProblem(answer, 404, 'not_found')
      if (answer.body?.data) expect(answer.body.data).toEqual([])
    })
  })
}
