import type { App } from './app.ts'
import { isOneResource } from './etag.ts'
import { problems } from './responses.ts'

type Document = ReturnType<App['getOpenAPI31Document']>
type Operation = NonNullable<NonNullable<Document['paths']>[string]['get']>
interface Reference {
  $ref: string
}
interface Response {
  description: string
  headers?: Record<string, Reference>
  content?: object
}
type Responses = Record<string, Response>
type Headers = Record<string, Reference>

const HEADERS = {
  RateLimitPolicy: {
    description: 'What the key may do: `q` calls in `w` seconds. Left out where a call is refused before its key is looked at.',
    schema: { type: 'string' },
    example: '"default";q=200;w=4',
  },
  RateLimit: {
    description: 'What is left of it: `r` calls for the next `t` seconds. Left out like `RateLimit-Policy`.',
    schema: { type: 'string' },
    example: '"default";r=199;t=4',
  },
  RetryAfter: { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 1 } },
  ETag: { description: 'The version of the resource, for `If-None-Match` and `If-Match`.', schema: { type: 'string' } },
  IdempotentReplayed: {
    description: '`true` when this is the kept answer to the first request with this key.',
    schema: { type: 'string' },
  },
} as const

const PARAMETERS = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'Makes the call safe to repeat for 24 hours: the same request with the same key gets the same answer and has no second effect. 1 to 255 printable ASCII characters of your choice, for example a UUID; quotes around them are allowed.',
    schema: { type: 'string', minLength: 1, maxLength: 514 },
  },
  IfNoneMatch: {
    name: 'If-None-Match',
    in: 'header',
    description: 'The `ETag` you have: 304 without a body while it is current.',
    schema: { type: 'string', maxLength: 1024 },
  },
  IfMatch: {
    name: 'If-Match',
    in: 'header',
    description: 'The `ETag` you read: 412 instead of a change when the resource is another version by now.',
    schema: { type: 'string', maxLength: 1024 },
  },
} as const

const header = (name: keyof typeof HEADERS): Reference => ({ $ref: `#/components/headers/${name}` })
const parameter = (name: keyof typeof PARAMETERS): Reference => ({ $ref: `#/components/parameters/${name}` })

const LIMITED: Headers = { 'RateLimit-Policy': header('RateLimitPolicy'), RateLimit: header('RateLimit') }

/** Adds problems to those an operation documents, in the order of their status. */
function withProblems(responses: Responses, codes: Parameters<typeof problems>): Responses {
  const added = Object.entries(problems(...codes)).map(([status, { description }]): [string, Response] => {
    const known = responses[status]
    const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }
    return [status, known ? { ...known, description: `${known.description}\n${description}` } : { description, content }]
  })
  return { ...responses, ...Object.fromEntries(added) }
}

function withHeaders(responses: Responses, statuses: RegExp, headers: Headers): Responses {
  return Object.fromEntries(
    Object.entries(responses).map(([status, response]) => [
      status,
      statuses.test(status) ? { ...response, headers: { ...response.headers, ...headers } } : response,
    ]),
  )
}

interface Habit {
  parameter: keyof typeof PARAMETERS
  responses: Responses
}

function habitOf(method: string, path: string, responses: Responses): Habit | undefined {
  if (method === 'post') {
    const more = withProblems(responses, ['idempotency_conflict', 'idempotency_mismatch'])
    const waiting = withHeaders(more, /^409$/, { 'Retry-After': header('RetryAfter') })
    return { parameter: 'IdempotencyKey', responses: withHeaders(waiting, /^2/, { 'Idempotent-Replayed': header('IdempotentReplayed') }) }
  }
  if (!isOneResource(path)) return undefined
  const tagged = withHeaders(responses, /^200$/, { ETag: header('ETag') })
  if (method === 'get') {
    const unchanged = { description: 'It is still the version you have.', headers: { ETag: header('ETag') } }
    return { parameter: 'IfNoneMatch', responses: { ...tagged, 304: unchanged } }
  }
  if (method !== 'patch' && method !== 'put') return undefined
  return { parameter: 'IfMatch', responses: '412' in tagged ? tagged : withProblems(tagged, ['precondition_failed']) }
}

/** Responses of ours are written out, never referred to. */
const written = (responses: unknown): Responses => responses as Responses

function documented(operation: Operation, method: string, path: string): Operation {
  if (!operation.security || operation.security.length === 0) return operation
  const habit = habitOf(method, path, written(operation.responses))
  const waiting = withHeaders(habit?.responses ?? written(operation.responses), /^(429|503)$/, { 'Retry-After': header('RetryAfter') })
  const responses = withHeaders(waiting, /^(2|4(?!01))/, LIMITED)
  if (!habit) return { ...operation, responses }
  return { ...operation, parameters: [...(operation.parameters ?? []), parameter(habit.parameter)], responses }
}

const METHODS = ['get', 'put', 'post', 'patch', 'delete'] as const

/** Writes into the document what the frame does for every operation that needs a key: limits, repeats, versions. */
export function documentHabits(document: Document): Document {
  const paths = Object.fromEntries(
    Object.entries(document.paths ?? {}).map(([path, item]) => {
      const operations = METHODS.flatMap(method => (item[method] ? [[method, documented(item[method], method, path)] as const] : []))
      return [path, { ...item, ...Object.fromEntries(operations) }]
    }),
  )
  const { components } = document
  return {
    ...document,
    paths,
    components: {
      ...components,
      headers: { ...components?.headers, ...HEADERS },
      parameters: { ...components?.parameters, ...PARAMETERS },
    },
  }
}
