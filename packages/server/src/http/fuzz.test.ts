import fc, { type Arbitrary } from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hostileText, spoilt, type ValueFor, valuesOf } from '../testing/contract/arbitraries.ts'
import { OPERATIONS, type Operation, type Schema } from '../testing/contract/document.ts'
import { type Call, callOf, mediaTypeOf, readAnswer, requestOf } from '../testing/contract/samples.ts'
import { createWorldKit, makeWorld, type World } from '../testing/contract/world.ts'
import type { TestKit } from '../testing/index.ts'

const IS_FULL = process.env.ROUNDS === 'full'
const RUNS = IS_FULL ? 400 : 12
/** The same requests every time, unless a run asks for others. */
const SEED = Number(process.env.FUZZ_SEED ?? 20261122)

let kit: TestKit
const worlds = new Map<string, World>()
const statuses = new Map<number, number>()

beforeAll(async () => {
  kit = await createWorldKit()
})
afterAll(async () => {
  const counts = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`)
  const total = [...statuses.values()].reduce((sum, count) => sum + count, 0)
  console.log(`${total} requests to ${OPERATIONS.length} operations (seed ${SEED}). ${counts.join(', ')}`)
  await kit.close()
})

/** Few rounds share a world; in full rounds each operation has its own, which it may use up. */
async function worldFor({ id, path }: Operation): Promise<World> {
  const mode = path.startsWith('/v1/sandbox') ? 'sandbox' : 'live'
  const name = IS_FULL ? id : mode
  const world = worlds.get(name) ?? (await makeWorld(kit, { mode }))
  worlds.set(name, world)
  return world
}

/** Absent as often as present, fitting more often than not. */
const queryValue = (schema: Schema, valueFor: ValueFor): Arbitrary<string | undefined> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant(undefined) },
    { weight: 3, arbitrary: valueFor(schema).map(value => [value].flat().map(String).join(',')) },
    { weight: 1, arbitrary: hostileText },
  )

const given = (values: Record<string, string | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))

function queries({ parameters }: Operation, valueFor: ValueFor): Arbitrary<Record<string, string>> {
  const known = parameters.filter(parameter => parameter.in === 'query')
  const fields = Object.fromEntries(known.map(({ name, schema }) => [name, queryValue(schema, valueFor)]))
  const fitting = fc.record(fields).map(given)
  const stray = fc.tuple(fitting, hostileText, hostileText).map(([query, name, value]) => ({ ...query, [name]: value }))
  return fc.oneof({ weight: 6, arbitrary: fitting }, { weight: 1, arbitrary: stray })
}

const HEADER_VALUE = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map(code => String.fromCharCode(code)), maxLength: 60 })
const OPTIONAL_HEADERS = [
  'idempotency-key',
  'if-match',
  'if-none-match',
  'accept',
  'accept-language',
  'origin',
  'x-request-id',
  'last-event-id',
  'range',
  'cookie',
  'expect',
  'x-forwarded-for',
  'forwarded',
  'host',
  'x-http-method-override',
]
const TYPES = [
  'application/json',
  'application/json; charset=utf-16',
  'text/plain',
  'multipart/form-data',
  'multipart/form-data; boundary=x',
  'application/x-www-form-urlencoded',
  '*/*',
  '',
]

const headers: Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.dictionary(fc.constantFrom(...OPTIONAL_HEADERS), HEADER_VALUE, { maxKeys: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom(...TYPES).map(type => ({ 'content-type': type })) },
)

function bodies(operation: Operation, call: Call, valueFor: ValueFor): Arbitrary<unknown> {
  const type = mediaTypeOf(operation)
  const schema = type === undefined ? undefined : operation.body?.content[type]?.schema
  if (operation.method === 'GET') return fc.constant(undefined)
  if (!schema || type === undefined)
    return fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: hostileText })
  if (!/\bjson\b/.test(type))
    return fc.oneof(
      fc.constant(call.body),
      hostileText,
      hostileText.map(text => `${String(call.body)}${text},"\n,,,\n`),
    )
  const fitting = fc.oneof(valueFor(schema), fc.constant(call.body))
  const broken = fitting.map(value => JSON.stringify(value).slice(0, -1))
  return fc.oneof({ weight: 5, arbitrary: fitting }, { weight: 5, arbitrary: spoilt(fitting) }, { weight: 1, arbitrary: broken })
}

/** One segment of the path by something else. */
const paths = ({ path }: Call): Arbitrary<string> => {
  const parts = path.split('/')
  const named = parts.findIndex(part => /[\w-]{20,}/.test(part))
  if (named < 0) return fc.constant(path)
  const other = hostileText
    .filter(text => text.isWellFormed() && text !== '' && text.length < 5000 && !/^\.+$/.test(text))
    .map(text => parts.with(named, encodeURIComponent(text)).join('/'))
  return fc.oneof({ weight: 7, arbitrary: fc.constant(path) }, { weight: 1, arbitrary: other })
}

function requests(operation: Operation, world: World): Arbitrary<Omit<Call, 'operation'>> {
  const call = callOf(operation, world)
  const valueFor = valuesOf(Object.values(world.ids))
  return fc
    .record({ path: paths(call), query: queries(operation, valueFor), headers, body: bodies(operation, call, valueFor) })
    .map(made => ({ ...made, headers: { ...call.headers, ...made.headers } }))
}

describe(`${RUNS} requests, good and bad, are answered as the document says`, () => {
  test.each(OPERATIONS.map(operation => [operation.id, operation] as const))(
    '%s',
    { timeout: IS_FULL ? 600_000 : 60_000 },
    async (_, operation) => {
      const world = await worldFor(operation)
      const answered = fc.asyncProperty(requests(operation, world), async made => {
        // The kit holds what is answered to the document.
        const { status, text } = await readAnswer(await kit.kit.fetch(requestOf({ operation, ...made }, world.tenant.key)))
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        expect(status, text).toBeLessThan(500)
      })
      await fc.assert(answered, { numRuns: RUNS, seed: SEED, endOnFailure: !IS_FULL })
    },
  )
})
