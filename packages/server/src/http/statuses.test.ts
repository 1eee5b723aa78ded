import { ERRORS, type ErrorCode } from '@sparkkit/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SparkKit } from '../create-sparkkit.ts'
import { openEngine } from '../db/engine.ts'
import { newId } from '../security/ids.ts'
import { OPERATIONS, type Operation } from '../testing/contract/document.ts'
import { type Call, callOf, type Read, readAnswer, requestOf } from '../testing/contract/samples.ts'
import { createWorldKit, makeWorld, type World } from '../testing/contract/world.ts'
import { createTestDatabase, type TestDatabase } from '../testing/databases.ts'
import type { TestKit } from '../testing/index.ts'

let database: TestDatabase
let kit: TestKit
/** The same database with next to no calls left, with a fault in its storage, and with storage that is not there. */
let narrow: SparkKit
let faulty: SparkKit
let locked: SparkKit
/** It cannot keep its answers, so that its keys stay in use. */
let forgetful: SparkKit
let world: World
let reader: string
let resetter: string

/** Throws whatever of these is used. */
const broken = <T extends object>(whole: T, parts: readonly string[], fault = new Error('no such thing')): T =>
  new Proxy(whole, {
    get(target, name, receiver) {
      if (parts.includes(String(name))) throw fault
      return Reflect.get(target, name, receiver)
    },
  })

beforeAll(async () => {
  database = await createTestDatabase('libsql')
  const engine = await openEngine((await database.connect()).databaseUrl)
  kit = await createWorldKit({ engine })
  narrow = await kit.another({ rateLimit: { perSecond: 1 / 600, burst: 1 } })
  faulty = await kit.another({ engine: broken(engine, ['db', 'transaction']) })
  locked = await kit.another({ engine: broken(engine, ['db', 'transaction'], Object.assign(new Error('locked'), { code: 'SQLITE_BUSY' })) })
  forgetful = await kit.another({ engine: { ...engine, db: broken(engine.db, ['update', 'delete']) } })
  world = await makeWorld(kit, { mode: 'sandbox' })
  reader = (await kit.tenant({ scopes: ['content:read'] })).key
  resetter = (await kit.tenant({ scopes: ['sandbox:write'] })).key
})
afterAll(async () => {
  await kit.close()
  await database.remove()
})

interface Way {
  readonly key?: string | null
  readonly to?: SparkKit
}

const ask = async (call: Call, { key = world.tenant.key, to = kit.kit }: Way = {}): Promise<Read> =>
  readAnswer(await to.fetch(requestOf(call, key)))

const callTo = (operation: Operation): Call => callOf(operation, world)
const withHeader = (call: Call, name: string, value: string): Call => ({ ...call, headers: { ...call.headers, [name]: value } })

function expectCode(read: Read, code: ErrorCode): void {
  expect([read.status, read.text === '' ? '' : JSON.parse(read.text).code]).toEqual([ERRORS[code].status, code])
}

/** The operations whose documentation knows the status. */
const having = (status: number, only: (operation: Operation) => boolean = () => true) =>
  OPERATIONS.filter(operation => String(status) in operation.responses && only(operation)).map(
    operation => [operation.id, operation] as const,
  )

const needsKey = ({ scope }: Operation): boolean => scope !== undefined
const needsScope = ({ scope }: Operation): boolean => typeof scope === 'string'
const isPublic = ({ scope }: Operation): boolean => scope === undefined
const isRepeatable = ({ parameters }: Operation): boolean => parameters.some(({ name }) => name === 'Idempotency-Key')

test.each(having(400))('400: %s is asked by a parameter that nobody knows', async (_, operation) => {
  expectCode(await ask({ ...callTo(operation), query: { stray: '1' } }), 'invalid_request')
})

test.each(having(401))('401: %s is asked by nobody', async (_, operation) => {
  expectCode(await ask(callTo(operation), { key: null }), 'unauthenticated')
})

test.each(having(403, needsKey))('403: %s is asked by a page with an API key', async (_, operation) => {
  expectCode(await ask(withHeader(callTo(operation), 'origin', 'https://evil.example')), 'origin_not_allowed')
})

test.each(having(403, needsScope))('403: %s is asked by a key without its scope', async (_, operation) => {
  expectCode(await ask(callTo(operation), { key: operation.scope === 'content:read' ? resetter : reader }), 'insufficient_scope')
})

test.each(having(304))('304: %s is asked by who has the current version', async (_, operation) => {
  expect((await ask(withHeader(callTo(operation), 'if-none-match', '*'))).status).toBe(304)
})

test.each(having(412))('412: %s is asked by who saw another version', async (_, operation) => {
  expectCode(await ask(withHeader(callTo(operation), 'if-match', '"another"')), 'precondition_failed')
})

test.each(having(413))('413: %s is sent a gigabyte', async (_, operation) => {
  expectCode(await ask(withHeader(callTo(operation), 'content-length', String(2 ** 30))), 'payload_too_large')
})

test.each(having(415))('415: %s is sent a body of another type', async (_, operation) => {
  expectCode(await ask(withHeader(callTo(operation), 'content-type', 'application/x-ndjson')), 'unsupported_media_type')
})

test.each(having(429, needsKey))('429: %s is asked by a key that has spent its calls', async (_, operation) => {
  await ask(callTo(operation), { to: narrow })
  expectCode(await ask(callTo(operation), { to: narrow }), 'rate_limited')
})

test.each(having(429, isPublic))('429: %s is asked by who guesses', async (_, operation) => {
  const call = callTo(operation)
  const guess = { ...call, path: call.path.replace(/[\w-]{20,}/, token => `${token.slice(1)}A`) }
  for (let tries = 0; tries < 200; tries += 1) {
    const answer = await ask(guess, { key: null, to: narrow })
    if (answer.status !== 404) return expectCode(answer, 'rate_limited')
  }
  return expect.fail('200 guesses were answered')
})

test.each(having(500))('500: %s meets a fault', async (_, operation) => {
  expectCode(await ask(callTo(operation), { to: faulty }), 'internal_error')
})

test.each(having(503))('503: %s finds no storage', async (_, operation) => {
  expectCode(await ask(callTo(operation), { to: locked }), 'unavailable')
})

test.each(having(409, isRepeatable))('409: %s is asked again while the first call holds its key', async (_, operation) => {
  const call = withHeader(callTo(operation), 'idempotency-key', newId('event'))
  await ask(call, { to: forgetful })
  const again = await ask(call)
  expectCode(again, 'idempotency_conflict')
  expect(Number(again.headers.get('retry-after'))).toBeGreaterThan(0)
})

/** The same call about something else: another id, a blank in the body, or a parameter more. */
function another(call: Call): Call {
  const { operation, path, body } = call
  if (operation.path.includes('{id}')) return { ...call, path: path.replace(/\w{20}(?=\/|$)/, '0'.repeat(20)) }
  if (typeof body === 'object') return { ...call, body: ` ${JSON.stringify(body)}` }
  const optional = operation.parameters.find(parameter => parameter.in === 'query')
  if (!optional) throw new Error(`${operation.id} has nothing to tell two calls apart by.`)
  return { ...call, query: { [optional.name]: String(optional.schema.enum?.[0] ?? (optional.schema.type === 'boolean' ? 'true' : '{}')) } }
}

test.each(having(422, isRepeatable))('422: %s is asked under a key that stands for another call', async (_, operation) => {
  const key = newId('event')
  await ask(withHeader(callTo(operation), 'idempotency-key', key))
  expectCode(await ask(withHeader(another(callTo(operation)), 'idempotency-key', key)), 'idempotency_mismatch')
})
