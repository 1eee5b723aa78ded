import { runInNewContext } from 'node:vm'
import { ERRORS, type ErrorCode } from '@sparkkit/core/errors'
import { expect, test } from 'vitest'
import {
  type APIError,
  AuthenticationError,
  ConflictError,
  ConnectionError,
  errorFromAnswer,
  InvalidRequestError,
  isSparkKitError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
} from './errors.ts'
import { failureOf, fakeService, transportTo } from './testing/fake-service.ts'

const get = { method: 'GET', path: '/v1/content/cnt_1' } as const

const CLASS_OF_FAMILY: Record<(typeof ERRORS)[ErrorCode]['family'], typeof APIError> = {
  invalid_request: InvalidRequestError,
  authentication: AuthenticationError,
  permission: PermissionError,
  not_found: NotFoundError,
  conflict: ConflictError,
  rate_limit: RateLimitError,
  api: ServerError,
}

test.each(Object.entries(ERRORS))('%s comes in the class of its family', (code, { status, family }) => {
  const error = errorFromAnswer({ status, headers: new Headers(), problem: { code }, retryAfterMs: null })
  expect(error).toBeInstanceOf(CLASS_OF_FAMILY[family])
  expect(error.code).toBe(code)
})

test('a problem document arrives whole: code, request id, fields at fault, unknown members', async () => {
  const problem = {
    type: 'https://sparkkit.example.com/docs/errors/invalid_request',
    title: 'The request does not fit.',
    status: 400,
    detail: 'Two fields are wrong.',
    code: 'invalid_request',
    errors: [
      { path: 'query.limit', message: 'must be at most 100' },
      { path: 'query.limt', message: 'is not known' },
    ],
    hint: 'from a later version',
  }
  const headers = { 'content-type': 'application/problem+json', 'x-request-id': 'req_42' }
  const { transport } = transportTo(await fakeService([{ status: 400, headers, body: problem }]))
  const error = await failureOf(transport.request(get))
  expect(error).toBeInstanceOf(InvalidRequestError)
  expect(error).toMatchObject({
    name: 'InvalidRequestError',
    status: 400,
    code: 'invalid_request',
    title: problem.title,
    detail: problem.detail,
    errors: problem.errors,
    requestId: 'req_42',
    problem,
    message: '400 invalid_request: Two fields are wrong.; query.limit: must be at most 100; query.limt: is not known (req_42)',
  })
})

test.each([
  ['an HTML page', '<html><body>Bad gateway</body></html>', null],
  ['plain text', 'upstream timed out', 'upstream timed out'],
  ['nothing', '', null],
  ['JSON of another shape', '["no"]', '["no"]'],
  ['a problem with a code that is not text', '{"code":7}', '{"code":7}'],
  ['a problem whose errors are not a list', '{"errors":{}}', '{"errors":{}}'],
])('an error answer that holds %s still gives a typed error', async (_what, body, detail) => {
  const { transport } = transportTo(await fakeService([{ status: 502, body, headers: { 'content-type': 'text/html' } }]), { maxRetries: 0 })
  const error = await failureOf(transport.request(get))
  expect(error).toBeInstanceOf(ServerError)
  expect(error).toMatchObject({ status: 502, code: 'unrecognized_response', title: 'HTTP 502', detail, errors: [], requestId: null })
})

test('a page that is not the API is told apart from data', async () => {
  const { transport } = transportTo(await fakeService([{ body: '<html>Welcome</html>', headers: { 'content-type': 'text/html' } }]))
  const error = await failureOf(transport.request(get))
  expect(error).toBeInstanceOf(ConnectionError)
  expect(error).toMatchObject({ code: 'invalid_response', message: expect.stringContaining('text/html') })
})

test('an error of another realm or another copy of the package is recognised', async () => {
  const { transport } = transportTo(await fakeService([{ status: 404 }]))
  const own = await failureOf(transport.request(get))
  const foreign: unknown = runInNewContext("Object.assign(new Error('x'), { name: 'NotFoundError', brand: 'sparkkit.error' })")
  expect(foreign).not.toBeInstanceOf(Error)
  expect([own, foreign].map(isSparkKitError)).toEqual([true, true])
  expect([new Error('x'), null, undefined, 'sparkkit.error', {}].map(isSparkKitError)).toEqual([false, false, false, false, false])
})
