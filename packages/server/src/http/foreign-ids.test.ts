import { ID_PREFIXES } from '@sparkkit/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../security/ids.ts'
import { OPERATIONS, type Operation } from '../testing/contract/document.ts'
import { type Call, callOf, idQueriesOf, type Read, readAnswer, requestOf } from '../testing/contract/samples.ts'
import { createWorldKit, makeWorld, type World } from '../testing/contract/world.ts'
import type { TestKit } from '../testing/index.ts'
import { eventsOf } from '../testing/scenario.ts'

let kit: TestKit
let mine: World
let theirs: World
let before: unknown

beforeAll(async () => {
  kit = await createWorldKit()
  mine = await makeWorld(kit)
  theirs = await makeWorld(kit)
  before = await eventsOf(kit, theirs.tenant)
})
afterAll(() => kit.close())

const ID = new RegExp(`\\b(${Object.values(ID_PREFIXES).join('|')})_[0-7][0-9a-hjkmnp-tv-z]{25}\\b`, 'g')

/** Names of the same kinds that name nothing. */
const missing = (ids: World['ids']): World['ids'] =>
  Object.fromEntries(
    Object.entries(ids).map(([collection, id]) => {
      const [prefix, suffix] = id.split('_')
      return [collection, suffix === undefined ? 'a'.repeat(id.length) : `${prefix}_${newId('event').split('_')[1]}`]
    }),
  )

/** All an answer tells but the names it was asked by, and when and as what it was asked. */
const told = ({ status, headers, text }: Read) => ({
  status,
  headers: Object.fromEntries([...headers].filter(([name]) => name !== 'x-request-id')),
  text: text.replace(/"(requestId|token)":"[^"]*"/g, '').replace(ID, '<id>'),
})

const ask = async (call: Call): Promise<Read> => readAnswer(await kit.kit.fetch(requestOf(call, mine.tenant.key)))

/** One call with foreign ids wherever the operation takes some, and one for each query parameter that takes one. */
function callsWith(operation: Operation, ids: World['ids']): Call[] {
  const queries = idQueriesOf(operation, ids).map(query => ({ ...callOf(operation, mine), query }))
  const names = Object.values(ids)
  return [callOf(operation, { tokens: mine.tokens, ids }), ...queries].filter(({ path, query, body }) => {
    const asked = JSON.stringify([path, query, body])
    return names.some(name => asked.includes(name))
  })
}

describe('an id of another workspace', () => {
  test.each(OPERATIONS.map(operation => [operation.id, operation] as const))(
    'tells %s no more than one that names nothing',
    async (_, operation) => {
      const nowhere = missing(theirs.ids)
      const none = callsWith(operation, nowhere)
      for (const [index, call] of callsWith(operation, theirs.ids).entries()) {
        const foreign = await ask(call)
        const counterpart = none[index]
        if (!counterpart) throw new Error('The counterpart is missing.')
        expect(told(foreign), call.path).toEqual(told(await ask(counterpart)))
        if (/\{(?!token)/.test(operation.path) && index === 0) expect(foreign.status).toBe(404)
      }
    },
  )
})

test('and nothing of theirs has changed', async () => {
  expect(await eventsOf(kit, theirs.tenant)).toEqual(before)
})
