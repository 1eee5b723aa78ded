import { EVENTS } from '@sparkkit/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { createTestKit, type TestKit } from '../testing/index.ts'
import { openApiDocument } from './openapi.ts'

let kit: TestKit
// biome-ignore lint/suspicious/noExplicitAny: a JSON document, read field by field.
let document: any

beforeAll(async () => {
  kit = await createTestKit()
  document = JSON.parse(JSON.stringify(openApiDocument(kit.kit.app)))
})
afterAll(() => kit.close())

/** A component with everything it refers to in place. */
function inlined(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(inlined)
  if (typeof schema !== 'object' || schema === null) return schema
  if ('$ref' in schema) {
    const found = document.components.schemas[String(schema.$ref).split('/').at(-1) ?? '']
    if (!found) throw new Error(`dangling ${schema.$ref}`)
    return inlined(found)
  }
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, inlined(value)]))
}

test('every event of the catalogue is a webhook of the document, and nothing else is', () => {
  expect(Object.keys(document.webhooks)).toEqual(Object.keys(EVENTS))
})

test.each(Object.entries(EVENTS))('the example of %s fits the envelope and its resource', (type, { description, resource }) => {
  const { post } = document.webhooks[type]
  const { schema, example } = post.requestBody.content['application/json']
  expect(post.description).toBe(description)
  expect(example.type).toBe(type)
  for (const part of schema.allOf) {
    const checked = z.fromJSONSchema(inlined(part) as Parameters<typeof z.fromJSONSchema>[0]).safeParse(example)
    expect(checked.error?.issues ?? []).toEqual([])
  }
  for (const field of Object.keys(example.previous ?? {})) {
    expect(Object.keys(example.data), `${type}: ${resource} has no ${field}`).toContain(field)
  }
})
